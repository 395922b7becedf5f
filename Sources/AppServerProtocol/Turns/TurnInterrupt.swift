/// `turn/interrupt`: stops the running turn and everything that it started. `turn/completed` with status
/// `interrupted` follows the answer.
package enum TurnInterrupt: ClientRequest {
    package typealias Params = TurnInterruptParams
    package typealias Response = TurnInterruptResponse

    package static var method: String { "turn/interrupt" }

    package static func scope(_ params: Params) -> OrderingScope {
        // An empty id means the turn that a request before this one starts, so it must not overtake that.
        params.turnId.isEmpty ? .thread(params.threadId) : .overtaking
    }
}

/// Which turn to stop.
package struct TurnInterruptParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The turn that the client takes to be running; empty for a turn whose id it doesn't know yet.
    package var turnId: String

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String) {
        self.threadId = threadId
        self.turnId = turnId
    }
}

/// Nothing to say.
package struct TurnInterruptResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
