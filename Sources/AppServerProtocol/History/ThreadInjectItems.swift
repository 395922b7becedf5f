package import WireJSON

/// `thread/inject_items`: adds items to what the model sees of a loaded thread, without a turn and without showing them.
package enum ThreadInjectItems: ClientRequest {
    package typealias Params = ThreadInjectItemsParams
    package typealias Response = ThreadInjectItemsResponse

    package static var method: String { "thread/inject_items" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// The items to add.
package struct ThreadInjectItemsParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// Input items of the Responses API, at least one. Images by remote URL are refused.
    package var items: [RawJSON]

    /// Makes the value from its fields.
    package init(threadId: String, items: [RawJSON]) {
        self.threadId = threadId
        self.items = items
    }
}

/// Nothing to say.
package struct ThreadInjectItemsResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
