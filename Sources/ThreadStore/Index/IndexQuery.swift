internal import AppServerProtocol
internal import GRDB
internal import WireJSON

/// A list query as SQL.
struct IndexQuery: Sendable {
    private let query: ThreadListQuery
    private let cursor: ListCursor?
    private let limit: Int

    /// Errors: `invalidCursor`.
    init(_ query: ThreadListQuery) throws(ThreadStoreError) {
        self.query = query
        limit = min(max(query.limit, 1), ThreadListQuery.maximumLimit)
        if let text = query.cursor {
            cursor = try ListCursor(parsing: text, sortKey: query.sortKey)
        } else {
            cursor = nil
        }
    }

    /// Reads the page. Logs lie below `home`.
    func page(_ db: Database, home: String) throws -> ThreadListPage {
        var rows = try self.rows(db)
        let hasMore = rows.count > limit
        if hasMore { rows.removeLast() }
        return ThreadListPage(
            threads: rows.map { row in row.summary.thread(path: "\(home)/\(row.path)") },
            nextCursor: hasMore ? rows.last.map { row in place(of: row.summary, isInclusive: false) } : nil,
            backwardsCursor: rows.first.map { row in place(of: row.summary, isInclusive: true) })
    }

    private func place(of summary: ThreadSummary, isInclusive: Bool) -> String {
        let timeMs =
            switch query.sortKey {
            case .createdAt: summary.createdAtMs
            case .updatedAt: summary.updatedAtMs
            case .recencyAt: summary.recencyAtMs
            }
        return ListCursor(sortKey: query.sortKey, isInclusive: isInclusive, timeMs: timeMs, id: summary.id).text
    }

    /// One row more than the limit, if there is one.
    private func rows(_ db: Database) throws -> [IndexRow] {
        let column =
            switch query.sortKey {
            case .createdAt: "created_ms"
            case .updatedAt: "updated_ms"
            case .recencyAt: "recency_ms"
            }
        let order = query.isAscending ? "ASC" : "DESC"
        var conditions = ["has_user_message", "archived = ?"]
        var arguments: [any DatabaseValueConvertible] = [query.isArchived]
        if let cursor {
            let comparison = (query.isAscending ? ">" : "<") + (cursor.isInclusive ? "=" : "")
            conditions.append("(\(column), id) \(comparison) (?, ?)")
            arguments += [cursor.timeMs, cursor.id]
        }
        let kinds = query.sourceKinds.isEmpty ? ["cli", "vscode"] : SourceKindColumn.words(for: query.sourceKinds)
        for (name, values) in [("source_kind", kinds), ("model_provider", query.modelProviders), ("cwd", query.cwds)]
        where !values.isEmpty {
            // One JSON argument for the whole list: a statement has room for a limited number of arguments only.
            conditions.append("\(name) IN (SELECT value FROM json_each(?))")
            arguments.append(try JSONColumn.text(values))
        }
        if !query.excludedThreadIds.isEmpty {
            conditions.append("id NOT IN (SELECT value FROM json_each(?))")
            arguments.append(try JSONColumn.text(query.excludedThreadIds.map { $0.lowercased() }))
        }
        if let term = query.searchTerm, !term.isEmpty {
            conditions.append(#"(name LIKE ? ESCAPE '\' OR preview LIKE ? ESCAPE '\')"#)
            arguments += [Self.pattern(term), Self.pattern(term)]
        }
        let sql = """
            \(IndexRow.select) WHERE \(conditions.joined(separator: " AND "))
            ORDER BY \(column) \(order), id \(order) LIMIT \(limit + 1)
            """
        let statement = try db.cachedStatement(sql: sql)
        let rows = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
        return try Array(rows.map { row in try IndexRow(row) })
    }

    /// The pattern that finds `text` anywhere, its wildcards taken literally.
    private static func pattern(_ text: String) -> String {
        var pattern = "%"
        for character in text {
            if character == "%" || character == "_" || character == "\\" { pattern.append("\\") }
            pattern.append(character)
        }
        return pattern + "%"
    }
}
