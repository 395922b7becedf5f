/// `project/list`: pages through the projects.
package enum ProjectList: ClientRequest {
    package typealias Params = ProjectListParams
    package typealias Response = ProjectListResponse

    package static var method: String { "project/list" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// Which part of the list, in what order.
package struct ProjectListParams: Codable, Hashable, Sendable {
    /// Where to go on: `nextCursor` of an earlier page.
    package var cursor: String?
    /// How many projects at most: 25 unless given, 100 at most, 0 counts as 1.
    package var limit: Int?
    /// What to sort by; the user's order unless given.
    package var sortKey: ProjectSortKey?
    /// Only together with `sortKey`: first to last by position, newest first by recency unless given.
    package var sortDirection: SortDirection?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        cursor: String? = nil, limit: Int? = nil, sortKey: ProjectSortKey? = nil, sortDirection: SortDirection? = nil
    ) {
        self.cursor = cursor
        self.limit = limit
        self.sortKey = sortKey
        self.sortDirection = sortDirection
    }
}

/// One page of projects.
package struct ProjectListResponse: Codable, Hashable, Sendable {
    /// The projects.
    package var data: [Project]
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(data: [Project], nextCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
    }
}
