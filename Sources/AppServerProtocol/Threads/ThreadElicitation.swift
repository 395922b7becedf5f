/// `thread/increment_elicitation`: says that a client asks the user something outside of the protocol.
package enum ThreadIncrementElicitation: ClientRequest {
    package typealias Params = ThreadIncrementElicitationParams
    package typealias Response = ThreadIncrementElicitationResponse

    package static var method: String { "thread/increment_elicitation" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// On which thread.
package struct ThreadIncrementElicitationParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}

/// How many such questions are open.
package struct ThreadIncrementElicitationResponse: Codable, Hashable, Sendable {
    /// The number of open questions.
    package var count: Int
    /// Whether time limits of the thread stand still because of them.
    package var paused: Bool

    /// Makes the value from its fields.
    package init(count: Int, paused: Bool) {
        self.count = count
        self.paused = paused
    }
}

/// `thread/decrement_elicitation`: says that such a question is answered.
package enum ThreadDecrementElicitation: ClientRequest {
    package typealias Params = ThreadDecrementElicitationParams
    package typealias Response = ThreadDecrementElicitationResponse

    package static var method: String { "thread/decrement_elicitation" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// On which thread.
package struct ThreadDecrementElicitationParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}

/// How many such questions are open.
package struct ThreadDecrementElicitationResponse: Codable, Hashable, Sendable {
    /// The number of open questions.
    package var count: Int
    /// Whether time limits of the thread stand still because of them.
    package var paused: Bool

    /// Makes the value from its fields.
    package init(count: Int, paused: Bool) {
        self.count = count
        self.paused = paused
    }
}
