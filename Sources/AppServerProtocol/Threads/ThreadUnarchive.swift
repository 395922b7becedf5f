/// `thread/unarchive`: gets an archived thread back.
package enum ThreadUnarchive: ClientRequest {
    package typealias Params = ThreadUnarchiveParams
    package typealias Response = ThreadUnarchiveResponse

    package static var method: String { "thread/unarchive" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which thread to get back.
package struct ThreadUnarchiveParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}

/// The thread.
package struct ThreadUnarchiveResponse: Codable, Hashable, Sendable {
    /// The thread, not loaded and without turns.
    package var thread: Thread

    /// Makes the value from its fields.
    package init(thread: Thread) {
        self.thread = thread
    }
}
