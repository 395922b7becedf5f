/// `thread/prediction/request`: asks for a guess at what the user will say next. The guess comes as
/// `thread/prediction/updated`.
package enum ThreadPredictionRequest: ClientRequest {
    package typealias Params = ThreadPredictionRequestParams
    package typealias Response = ThreadPredictionRequestResponse

    package static var method: String { "thread/prediction/request" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// What to guess after.
package struct ThreadPredictionRequestParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The turn that the user would answer.
    package var sourceTurnId: String

    /// Makes the value from its fields.
    package init(threadId: String, sourceTurnId: String) {
        self.threadId = threadId
        self.sourceTurnId = sourceTurnId
    }
}

/// Nothing to say yet.
package struct ThreadPredictionRequestResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
