package import AppServerProtocol

/// The projects as `project/list` pages them. A page goes on behind the project that the cursor names by its place in the
/// order, so that a project that was moved, used or deleted in between neither hides others nor shows them twice.
package struct ProjectListing: Sendable {
    /// How many projects a page has when the client does not say.
    private static let defaultLimit = 25
    /// The longest page; clients know that number.
    private static let maximalLimit = 100

    private let projects: [Project]

    /// A listing of all projects.
    package init(_ projects: [Project]) {
        self.projects = projects
    }

    /// One page. Errors: `invalidDefinition`.
    package func page(_ params: ProjectListParams) throws(AgentError) -> ProjectListResponse {
        if params.sortDirection != nil && params.sortKey == nil {
            throw AgentError(.invalidDefinition, "sortDirection requires sortKey")
        }
        let order = Order(params)
        var rest = projects.sorted { order.isBefore(order.place(of: $0), order.place(of: $1)) }[...]
        if let cursor = params.cursor {
            let anchor = try order.place(parsing: cursor)
            rest = rest.drop { !order.isBefore(anchor, order.place(of: $0)) }
        }
        let limit = min(max(params.limit ?? Self.defaultLimit, 1), Self.maximalLimit)
        let page = Array(rest.prefix(limit))
        let next = page.count < rest.count ? page.last.map { order.cursor(order.place(of: $0)) } : nil
        return ProjectListResponse(data: page, nextCursor: next)
    }

    /// A project's place in an order.
    private struct Place: Hashable {
        /// The position or the time; nil for a project that was never used.
        var value: Int?
        var id: String
    }

    private struct Order {
        let key: ProjectSortKey
        let isAscending: Bool

        init(_ params: ProjectListParams) {
            key = params.sortKey ?? .position
            isAscending = params.sortDirection.map { $0 == .asc } ?? (key == .position)
        }

        func place(of project: Project) -> Place {
            Place(value: key == .position ? project.position : project.recencyAt, id: project.id)
        }

        /// Whether one place comes before another. Projects that were never used come last in both directions.
        func isBefore(_ one: Place, _ other: Place) -> Bool {
            switch (one.value, other.value) {
            case (_?, nil): return true
            case (nil, _?): return false
            case (let value, let otherValue):
                let (first, second) = (value ?? 0, otherValue ?? 0)
                if first != second { return isAscending == (first < second) }
                return one.id != other.id && isAscending == (one.id < other.id)
            }
        }

        private var name: String { "\(key.rawValue).\(isAscending ? "asc" : "desc")" }

        func cursor(_ place: Place) -> String {
            "\(name).\(place.value.map(String.init) ?? "never").\(place.id)"
        }

        /// The place that a cursor of this order names. Errors: `invalidCursor`.
        func place(parsing cursor: String) throws(AgentError) -> Place {
            let parts = cursor.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4, "\(parts[0]).\(parts[1])" == name else { throw Self.malformed }
            guard let value = Int(parts[2]) else {
                guard parts[2] == "never", key == .recencyAt else { throw Self.malformed }
                return Place(value: nil, id: parts[3])
            }
            return Place(value: value, id: parts[3])
        }

        private static let malformed = AgentError(
            .invalidDefinition, "invalid project cursor: malformed or mismatched sort anchor")
    }
}
