package import AppServerProtocol

/// How many entries pages of a history have when the client does not say.
private let defaultLimit = 25

/// Which turns a page shows.
package struct TurnsQuery: Hashable, Sendable {
    /// Where the page begins: a cursor of an earlier page. Nil for the first page.
    package var cursor: String?
    /// How many turns the page has at most, at least 1.
    package var limit: Int
    /// Whether the oldest comes first.
    package var isAscending: Bool
    /// How much of each turn.
    package var itemsView: TurnItemsView

    /// A query; without arguments the newest turns in summary.
    package init(
        cursor: String? = nil, limit: Int? = nil, isAscending: Bool = false, itemsView: TurnItemsView = .summary
    ) {
        self.cursor = cursor
        self.limit = max(limit ?? defaultLimit, 1)
        self.isAscending = isAscending
        self.itemsView = itemsView
    }
}

/// Which items a page shows.
package struct ItemsQuery: Hashable, Sendable {
    /// Where a page begins.
    package enum Start: Hashable, Sendable {
        /// At a cursor of an earlier page.
        case cursor(String)
        /// Behind an item of the turn, in the direction of the page.
        case item(String)
    }

    /// Where the page begins. Nil for the first page.
    package var start: Start?
    /// How many items the page has at most, at least 1.
    package var limit: Int
    /// Whether the oldest comes first.
    package var isAscending: Bool
    /// Only items of this turn; all when nil.
    package var turnId: String?

    /// A query; without arguments the oldest items.
    package init(start: Start? = nil, limit: Int? = nil, isAscending: Bool = true, turnId: String? = nil) {
        self.start = start
        self.limit = max(limit ?? defaultLimit, 1)
        self.isAscending = isAscending
        self.turnId = turnId
    }
}

/// A page of items.
package struct StoredItemsPage: Hashable, Sendable {
    /// The items in their places.
    package var entries: [ThreadItemEntry] = []
    /// Where the next page starts; nil after the last one.
    package var nextCursor: String?
    /// Where this page starts when read in the other direction; nil for an empty page.
    package var backwardsCursor: String?
}

/// A page of a timeline.
package struct StoredTimelinePage: Hashable, Sendable {
    /// The entries, oldest first.
    package var entries: [ThreadTimelineEntry] = []
    /// Where the page with older entries starts; nil when there are none.
    package var nextCursor: String?
}

/// A page of the places where a text stands.
package struct StoredOccurrencesPage: Hashable, Sendable {
    /// The places, oldest first.
    package var occurrences: [ThreadSearchOccurrence] = []
    /// Where the next page starts; nil after the last one.
    package var nextCursor: String?
}

/// Where lists of turns and items begin that go back from the newest.
package struct HistoryCursors: Hashable, Sendable {
    /// For turns; nil when there are none.
    package var turns: String?
    /// For items; nil when there are none.
    package var items: String?

    /// None.
    package init() {}
}
