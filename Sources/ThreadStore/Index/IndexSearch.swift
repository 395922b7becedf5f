internal import AppServerProtocol
internal import GRDB
internal import WireJSON

/// A search as SQL.
///
/// For a rare term the full-text table names the messages that may have it, and only their threads are gone through. A
/// term that stands in many messages (or is too short for the table) is found faster by going through the list until
/// the page is full.
struct IndexSearch: Sendable {
    /// How many messages the full-text table may name before a term counts as common. Looking at that many takes a few
    /// milliseconds.
    private static let rareLimit = 2_000

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
        var hits = try hits(db, surroundings)
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

    /// The threads of the page, and one more if there is one.
    private func hits(_ db: Database, _ surroundings: IndexSurroundings) throws -> [Hit] {
        guard let candidates = try candidates(db) else {
            let conditions = try IndexConditions(query, cursor: cursor, sections: surroundings.sectionIds)
            return try walk(db, conditions) { number in try snippet(inAnyOf: MessageKey.all(of: number), db) }
        }
        guard !candidates.isEmpty else { return [] }
        var conditions = try IndexConditions(
            query, cursor: cursor, sections: surroundings.sectionIds, isNarrow: true)
        conditions.add("number IN (SELECT value FROM json_each(?))", try JSONColumn.text(candidates.keys.sorted()))
        return try walk(db, conditions) { number in try snippet(inOneOf: candidates[number] ?? [], db) }
    }

    /// The messages that may have the term, by the number of their thread; nil when they are many, or when the term is
    /// too short to tell.
    private func candidates(_ db: Database) throws -> [Int64: [Int64]]? {
        guard let match = term.fullTextQuery else { return nil }
        let statement = try db.cachedStatement(
            sql: "SELECT rowid FROM message_text WHERE message_text MATCH ? LIMIT \(Self.rareLimit + 1)")
        let keys = try Int64.fetchAll(statement, arguments: [match])
        guard keys.count <= Self.rareLimit else { return nil }
        return Dictionary(grouping: keys.sorted(), by: MessageKey.number)
    }

    /// Goes through the threads in the order of the list until the page is full. `snippet` tells where in a thread the
    /// term stands.
    private func walk(
        _ db: Database, _ conditions: IndexConditions, snippet: (Int64) throws -> String?
    ) throws -> [Hit] {
        let numbers = try Int64.fetchCursor(
            db.cachedStatement(sql: "SELECT number FROM thread \(conditions.sql(limit: nil))"),
            arguments: conditions.arguments)
        let row = try db.cachedStatement(sql: "\(IndexRow.select) WHERE number = ?")
        var hits: [Hit] = []
        while hits.count <= limit, let number = try numbers.next() {
            guard let snippet = try snippet(number), let row = try Row.fetchOne(row, arguments: [number]) else {
                continue
            }
            hits.append(Hit(row: try IndexRow(row), snippet: snippet))
        }
        return hits
    }

    private func snippet(inOneOf keys: [Int64], _ db: Database) throws -> String? {
        let text = try db.cachedStatement(sql: "SELECT text FROM message WHERE id = ?")
        for key in keys {
            if let snippet = try String.fetchOne(text, arguments: [key]).flatMap(term.snippet) { return snippet }
        }
        return nil
    }

    private func snippet(inAnyOf keys: ClosedRange<Int64>, _ db: Database) throws -> String? {
        let texts = try String.fetchCursor(
            db.cachedStatement(sql: "SELECT text FROM message WHERE id BETWEEN ? AND ? ORDER BY id"),
            arguments: [keys.lowerBound, keys.upperBound])
        while let text = try texts.next() {
            if let snippet = term.snippet(of: text) { return snippet }
        }
        return nil
    }
}
