internal import AppServerProtocol
internal import GRDB
internal import WireJSON

/// A search as SQL.
///
/// A rare term is found by the full-text table, and its threads are then sorted. A term that stands in many messages (or
/// is too short for the table) is found faster by walking through the list until the page is full.
struct IndexSearch: Sendable {
    /// How many messages the full-text table may name before a term counts as common. Looking at that many takes a few
    /// milliseconds.
    private static let rareLimit = 1_000

    private let query: ThreadListQuery
    private let term: SearchTerm
    private let cursor: ListCursor?
    private let limit: Int

    /// A thread with the message that has the term.
    private struct Hit {
        var row: IndexRow
        var snippet: String
    }

    /// Errors: `invalidCursor`, `invalidQuery`.
    init(_ query: ThreadSearchQuery) throws(ThreadStoreError) {
        self.query = query.list
        guard let term = SearchTerm(query.searchTerm) else {
            throw .invalidQuery("thread/search requires a non-empty searchTerm")
        }
        self.term = term
        limit = min(max(query.limit, 1), ThreadListQuery.maximumLimit)
        if let text = query.cursor {
            cursor = try ListCursor(parsing: text, sortKey: self.query.sortKey)
        } else {
            cursor = nil
        }
    }

    /// Reads the page.
    func page(_ db: Database, _ surroundings: IndexSurroundings) throws -> ThreadSearchPage {
        var hits: [Hit]
        if let messages = try rareMessages(db) {
            hits = messages.isEmpty ? [] : try threads(of: messages, db, surroundings)
        } else {
            hits = try walk(db, surroundings)
        }
        let hasMore = hits.count > limit
        if hasMore { hits.removeLast() }
        return ThreadSearchPage(
            results: hits.map { ThreadSearchResult(thread: surroundings.thread($0.row), snippet: $0.snippet) },
            nextCursor: hasMore ? hits.last.map { hit in place(hit, isInclusive: false) } : nil,
            backwardsCursor: hits.first.map { hit in place(hit, isInclusive: true) })
    }

    private func place(_ hit: Hit, isInclusive: Bool) -> String {
        ListCursor(of: hit.row.summary, sortKey: query.sortKey, isInclusive: isInclusive).text
    }

    // MARK: - Rare terms

    /// The first message with the term of each thread that has one; nil when there may be too many.
    private func rareMessages(_ db: Database) throws -> [Int64: Int64]? {
        guard let match = term.fullTextQuery else { return nil }
        let statement = try db.cachedStatement(
            sql: "SELECT rowid FROM message_text WHERE message_text MATCH ? LIMIT \(Self.rareLimit + 1)")
        let candidates = try Int64.fetchAll(statement, arguments: [match])
        guard candidates.count <= Self.rareLimit else { return nil }
        let text = try db.cachedStatement(sql: "SELECT text FROM message WHERE id = ?")
        var found: [Int64: Int64] = [:]
        for key in candidates.sorted() where found[MessageKey.number(of: key)] == nil {
            guard let text = try String.fetchOne(text, arguments: [key]), term.isIn(text) else { continue }
            found[MessageKey.number(of: key)] = key
        }
        return found
    }

    private func threads(
        of messages: [Int64: Int64], _ db: Database, _ surroundings: IndexSurroundings
    ) throws -> [Hit] {
        var conditions = try IndexConditions(
            query, cursor: cursor, sections: surroundings.sectionIds, isNarrow: true)
        conditions.add("number IN (SELECT value FROM json_each(?))", try JSONColumn.text(messages.keys.sorted()))
        let sql = "SELECT number, \(IndexRow.selection) FROM thread \(conditions.sql(limit: limit + 1))"
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: sql), arguments: StatementArguments(conditions.arguments))
        let text = try db.cachedStatement(sql: "SELECT text FROM message WHERE id = ?")
        return try rows.compactMap { row in
            let number = try row.decode(Int64.self, atIndex: 0)
            guard let key = messages[number], let text = try String.fetchOne(text, arguments: [key]),
                let snippet = term.snippet(of: text)
            else { return nil }
            return Hit(row: try IndexRow(row, skipping: 1), snippet: snippet)
        }
    }

    // MARK: - Common terms

    private func walk(_ db: Database, _ surroundings: IndexSurroundings) throws -> [Hit] {
        let conditions = try IndexConditions(query, cursor: cursor, sections: surroundings.sectionIds)
        let sql = "SELECT number, id FROM thread \(conditions.sql(limit: nil))"
        let threads = try Row.fetchCursor(
            db.cachedStatement(sql: sql), arguments: StatementArguments(conditions.arguments))
        let row = try db.cachedStatement(sql: "\(IndexRow.select) WHERE number = ?")
        var hits: [Hit] = []
        while hits.count <= limit, let thread = try threads.next() {
            let number = try thread.decode(Int64.self, atIndex: 0)
            guard let snippet = try snippet(of: number, db),
                let row = try Row.fetchOne(row, arguments: [number])
            else { continue }
            hits.append(Hit(row: try IndexRow(row), snippet: snippet))
        }
        return hits
    }

    private func snippet(of number: Int64, _ db: Database) throws -> String? {
        let keys = MessageKey.all(of: number)
        let texts = try String.fetchCursor(
            db.cachedStatement(sql: "SELECT text FROM message WHERE id BETWEEN ? AND ? ORDER BY id"),
            arguments: [keys.lowerBound, keys.upperBound])
        while let text = try texts.next() {
            if let snippet = term.snippet(of: text) { return snippet }
        }
        return nil
    }
}
