package import AppServerProtocol

/// Which threads a search finds.
package struct ThreadSearchQuery: Hashable, Sendable {
    /// The text, which must stand literally in a message or in the name; upper and lower case are the same. White space
    /// around it does not count.
    package var searchTerm: String
    /// Where the page begins: a cursor of an earlier page. Nil for the first page.
    package var cursor: String?
    /// How many threads the page has at most, 1 to ``ThreadListQuery/maximumLimit``; other numbers are brought into this
    /// range.
    package var limit: Int
    /// What the threads are ordered by; those of the same millisecond are ordered by id.
    package var sortKey: ThreadSearchSortKey
    /// Whether the oldest comes first.
    package var isAscending: Bool
    /// Only threads made by these kinds of clients; the interactive ones when empty.
    package var sourceKinds: [ThreadSourceKind]
    /// Whether to search the threads that are put away instead of the others.
    package var isArchived: Bool

    /// A query; without further arguments for the first page of the newest interactive threads.
    package init(
        searchTerm: String, cursor: String? = nil, limit: Int? = nil, sortKey: ThreadSearchSortKey = .createdAt,
        isAscending: Bool = false, sourceKinds: [ThreadSourceKind] = [], isArchived: Bool = false
    ) {
        self.searchTerm = searchTerm
        self.cursor = cursor
        self.limit = limit ?? ThreadListQuery.defaultLimit
        self.sortKey = sortKey
        self.isAscending = isAscending
        self.sourceKinds = sourceKinds
        self.isArchived = isArchived
    }

    /// The list that the search picks from.
    var list: ThreadListQuery {
        let sortKey: ThreadListQuery.SortKey =
            switch self.sortKey {
            case .createdAt: .createdAt
            case .updatedAt: .updatedAt
            case .recencyAt: .recencyAt
            }
        return ThreadListQuery(
            cursor: cursor, limit: limit, sortKey: sortKey, isAscending: isAscending, sourceKinds: sourceKinds,
            isArchived: isArchived)
    }
}

/// A page of what a search found.
package struct ThreadSearchPage: Hashable, Sendable {
    /// The threads, status not loaded, without turns, each with the text around a place where the term stands.
    package var results: [ThreadSearchResult]
    /// The cursor of the next page in the same direction; nil when this is the last.
    package var nextCursor: String?
    /// The cursor for going the other way; nil when this page is empty.
    package var backwardsCursor: String?

    /// A page from its parts.
    package init(results: [ThreadSearchResult], nextCursor: String?, backwardsCursor: String?) {
        self.results = results
        self.nextCursor = nextCursor
        self.backwardsCursor = backwardsCursor
    }
}
