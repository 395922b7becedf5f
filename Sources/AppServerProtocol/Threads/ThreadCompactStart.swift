/// `thread/compact/start`: replaces what the model sees of the conversation by a summary that it writes itself. A turn with
/// a `contextCompaction` item follows the answer; a turn that runs ends as interrupted before.
package enum ThreadCompactStart: ClientRequest {
    package typealias Params = ThreadCompactStartParams
    package typealias Response = ThreadCompactStartResponse

    package static var method: String { "thread/compact/start" }

    package static func scope(_ params: Params) -> OrderingScope { .thread(params.threadId) }
}

/// Which conversation to shorten.
package struct ThreadCompactStartParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String

    /// Makes the value from its field.
    package init(threadId: String) {
        self.threadId = threadId
    }
}

/// Nothing to say.
package struct ThreadCompactStartResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
