package import WireJSON

/// `command/exec`: runs a command for the client, confined as a sandbox policy says. The answer comes when it has ended.
package enum CommandExec: ClientRequest {
    package typealias Params = CommandExecParams
    package typealias Response = CommandExecResponse

    package static var method: String { "command/exec" }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// What to run, and how.
package struct CommandExecParams: Codable, Hashable, Sendable {
    /// The program and its arguments.
    package var command: [String]
    /// The client's own name for the process; needed to stream, to write to it and to end it.
    package var processId: String?
    /// Whether it gets a terminal. That streams in both directions.
    @Defaulted<DefaultsToFalse> package var tty: Bool
    /// Whether the client will write to its standard input.
    @Defaulted<DefaultsToFalse> package var streamStdin: Bool
    /// Whether its output is sent while it runs, and not with the answer.
    @Defaulted<DefaultsToFalse> package var streamStdoutStderr: Bool
    /// How many bytes of each stream are kept or sent: 1 MiB unless given.
    package var outputBytesCap: Int?
    /// Whether all output is kept or sent.
    @Defaulted<DefaultsToFalse> package var disableOutputCap: Bool
    /// Whether it may run for ever.
    @Defaulted<DefaultsToFalse> package var disableTimeout: Bool
    /// After how many milliseconds it is killed: 10 seconds unless given.
    package var timeoutMs: Int?
    /// The directory that it runs in; relative to the server's, which is the default.
    package var cwd: String?
    /// Variables over those that commands get anyway; null takes one away.
    package var env: [String: String?]?
    /// The size of its terminal: 24 lines of 80 characters unless given.
    package var size: CommandExecTerminalSize?
    /// What it may touch; the configured policy unless given.
    package var sandboxPolicy: SandboxPolicy?
    /// The same as the name of a permission profile.
    @Experimental package var permissionProfile: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        command: [String], processId: String? = nil, tty: Bool = false, streamStdin: Bool = false,
        streamStdoutStderr: Bool = false, outputBytesCap: Int? = nil, disableOutputCap: Bool = false,
        disableTimeout: Bool = false, timeoutMs: Int? = nil, cwd: String? = nil, env: [String: String?]? = nil,
        size: CommandExecTerminalSize? = nil, sandboxPolicy: SandboxPolicy? = nil, permissionProfile: String? = nil
    ) {
        self.command = command
        self.processId = processId
        self.tty = tty
        self.streamStdin = streamStdin
        self.streamStdoutStderr = streamStdoutStderr
        self.outputBytesCap = outputBytesCap
        self.disableOutputCap = disableOutputCap
        self.disableTimeout = disableTimeout
        self.timeoutMs = timeoutMs
        self.cwd = cwd
        self.env = env
        self.size = size
        self.sandboxPolicy = sandboxPolicy
        self.permissionProfile = permissionProfile
    }
}

/// How it ended.
package struct CommandExecResponse: Codable, Hashable, Sendable {
    /// The exit code: 124 when its time was up, 128 plus the number of the signal that ended it.
    package var exitCode: Int
    /// Its standard output, unless that was streamed. Bytes that are no UTF-8 are replaced.
    package var stdout: String
    /// The same of its standard error.
    package var stderr: String

    /// Makes the value from its fields.
    package init(exitCode: Int, stdout: String, stderr: String) {
        self.exitCode = exitCode
        self.stdout = stdout
        self.stderr = stderr
    }
}

/// The size of a terminal in characters.
package struct CommandExecTerminalSize: Codable, Hashable, Sendable {
    /// How many lines.
    package var rows: Int
    /// How many characters a line has.
    package var cols: Int

    /// Makes the value from its fields.
    package init(rows: Int, cols: Int) {
        self.rows = rows
        self.cols = cols
    }
}
