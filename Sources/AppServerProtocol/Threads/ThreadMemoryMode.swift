/// `thread/memoryMode/set`: says whether a thread may be learnt from.
package enum ThreadMemoryModeSet: ClientRequest {
    package typealias Params = ThreadMemoryModeSetParams
    package typealias Response = ThreadMemoryModeSetResponse

    package static var method: String { "thread/memoryMode/set" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Whether a thread may be learnt from.
package struct ThreadMemoryModeSetParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// Whether it may.
    package var mode: ThreadMemoryMode

    /// Makes the value from its fields.
    package init(threadId: String, mode: ThreadMemoryMode) {
        self.threadId = threadId
        self.mode = mode
    }
}

/// Nothing to say.
package struct ThreadMemoryModeSetResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}

/// Whether memories may be made from a thread.
package enum ThreadMemoryMode: String, ClosedEnum {
    /// They may.
    case enabled
    /// They may not.
    case disabled
}
