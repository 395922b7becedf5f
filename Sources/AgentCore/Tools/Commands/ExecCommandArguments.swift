/// Whether a command stays within the sandbox, as the model asks for it.
package enum SandboxPermissions: String, CaseIterable, Hashable, Sendable {
    /// The thread's sandbox holds.
    case useDefault = "use_default"
    /// The command shall run outside the sandbox; the user may be asked.
    case requireEscalated = "require_escalated"
}

/// The arguments of the tool `exec_command`. Members that this version doesn't know are ignored.
package struct ExecCommandArguments: Hashable, Sendable {
    /// The command line for the shell.
    package var command: String
    /// The directory to run in, as the model wrote it; nil or empty means the thread's.
    package var workingDirectory: String?
    /// The shell's path or name; nil means the user's.
    package var shell: String?
    /// Whether the shell reads the profile first.
    package var isLogin: Bool
    /// Whether the command gets a terminal, into which the model can write.
    package var isTerminal: Bool
    /// Milliseconds after which the call returns while the command runs on.
    package var yieldMilliseconds: Int
    /// Milliseconds after which the command is killed, from 1 to ``maxTimeoutMilliseconds``; nil for none.
    package var timeoutMilliseconds: Int?
    /// About how many tokens of output the model wants, at least 0.
    package var maxOutputTokens: Int
    /// Whether the command shall leave the sandbox.
    package var sandboxPermissions: SandboxPermissions
    /// The model's words to the user; nil if there are none.
    package var justification: String?
    /// The words that the model would like commands to be allowed to begin with.
    package var prefixRule: [String]?

    /// Milliseconds that the call waits if the model says nothing: most commands are over by then.
    package static let defaultYieldMilliseconds = 10_000
    /// What a call waits at least: a look that is too short brings nothing and costs a request. And at most: nobody can be
    /// told anything while a call waits.
    package static let yieldRange = 250...30_000
    /// The longest time that a model can ask for: a day. More is a mistake, and is shortened to this.
    package static let maxTimeoutMilliseconds = 86_400_000

    /// A command line without further wishes.
    package init(command: String) {
        self.command = command
        isLogin = true
        isTerminal = false
        yieldMilliseconds = Self.defaultYieldMilliseconds
        maxOutputTokens = ExecCommandOutput.defaultMaxTokens
        sandboxPermissions = .useDefault
    }

    /// Reads the JSON text that the model wrote.
    package init(parsing text: String) throws(ToolArgumentsError) {
        let wire = try ToolArguments(parsing: text).decode(Wire.self)
        guard !wire.cmd.utf8.contains(0) else {
            throw ToolArgumentsError(reason: "`cmd` holds a NUL character, which no command line can")
        }
        command = wire.cmd
        workingDirectory = wire.workdir.flatMap { $0.isEmpty ? nil : $0 }
        shell = wire.shell.flatMap { $0.isEmpty ? nil : $0 }
        isLogin = wire.login ?? true
        isTerminal = wire.tty ?? false
        let yield = try Self.whole(wire.yieldMilliseconds, "yield_time_ms", Self.defaultYieldMilliseconds)
        yieldMilliseconds = min(max(yield, Self.yieldRange.lowerBound), Self.yieldRange.upperBound)
        timeoutMilliseconds = try Self.timeout(wire.timeoutMilliseconds)
        maxOutputTokens = try Self.whole(
            wire.maxOutputTokens, "max_output_tokens", ExecCommandOutput.defaultMaxTokens)
        sandboxPermissions = try Self.permissions(wire.sandboxPermissions)
        justification = wire.justification.flatMap { $0.isEmpty ? nil : $0 }
        prefixRule = wire.prefixRule.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The absolute directory to run in.
    package func directory(from threadDirectory: String) -> String {
        PathText.resolve(workingDirectory ?? threadDirectory, against: threadDirectory)
    }

    /// The program and its arguments.
    ///
    /// - Parameters:
    ///   - userShell: Runs the command if the model names no shell.
    ///   - files: Looks for a shell that the model named without a directory.
    package func argv(userShell: UserShell, files: FileAccess) -> [String] {
        let shell = shell.map { UserShell(named: $0, files: files) } ?? userShell
        return [shell.path, isLogin ? "-lc" : "-c", command]
    }

    // MARK: - Checks

    private static func timeout(_ value: Double?) throws(ToolArgumentsError) -> Int? {
        guard let value else { return nil }
        let milliseconds = try whole(value, "timeout_ms", 0)
        guard milliseconds > 0 else { throw ToolArgumentsError(reason: "`timeout_ms` must be greater than 0") }
        return min(milliseconds, maxTimeoutMilliseconds)
    }

    /// Models write whole numbers as `1000` and as `1000.0`; both count.
    static func whole(
        _ value: Double?, _ field: String, _ standard: Int
    ) throws(ToolArgumentsError) -> Int {
        guard let value else { return standard }
        guard value >= 0, value == value.rounded(), value <= 1e15 else {
            throw ToolArgumentsError(reason: "`\(field)` must be a whole number from 0 up")
        }
        return Int(value)
    }

    private static func permissions(_ word: String?) throws(ToolArgumentsError) -> SandboxPermissions {
        guard let word else { return .useDefault }
        guard let value = SandboxPermissions(rawValue: word) else {
            let known = SandboxPermissions.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            throw ToolArgumentsError(
                reason: "unknown variant `\(word)`, expected one of \(known) at `sandbox_permissions`")
        }
        return value
    }

    /// The arguments as they stand in the JSON.
    private struct Wire: Decodable {
        var cmd: String
        var workdir: String?
        var shell: String?
        var login: Bool?
        var tty: Bool?
        var yieldMilliseconds: Double?
        var timeoutMilliseconds: Double?
        var maxOutputTokens: Double?
        var sandboxPermissions: String?
        var justification: String?
        var prefixRule: [String]?

        private enum CodingKeys: String, CodingKey {
            case cmd, workdir, shell, login, tty, justification
            case yieldMilliseconds = "yield_time_ms"
            case timeoutMilliseconds = "timeout_ms"
            case maxOutputTokens = "max_output_tokens"
            case sandboxPermissions = "sandbox_permissions"
            case prefixRule = "prefix_rule"
        }
    }
}
