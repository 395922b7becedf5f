import AgentCore

/// The programs that Heddle and its models use.
struct ToolChecks {
    let variables: [String: String]

    var all: [DoctorCheck] {
        let search = ProgramSearch(variables: variables)
        return [
            shell,
            tool(
                "git", search, missing: .warning, "threads have no branch and commit, and project roots are not found",
                advice: "Install git."),
            tool(
                "rg", search, missing: .ok, "models that look for it use slower programs", advice: "Install ripgrep."),
        ]
    }

    private var shell: DoctorCheck {
        let shell = UserShell.ofUser(variables: variables)
        guard FileAccess.live.isExecutable(shell.path) else {
            return DoctorCheck(
                "shell", .failed, "there is no shell at \(shell.path), so that no command can be run",
                advice: "Install bash, or set SHELL to the absolute path of a bash, zsh or sh.")
        }
        return DoctorCheck("shell", .ok, shell.path)
    }

    private func tool(
        _ name: String, _ search: ProgramSearch, missing: DoctorCheck.Status, _ consequence: String, advice: String
    ) -> DoctorCheck {
        guard let path = search.path(of: name) else {
            return DoctorCheck(name, missing, "\(name) is not in PATH: \(consequence)", advice: advice)
        }
        return DoctorCheck(name, .ok, path)
    }
}
