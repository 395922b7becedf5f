import CommandExecution

/// The shell that runs command lines.
package struct UserShell: Hashable, Sendable {
    /// The program's path; a bare name if a shell that the model named could not be found.
    package var path: String

    /// The name that the model is told: `bash`.
    package var name: String { PathText.name(of: path) }

    /// The user's shell: `$SHELL` if it is one whose options are known here, else bash, else sh.
    package init(environment: [String: String], files: FileAccess) {
        if let shell = environment["SHELL"], shell.utf8.first == UInt8(ascii: "/"),
            Self.knownNames.contains(PathText.name(of: shell)), files.isExecutable(shell)
        {
            path = shell
        } else {
            path = files.isExecutable(Self.bash) ? Self.bash : Self.sh
        }
    }

    /// The shell that the system's list of users names for this process's user; what `SHELL` says where that has none.
    /// Blocks for as long as the list does.
    package static func ofUser(variables: [String: String]) -> UserShell {
        UserShell(environment: ["SHELL": LoginShell.path(variables: variables)], files: .live)
    }

    /// A shell that the model named by its path, or by a name that stands in one of the usual directories.
    package init(named name: String, files: FileAccess) {
        guard !name.utf8.contains(UInt8(ascii: "/")) else {
            path = name
            return
        }
        let candidates = Self.directories.map { PathText.join($0, name) }
        path = candidates.first { files.isExecutable($0) } ?? name
    }

    /// Whether a program is a shell whose options and language are known here.
    static func isKnown(_ path: String) -> Bool {
        knownNames.contains(PathText.name(of: path))
    }

    private static let knownNames: Set<String> = ["bash", "zsh", "sh"]
    private static let bash = "/bin/bash"
    private static let sh = "/bin/sh"
    private static let directories = ["/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
}
