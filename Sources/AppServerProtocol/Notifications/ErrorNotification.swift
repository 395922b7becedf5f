/// `error`: something went wrong in a turn.
package struct ErrorNotification: ServerNotification {
    package static var method: String { "error" }

    /// What went wrong.
    package var error: TurnError
    /// Whether the server tries again by itself. If not, the turn fails with the same error.
    package var willRetry: Bool
    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String

    /// Makes the value from its fields.
    package init(error: TurnError, willRetry: Bool, threadId: String, turnId: String) {
        self.error = error
        self.willRetry = willRetry
        self.threadId = threadId
        self.turnId = turnId
    }
}
