package import AppServerProtocol

/// The surroundings of a turn, as the model is told them: directory, shell, date and what commands may touch.
package struct EnvironmentContext: Hashable, Sendable {
    /// The absolute working directory.
    package var workingDirectory: String
    /// The shell's name, like `bash`.
    package var shell: String
    /// Day and time zone of the user.
    package var time: LocalTime
    /// What commands may touch.
    package var sandbox: SandboxPolicy

    /// The facts of one turn.
    package init(workingDirectory: String, shell: String, time: LocalTime, sandbox: SandboxPolicy) {
        self.workingDirectory = workingDirectory
        self.shell = shell
        self.time = time
        self.sandbox = sandbox
    }

    /// The text of the user message. Models know the outer tag and the first four; all values are escaped.
    package var message: String {
        """
        <environment_context>
          <cwd>\(Self.escaped(workingDirectory))</cwd>
          <shell>\(Self.escaped(shell))</shell>
          <current_date>\(Self.escaped(time.day))</current_date>
          <timezone>\(Self.escaped(time.timezone))</timezone>
          \(filesystem)
          <network>\(sandbox.allowsNetwork ? "enabled" : "restricted")</network>
        </environment_context>
        """
    }

    private var filesystem: String {
        guard case .workspaceWrite(let policy) = sandbox else {
            return "<filesystem mode=\"\(sandbox.modeWord)\" />"
        }
        let roots = ([workingDirectory] + policy.writableRoots)
            .map { "<writable_root>\(Self.escaped($0))</writable_root>" }
        return "<filesystem mode=\"\(sandbox.modeWord)\">\(roots.joined())</filesystem>"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
