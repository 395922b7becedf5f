/// `thread/queue/start`: starts a turn with a message that waits, on an idle thread. It ends a pause of the queue.
package enum ThreadQueueStart: ClientRequest {
    package typealias Params = ThreadQueueStartParams
    package typealias Response = ThreadQueueStartResponse

    package static var method: String { "thread/queue/start" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which message to start with.
package struct ThreadQueueStartParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The submission; the first one unless given.
    package var queuedSubmissionId: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, queuedSubmissionId: String? = nil) {
        self.threadId = threadId
        self.queuedSubmissionId = queuedSubmissionId
    }
}

/// The turn.
package struct ThreadQueueStartResponse: Codable, Hashable, Sendable {
    /// The turn that begins, without items.
    package var turn: Turn

    /// Makes the value from its fields.
    package init(turn: Turn) {
        self.turn = turn
    }
}
