/// `thread/queue/list`: pages through the messages that wait for their turn.
package enum ThreadQueueList: ClientRequest {
    package typealias Params = ThreadQueueListParams
    package typealias Response = ThreadQueueListResponse

    package static var method: String { "thread/queue/list" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which page to show.
package struct ThreadQueueListParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// Where to go on: `nextCursor` of an earlier page.
    package var cursor: String?
    /// How many messages at most: 25 unless given, 0 counts as 1.
    package var limit: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, cursor: String? = nil, limit: Int? = nil) {
        self.threadId = threadId
        self.cursor = cursor
        self.limit = limit
    }
}

/// One page of the queue.
package struct ThreadQueueListResponse: Codable, Hashable, Sendable {
    /// The messages, the next one first.
    package var data: [QueuedSubmission]
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(data: [QueuedSubmission], nextCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
    }
}
