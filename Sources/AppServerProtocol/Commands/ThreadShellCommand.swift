/// `thread/shellCommand`: runs a command line of the user's in the user's shell, unconfined, and shows it to the model. It
/// joins the running turn; without one it is a turn of its own.
package enum ThreadShellCommand: ClientRequest {
    package typealias Params = ThreadShellCommandParams
    package typealias Response = ThreadShellCommandResponse

    package static var method: String { "thread/shellCommand" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// What to run.
package struct ThreadShellCommandParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The command line.
    package var command: String
    /// After how many milliseconds it is killed: an hour unless given.
    package var timeoutMs: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, command: String, timeoutMs: Int? = nil) {
        self.threadId = threadId
        self.command = command
        self.timeoutMs = timeoutMs
    }
}

/// Nothing to say.
package struct ThreadShellCommandResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
