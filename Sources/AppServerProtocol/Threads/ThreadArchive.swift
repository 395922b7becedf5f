/// `thread/archive`: puts a thread away: lists leave it out unless asked for archived ones, and it can't be resumed.
package enum ThreadArchive: ClientRequest {
    package typealias Params = ThreadArchiveParams
    package typealias Response = ThreadArchiveResponse

    package static var method: String { "thread/archive" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which thread to put away.
package struct ThreadArchiveParams: Codable, Hashable, Sendable {
    /// The thread. Threads that its agent made go with it.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}

/// Nothing to say.
package struct ThreadArchiveResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
