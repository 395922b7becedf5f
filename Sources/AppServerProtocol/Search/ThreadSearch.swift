/// `thread/search`: finds stored threads by their text.
package enum ThreadSearch: ClientRequest {
    package typealias Params = ThreadSearchParams
    package typealias Response = ThreadSearchResponse

    package static var method: String { "thread/search" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// What to look for, and where.
package struct ThreadSearchParams: Codable, Hashable, Sendable {
    /// The text; not empty. Upper and lower case are the same.
    package var searchTerm: String
    /// Where to go on: `nextCursor` or `backwardsCursor` of an earlier page.
    package var cursor: String?
    /// How many threads at most: 25 unless given, 0 counts as 1.
    package var limit: Int?
    /// What to sort by; the time of creation unless given.
    package var sortKey: ThreadSearchSortKey?
    /// Newest first unless given.
    package var sortDirection: SortDirection?
    /// Only threads that come from these kinds of program; missing or empty means those with a user.
    package var sourceKinds: [ThreadSourceKind]?
    /// Whether to search the archived threads instead of the others.
    package var archived: Bool?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        searchTerm: String, cursor: String? = nil, limit: Int? = nil, sortKey: ThreadSearchSortKey? = nil,
        sortDirection: SortDirection? = nil, sourceKinds: [ThreadSourceKind]? = nil, archived: Bool? = nil
    ) {
        self.searchTerm = searchTerm
        self.cursor = cursor
        self.limit = limit
        self.sortKey = sortKey
        self.sortDirection = sortDirection
        self.sourceKinds = sourceKinds
        self.archived = archived
    }
}

/// What search results are sorted by.
package enum ThreadSearchSortKey: String, ClosedEnum {
    /// When the thread was made.
    case createdAt = "created_at"
    /// When it last changed.
    case updatedAt = "updated_at"
    /// When a turn last began or ended.
    case recencyAt = "recency_at"
}

/// One page of results.
package struct ThreadSearchResponse: Codable, Hashable, Sendable {
    /// The threads.
    package var data: [ThreadSearchResult]
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?
    /// Where this page starts when read in the other direction; null for an empty page.
    package var backwardsCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(data: [ThreadSearchResult], nextCursor: String? = nil, backwardsCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
        self.backwardsCursor = backwardsCursor
    }
}

/// A thread that has the text.
package struct ThreadSearchResult: Codable, Hashable, Sendable {
    /// The thread, without turns.
    package var thread: Thread
    /// The place where the text was found, with some text around it.
    package var snippet: String

    /// Makes the value from its fields.
    package init(thread: Thread, snippet: String) {
        self.thread = thread
        self.snippet = snippet
    }
}
