/// `memory/status`: says whether memories were made from enough threads to be of use.
package enum MemoryStatus: ClientRequest {
    package typealias Params = MemoryStatusParams
    package typealias Response = MemoryStatusResponse

    package static var method: String { "memory/status" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// How many threads are enough.
package struct MemoryStatusParams: Codable, Hashable, Sendable {
    /// The number of threads, 1 to 4096; 20 unless given.
    package var minConsolidatedThreads: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(minConsolidatedThreads: Int? = nil) {
        self.minConsolidatedThreads = minConsolidatedThreads
    }
}

/// How far the memories have got.
package struct MemoryStatusResponse: Codable, Hashable, Sendable {
    /// Whether there are enough.
    package var v2Ready: Bool
    /// From how many threads memories were made.
    package var v2ConsolidatedThreads: Int

    /// Makes the value from its fields.
    package init(v2Ready: Bool, v2ConsolidatedThreads: Int) {
        self.v2Ready = v2Ready
        self.v2ConsolidatedThreads = v2ConsolidatedThreads
    }
}
