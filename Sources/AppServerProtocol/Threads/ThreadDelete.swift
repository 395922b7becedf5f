/// `thread/delete`: deletes a thread with its history, for good.
package enum ThreadDelete: ClientRequest {
    package typealias Params = ThreadDeleteParams
    package typealias Response = ThreadDeleteResponse

    package static var method: String { "thread/delete" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which thread to delete.
package struct ThreadDeleteParams: Codable, Hashable, Sendable {
    /// The thread. Threads that its agent made go with it; copies made by `thread/fork` stay.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}

/// Nothing to say.
package struct ThreadDeleteResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
