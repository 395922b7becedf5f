/// One command to run: what, where, with which environment, for how long.
package struct CommandSpec: Sendable {
    /// Program and arguments. A program without a slash is looked up in the `PATH` of `environment`.
    package var argv: [String]

    /// Directory the command starts in. A relative one counts from the server's.
    package var cwd: String

    /// The whole environment of the command; nothing is inherited besides. See `CommandEnvironment`.
    package var environment: [String: String]

    /// Milliseconds after which everything the command started is killed; `nil` for no limit.
    package var timeoutMs: Int?

    package init(argv: [String], cwd: String, environment: [String: String], timeoutMs: Int? = nil) {
        self.argv = argv
        self.cwd = cwd
        self.environment = environment
        self.timeoutMs = timeoutMs
    }
}
