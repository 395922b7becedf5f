/// `thread/prediction/updated`: there is a guess at the user's next input.
package struct ThreadPredictionUpdatedNotification: ServerNotification {
    package static var method: String { "thread/prediction/updated" }

    /// The thread.
    package var threadId: String
    /// The turn that the user would answer.
    package var sourceTurnId: String
    /// How the guess ended.
    package var result: ThreadPredictionResult

    /// Makes the value from its fields.
    package init(threadId: String, sourceTurnId: String, result: ThreadPredictionResult) {
        self.threadId = threadId
        self.sourceTurnId = sourceTurnId
        self.result = result
    }
}
