/// `rollout/compress`: asks for the logs of threads that were not used for long to be made smaller. The answer only
/// says that the work was asked for.
package enum RolloutCompress: ClientRequest {
    package typealias Params = NoFields
    package typealias Response = RolloutCompressResponse

    package static var method: String { "rollout/compress" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// Nothing to say.
package struct RolloutCompressResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
