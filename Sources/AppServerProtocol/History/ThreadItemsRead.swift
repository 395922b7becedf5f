/// `thread/items/read`: shows single items of a turn in full.
package enum ThreadItemsRead: ClientRequest {
    package typealias Params = ThreadItemsReadParams
    package typealias Response = ThreadItemsReadResponse

    package static var method: String { "thread/items/read" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which items to show.
package struct ThreadItemsReadParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The items' ids; ids that the turn doesn't have are left out of the answer.
    package var itemIds: [String]

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, itemIds: [String]) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemIds = itemIds
    }
}

/// The items.
package struct ThreadItemsReadResponse: Codable, Hashable, Sendable {
    /// The items, in the order of the turn.
    package var data: [ThreadItemEntry]

    /// Makes the value from its fields.
    package init(data: [ThreadItemEntry]) {
        self.data = data
    }
}
