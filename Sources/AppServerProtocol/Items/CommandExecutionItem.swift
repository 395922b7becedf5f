/// A `commandExecution` item: a command.
package struct CommandExecutionItem: Codable, Hashable, Sendable {
    /// The item's id: that of the model's call.
    package var id: String
    /// The plugin whose script this is, if it is one.
    package var pluginId: String?
    /// The script's path inside the plugin.
    package var scriptPath: String?
    /// The command line, quoted so that a shell would read it the same way.
    package var command: String
    /// The directory that the command runs in.
    package var cwd: LegacyAppPathString
    /// The process's handle for input and later output: a number as text, not the system's process id.
    package var processId: String?
    /// Who started the command.
    @Defaulted<DefaultsToAgentSource> package var source: CommandExecutionSource
    /// How far the command has got.
    package var status: CommandExecutionStatus
    /// What the command seems to do, as far as can be read from its text. One line may do several things.
    package var commandActions: [CommandAction]
    /// Standard output and standard error together, in the order in which they came; null while there is none.
    package var aggregatedOutput: String?
    /// The exit code; null until the command ends.
    package var exitCode: Int?
    /// How long the command took, in milliseconds; null until it ends.
    package var durationMs: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String, pluginId: String? = nil, scriptPath: String? = nil, command: String, cwd: LegacyAppPathString,
        processId: String? = nil, source: CommandExecutionSource = .agent, status: CommandExecutionStatus,
        commandActions: [CommandAction], aggregatedOutput: String? = nil, exitCode: Int? = nil, durationMs: Int? = nil
    ) {
        self.id = id
        self.pluginId = pluginId
        self.scriptPath = scriptPath
        self.command = command
        self.cwd = cwd
        self.processId = processId
        self.source = source
        self.status = status
        self.commandActions = commandActions
        self.aggregatedOutput = aggregatedOutput
        self.exitCode = exitCode
        self.durationMs = durationMs
    }
}

/// Who started a command.
package enum CommandExecutionSource: String, ClosedEnum {
    /// The agent.
    case agent
    /// The user, with `thread/shellCommand`.
    case userShell
    /// The agent, in a terminal that stays open.
    case unifiedExecStartup
    /// The agent, by writing into an open terminal.
    case unifiedExecInteraction
}

/// `agent`: who started all commands before the field existed.
package enum DefaultsToAgentSource: WireDefault {
    package static var value: CommandExecutionSource { .agent }
}

/// How far a command has got.
package enum CommandExecutionStatus: String, ClosedEnum {
    /// It runs, or waits for an approval.
    case inProgress
    /// It ended with exit code 0.
    case completed
    /// It ended otherwise.
    case failed
    /// It was not allowed to run.
    case declined
}
