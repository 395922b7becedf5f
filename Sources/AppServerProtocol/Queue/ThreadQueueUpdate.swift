/// `thread/queue/update`: changes a message that waits; its id and place stay.
package enum ThreadQueueUpdate: ClientRequest {
    package typealias Params = ThreadQueueUpdateParams
    package typealias Response = ThreadQueueUpdateResponse

    package static var method: String { "thread/queue/update" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// The change.
package struct ThreadQueueUpdateParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The submission.
    package var queuedSubmissionId: String
    /// The new message; not empty.
    package var input: [UserInput]

    /// Makes the value from its fields.
    package init(threadId: String, queuedSubmissionId: String, input: [UserInput]) {
        self.threadId = threadId
        self.queuedSubmissionId = queuedSubmissionId
        self.input = input
    }
}

/// The submission.
package struct ThreadQueueUpdateResponse: Codable, Hashable, Sendable {
    /// The message in the queue.
    package var queuedSubmission: QueuedSubmission

    /// Makes the value from its fields.
    package init(queuedSubmission: QueuedSubmission) {
        self.queuedSubmission = queuedSubmission
    }
}
