/// `thread/turns/list`: pages through a thread's turns.
package enum ThreadTurnsList: ClientRequest {
    package typealias Params = ThreadTurnsListParams
    package typealias Response = ThreadTurnsListResponse

    package static var method: String { "thread/turns/list" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which turns to show.
package struct ThreadTurnsListParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// Where to go on: `nextCursor` or `backwardsCursor` of an earlier page.
    package var cursor: String?
    /// How many turns at most: 25 unless given, 0 counts as 1.
    package var limit: Int?
    /// Newest first unless given.
    package var sortDirection: SortDirection?
    /// How much of each turn; a summary unless given.
    package var itemsView: TurnItemsView?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, cursor: String? = nil, limit: Int? = nil, sortDirection: SortDirection? = nil,
        itemsView: TurnItemsView? = nil
    ) {
        self.threadId = threadId
        self.cursor = cursor
        self.limit = limit
        self.sortDirection = sortDirection
        self.itemsView = itemsView
    }
}

/// One page of turns.
package struct ThreadTurnsListResponse: Codable, Hashable, Sendable {
    /// The turns.
    package var data: [Turn]
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?
    /// Where this page starts when read in the other direction; null for an empty page.
    package var backwardsCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(data: [Turn], nextCursor: String? = nil, backwardsCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
        self.backwardsCursor = backwardsCursor
    }
}
