/// `thread/name/set`: gives a thread a title, and tells all clients.
package enum ThreadNameSet: ClientRequest {
    package typealias Params = ThreadSetNameParams
    package typealias Response = ThreadSetNameResponse

    package static var method: String { "thread/name/set" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// A thread and its title.
package struct ThreadSetNameParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The title. White space around it is dropped; nothing may not be left.
    package var name: String

    /// Makes the value from its fields.
    package init(threadId: String, name: String) {
        self.threadId = threadId
        self.name = name
    }
}

/// Nothing to say.
package struct ThreadSetNameResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
