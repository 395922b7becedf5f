/// `process/spawn`: starts a process for the client that nothing confines. The answer comes when it runs.
package enum ProcessSpawn: ClientRequest {
    package typealias Params = ProcessSpawnParams
    package typealias Response = ProcessSpawnResponse

    package static var method: String { "process/spawn" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// What to start, and how.
package struct ProcessSpawnParams: Codable, Hashable, Sendable {
    /// The program and its arguments.
    package var command: [String]
    /// The client's name for the process.
    package var processHandle: String
    /// The directory that it runs in.
    package var cwd: AbsolutePathBuf
    /// Whether it gets a terminal. That streams in both directions.
    @Defaulted<DefaultsToFalse> package var tty: Bool
    /// Whether the client will write to its standard input.
    @Defaulted<DefaultsToFalse> package var streamStdin: Bool
    /// Whether its output is sent while it runs, and not with its end.
    @Defaulted<DefaultsToFalse> package var streamStdoutStderr: Bool
    /// How many bytes of each stream are kept or sent; all unless given.
    package var outputBytesCap: Int?
    /// After how many milliseconds it is killed; never unless given.
    package var timeoutMs: Int?
    /// Variables over those that commands get anyway; null takes one away.
    package var env: [String: String?]?
    /// The size of its terminal: 24 lines of 80 characters unless given.
    package var size: ProcessTerminalSize?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        command: [String], processHandle: String, cwd: AbsolutePathBuf, tty: Bool = false, streamStdin: Bool = false,
        streamStdoutStderr: Bool = false, outputBytesCap: Int? = nil, timeoutMs: Int? = nil,
        env: [String: String?]? = nil, size: ProcessTerminalSize? = nil
    ) {
        self.command = command
        self.processHandle = processHandle
        self.cwd = cwd
        self.tty = tty
        self.streamStdin = streamStdin
        self.streamStdoutStderr = streamStdoutStderr
        self.outputBytesCap = outputBytesCap
        self.timeoutMs = timeoutMs
        self.env = env
        self.size = size
    }
}

/// Nothing to say.
package struct ProcessSpawnResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}

/// The size of a terminal in characters.
package struct ProcessTerminalSize: Codable, Hashable, Sendable {
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
