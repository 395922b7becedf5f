/// `thread/queue/add`: puts a message behind those that wait for their turn. A queue has 100 at most.
package enum ThreadQueueAdd: ClientRequest {
    package typealias Params = ThreadQueueAddParams
    package typealias Response = ThreadQueueAddResponse

    package static var method: String { "thread/queue/add" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// The message.
package struct ThreadQueueAddParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The message; not empty.
    package var input: [UserInput]
    /// The client's own id of the message. The same id with the same message again yields the same submission.
    package var clientUserMessageId: String

    /// Makes the value from its fields.
    package init(threadId: String, input: [UserInput], clientUserMessageId: String) {
        self.threadId = threadId
        self.input = input
        self.clientUserMessageId = clientUserMessageId
    }
}

/// The submission.
package struct ThreadQueueAddResponse: Codable, Hashable, Sendable {
    /// The message in the queue.
    package var queuedSubmission: QueuedSubmission

    /// Makes the value from its fields.
    package init(queuedSubmission: QueuedSubmission) {
        self.queuedSubmission = queuedSubmission
    }
}
