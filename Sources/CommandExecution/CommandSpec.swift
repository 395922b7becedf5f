/// What to run.
package struct CommandSpec: Sendable, Hashable {
    /// Program and arguments. A program name without a slash is looked up along the `PATH` of `environment`.
    package var argv: [String]

    /// Directory the command starts in. A relative one counts from the server's.
    package var cwd: String

    /// The whole environment of the command; nothing is inherited besides. See `CommandEnvironment`.
    package var environment: [String: String]

    /// Milliseconds after which everything the command started is killed; `nil` for no limit.
    package var timeoutMs: Int?

    /// What its stdin, stdout and stderr are.
    package var streams: CommandStreams

    /// What the command may touch; `nil` for everything: nothing confines it.
    package var confinement: Confinement?

    package init(
        argv: [String], cwd: String, environment: [String: String], timeoutMs: Int? = nil,
        streams: CommandStreams = .merged, confinement: Confinement? = nil
    ) {
        self.argv = argv
        self.cwd = cwd
        self.environment = environment
        self.timeoutMs = timeoutMs
        self.streams = streams
        self.confinement = confinement
    }
}

extension CommandSpec {
    /// The program as the caller named it.
    var program: String { argv.first ?? "" }
}
