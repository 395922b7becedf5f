/// `thread/queue/reorder`: puts the messages that wait into another order.
package enum ThreadQueueReorder: ClientRequest {
    package typealias Params = ThreadQueueReorderParams
    package typealias Response = ThreadQueueReorderResponse

    package static var method: String { "thread/queue/reorder" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// The order.
package struct ThreadQueueReorderParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// Every submission of the queue, each once.
    package var queuedSubmissionIds: [String]

    /// Makes the value from its fields.
    package init(threadId: String, queuedSubmissionIds: [String]) {
        self.threadId = threadId
        self.queuedSubmissionIds = queuedSubmissionIds
    }
}

/// Nothing to say.
package struct ThreadQueueReorderResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
