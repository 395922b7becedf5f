internal import AppServerProtocol
internal import GRDB

/// A list query as SQL.
struct IndexQuery: Sendable {
    private let query: ThreadListQuery
    private let cursor: ListCursor?
    private let limit: Int

    /// Errors: `invalidCursor`, `invalidQuery`.
    init(_ query: ThreadListQuery) throws(ThreadStoreError) {
        self.query = query
        limit = min(max(query.limit, 1), ThreadListQuery.maximumLimit)
        if query.sortKey == .sectionPosition {
            guard case .section = query.section else {
                throw .invalidQuery("section-position sorting requires a section filter")
            }
        }
        guard query.parentThreadId == nil || query.ancestorThreadId == nil else {
            throw .invalidQuery("parentThreadId and ancestorThreadId are mutually exclusive")
        }
        guard query.excludedThreadIds.count <= ThreadListQuery.maximumExclusions else {
            throw .invalidQuery(
                "excludedThreadIds has \(query.excludedThreadIds.count) entries; \(ThreadListQuery.maximumExclusions) are "
                    + "allowed")
        }
        for id in query.excludedThreadIds { _ = try ThreadID.canonical(id) }
        if let text = query.cursor {
            cursor = try ListCursor(parsing: text, sortKey: query.sortKey)
        } else {
            cursor = nil
        }
    }

    /// Reads the page.
    func page(_ db: Database, _ surroundings: IndexSurroundings) throws -> ThreadListPage {
        var rows = try self.rows(db, surroundings)
        let hasMore = rows.count > limit
        if hasMore { rows.removeLast() }
        var readStates: [String: ThreadReadState] = [:]
        for row in rows { readStates[row.id] = row.readState }
        return ThreadListPage(
            threads: rows.map { $0.thread(surroundings) }, readStates: readStates,
            nextCursor: hasMore ? rows.last.map { row in cursor(row, isInclusive: false) } : nil,
            backwardsCursor: rows.first.map { row in cursor(row, isInclusive: true) })
    }

    /// How SQLite finds the rows, for tests.
    func plan(_ db: Database) throws -> [String] {
        let (sql, arguments) = try statement(IndexSurroundings(home: "", sections: [:]))
        return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: arguments).map { $0["detail"] }
    }

    private func cursor(_ row: ListedRow, isInclusive: Bool) -> String {
        ListCursor(sortKey: query.sortKey, isInclusive: isInclusive, place: row.place, id: row.id).text
    }

    private func statement(_ surroundings: IndexSurroundings) throws -> (sql: String, arguments: StatementArguments) {
        let conditions = try IndexConditions(query, cursor: cursor, sections: surroundings.sectionIds)
        // One row more than the limit tells whether there is another page.
        return (
            "\(ListedRow.select(orderedBy: conditions.column)) \(conditions.sql(limit: limit + 1))",
            conditions.arguments
        )
    }

    private func rows(_ db: Database, _ surroundings: IndexSurroundings) throws -> [ListedRow] {
        let (sql, arguments) = try statement(surroundings)
        let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        var rows: [ListedRow] = []
        while let row = try cursor.next() { rows.append(try ListedRow(row, query.sortKey)) }
        return rows
    }
}

/// What turns rows into threads besides the rows.
struct IndexSurroundings: Sendable {
    /// The folder that logs lie below.
    var home: String
    /// The sections that there are, by id.
    var sections: [String: ThreadSection]

    /// Their ids.
    var sectionIds: [String] { sections.keys.sorted() }

    /// The thread of a row.
    func thread(_ row: IndexRow) -> Thread {
        let section = row.summary.section?.sectionId.flatMap { sections[$0] }
        return row.summary.thread(path: "\(home)/\(row.path)", section: section)
    }
}

extension ThreadStoreError {
    /// The query asks for what can't be had together.
    static func invalidQuery(_ message: String) -> ThreadStoreError {
        ThreadStoreError(kind: .invalidQuery, message: message)
    }
}
