/// `memory/reset`: forgets all memories.
package enum MemoryReset: ClientRequest {
    package typealias Params = NoFields
    package typealias Response = MemoryResetResponse

    package static var method: String { "memory/reset" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .global("memory")
    }
}

/// Nothing to say.
package struct MemoryResetResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
