package import AppServerProtocol
package import CommandExecution

/// What confines the commands of a thread, made of its sandbox policy.
///
/// It is made when policy or directory change and kept until then: the writable roots are resolved here, so one that a
/// command has replaced by a symbolic link since is refused and not followed.
package struct CommandConfinement: Hashable, Sendable {
    /// What it is made of.
    package struct Basis: Hashable, Sendable {
        /// The policy.
        package var policy: SandboxPolicy
        /// The thread's directory.
        package var directory: String
        /// Paths that no command may read.
        package var unreadable: UnreadablePlaces
        /// The server's home, which no command may change.
        package var home: String
        /// The directory that `TMPDIR` names.
        package var temporaryDirectory: String?

        /// A basis from its parts.
        package init(
            policy: SandboxPolicy, directory: String, unreadable: UnreadablePlaces, home: String,
            temporaryDirectory: String?
        ) {
            self.policy = policy
            self.directory = directory
            self.unreadable = unreadable
            self.home = home
            self.temporaryDirectory = temporaryDirectory
        }
    }

    /// What it was made of.
    package let basis: Basis
    /// For commands within the policy; nil if the policy confines nothing.
    package let sandboxed: Confinement?
    /// For commands that the user, or a rule of the user's, lets out of the sandbox. They still can't read what nobody may.
    package let approved: Confinement?

    /// Resolves the roots of a policy.
    package init(_ basis: Basis) {
        self.basis = basis
        let files: Confinement.Files?
        switch basis.policy {
        case .dangerFullAccess, .externalSandbox:
            files = nil
        case .readOnly:
            files = .readOnly
        case .workspaceWrite(let policy):
            files = .workspaceWrite(
                WritablePlaces(
                    roots: [basis.directory]
                        + policy.writableRoots.map { PathText.resolve($0, against: basis.directory) },
                    temporaryDirectory: policy.excludeTmpdirEnvVar ? nil : basis.temporaryDirectory,
                    excludesSlashTmp: policy.excludeSlashTmp, readOnly: [basis.home]))
        }
        if case .dangerFullAccess = basis.policy {
            approved = nil
        } else {
            approved = .approved(
                unreadable: basis.unreadable.paths, unreadablePatterns: basis.unreadable.patterns)
        }
        sandboxed = files.map { files in
            Confinement(
                files: files, allowsNetwork: basis.policy.allowsNetwork, unreadable: basis.unreadable.paths,
                unreadablePatterns: basis.unreadable.patterns)
        }
    }

    /// What was made of a basis, changed.
    init(basis: Basis, sandboxed: Confinement?, approved: Confinement?) {
        self.basis = basis
        self.sandboxed = sandboxed
        self.approved = approved
    }

    /// What holds for one command.
    package func confinement(sandboxed isSandboxed: Bool) -> Confinement? {
        isSandboxed ? sandboxed : approved
    }
}
