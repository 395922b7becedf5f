import AppServerProtocol
import Support

/// What a reviewer is to do, in words for people and for the reviewer.
package struct ReviewTask: Hashable, Sendable {
    /// What is reviewed, in a few words; clients show it.
    var label: String
    /// What the reviewer is asked.
    var prompt: String
}

extension ReviewTask {
    /// How much of a commit's name is shown: as much as Git shows.
    private static let shownCommitName = 7

    /// The task that a client sets. Errors: `invalidParams` when it names nothing, or needs a repository that isn't there.
    init(
        _ target: ReviewTarget, directory: String, files: FileAccess
    ) throws(AgentError) {
        switch target {
        case .uncommittedChanges:
            label = "current changes"
            prompt = """
                Review the changes in the working directory that are not committed yet: what is staged, what is not, and \
                files that Git does not know. `git status --short` and `git diff HEAD` show them; read the unknown files \
                themselves.
                """
        case .baseBranch(let base):
            let branch = try Self.filled(base.branch, "branch")
            try Self.checkRepository(directory, files)
            label = "changes against '\(branch)'"
            prompt = """
                Review what the current branch would bring into the branch '\(branch)'. Compare with the commit at which \
                they part, which `git merge-base` finds for HEAD and '\(branch)', and look at `git diff` from there. If \
                '\(branch)' does not exist here, try the branch of this name of a remote. If there is none either, say so \
                in the explanation and report no findings.
                """
        case .commit(let commit):
            let name = try Self.filled(commit.sha, "sha")
            try Self.checkRepository(directory, files)
            let title = (commit.title ?? "").trimmed
            label = "commit \(name.prefix(Self.shownCommitName))" + (title.isEmpty ? "" : ": \(title)")
            prompt = """
                Review what the commit \(name)\(title.isEmpty ? "" : " (\(title))") has changed; `git show` with its name \
                shows it.
                """
        case .custom(let custom):
            label = try Self.filled(custom.instructions, "instructions")
            prompt = label
        }
    }

    private static func filled(_ text: String, _ field: String) throws(AgentError) -> String {
        let text = text.trimmed
        guard !text.isEmpty else { throw AgentError(.invalidParams, "\(field) must not be empty") }
        return text
    }

    private static func checkRepository(_ directory: String, _ files: FileAccess) throws(AgentError) {
        guard GitFacts.read(directory, files: files) == nil else { return }
        throw AgentError(
            .invalidParams,
            "there is no Git repository at \(directory): a branch or commit can't be reviewed there. Start the thread in "
                + "the repository, or review with the target `custom`.")
    }
}
