/// `thread/queue/delete`: takes a message out of the queue.
package enum ThreadQueueDelete: ClientRequest {
    package typealias Params = ThreadQueueDeleteParams
    package typealias Response = ThreadQueueDeleteResponse

    package static var method: String { "thread/queue/delete" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which message goes.
package struct ThreadQueueDeleteParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The submission.
    package var queuedSubmissionId: String

    /// Makes the value from its fields.
    package init(threadId: String, queuedSubmissionId: String) {
        self.threadId = threadId
        self.queuedSubmissionId = queuedSubmissionId
    }
}

/// What came of it.
package struct ThreadQueueDeleteResponse: Codable, Hashable, Sendable {
    /// Whether it was in the queue.
    package var deleted: Bool

    /// Makes the value from its fields.
    package init(deleted: Bool) {
        self.deleted = deleted
    }
}
