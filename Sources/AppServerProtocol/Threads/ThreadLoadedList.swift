/// `thread/loaded/list`: pages through the ids of the threads in memory.
package enum ThreadLoadedList: ClientRequest {
    package typealias Params = ThreadLoadedListParams
    package typealias Response = ThreadLoadedListResponse

    package static var method: String { "thread/loaded/list" }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// Which page to show.
package struct ThreadLoadedListParams: Codable, Hashable, Sendable {
    /// Where to go on: `nextCursor` of an earlier page.
    package var cursor: String?
    /// How many ids at most; all unless given, 0 counts as 1.
    package var limit: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(cursor: String? = nil, limit: Int? = nil) {
        self.cursor = cursor
        self.limit = limit
    }
}

/// One page of ids.
package struct ThreadLoadedListResponse: Codable, Hashable, Sendable {
    /// Ids of threads in memory, sorted.
    package var data: [String]
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(data: [String], nextCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
    }
}
