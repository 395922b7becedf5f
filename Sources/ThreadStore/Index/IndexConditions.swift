internal import AppServerProtocol
internal import GRDB
internal import WireJSON

/// The part of a statement that says which threads are meant, in what order, from where on.
struct IndexConditions {
    private var terms: [String] = []
    private(set) var arguments = StatementArguments()
    /// The column that orders the threads.
    let column: String
    private let order: String

    /// The conditions of a list.
    ///
    /// - Parameters:
    ///   - cursor: where the page begins.
    ///   - sections: the ids of the sections that there are.
    ///   - isNarrow: whether the caller adds a condition that few threads meet. The threads are then found by it and
    ///     sorted, instead of being walked through in the order of the list.
    init(_ query: ThreadListQuery, cursor: ListCursor?, sections: [String], isNarrow: Bool = false) throws {
        column =
            switch query.sortKey {
            case .createdAt: "created_ms"
            case .updatedAt: "updated_ms"
            case .recencyAt: "recency_ms"
            case .sectionPosition: "section_rank"
            }
        order = query.isAscending ? "ASC" : "DESC"
        let isOfAgent = query.parentThreadId != nil || query.ancestorThreadId != nil
        var isNarrow = isNarrow || isOfAgent || query.projectId != nil
        if case .section = query.section, query.sortKey != .sectionPosition { isNarrow = true }
        // The plus keeps SQLite from walking along an index that begins with this column.
        add(isNarrow ? "+listed AND +archived = ?" : "listed AND archived = ?", query.isArchived)
        if let cursor {
            let comparison = (query.isAscending ? ">" : "<") + (cursor.isInclusive ? "=" : "")
            switch cursor.place {
            case .time(let timeMs): add("(\(column), id) \(comparison) (?, ?)", timeMs, cursor.id)
            case .rank(let rank): add("(\(column), id) \(comparison) (?, ?)", rank, cursor.id)
            }
        }
        var kinds = SourceKindColumn.words(for: query.sourceKinds)
        if kinds.isEmpty, !isOfAgent { kinds = SourceKindColumn.interactive }
        try addChoice("source_kind", kinds)
        try addChoice("model_provider", query.modelProviders)
        try addChoice("cwd", query.cwds)
        try addPlaces(query, sections)
        if !query.excludedThreadIds.isEmpty {
            let ids = query.excludedThreadIds.map { $0.lowercased() }
            add("id NOT IN (SELECT value FROM json_each(?))", try JSONColumn.text(ids))
        }
        if let term = query.searchTerm, !term.isEmpty {
            addTerm(term)
        }
    }

    /// Another condition.
    mutating func add(_ sql: String, _ values: (any DatabaseValueConvertible)?...) {
        terms.append(sql)
        arguments += StatementArguments(values)
    }

    /// The conditions as the end of a statement.
    func sql(limit: Int?) -> String {
        let limit = limit.map { " LIMIT \($0)" } ?? ""
        return "WHERE \(terms.joined(separator: " AND ")) ORDER BY \(column) \(order), id \(order)\(limit)"
    }

    private mutating func addChoice(_ column: String, _ values: [String]) throws {
        guard !values.isEmpty else { return }
        // SQLite ends a text at a NUL: such a value would stand for another one, and no thread has it.
        let values = values.filter { !$0.utf8.contains(0) }
        switch values.count {
        case 0: add("0")
        case 1: add("\(column) = ?", values[0])
        // One JSON argument for the whole list: a statement has room for a limited number of arguments only.
        default: add("\(column) IN (SELECT value FROM json_each(?))", try JSONColumn.text(values))
        }
    }

    private mutating func addPlaces(_ query: ThreadListQuery, _ sections: [String]) throws {
        switch query.section {
        case .any: break
        case .section(let id): add("section_id = ?", id)
        case .unsectioned:
            add(
                "(section_id IS NULL OR section_id NOT IN (SELECT value FROM json_each(?)))",
                try JSONColumn.text(sections))
        }
        if let id = query.projectId { add("project_id = ?", id) }
        if let id = query.parentThreadId { add("parent = ?", id.lowercased()) }
        if let id = query.ancestorThreadId {
            let family = """
                id IN (WITH RECURSIVE family (id) AS (
                    SELECT id FROM thread WHERE parent = ?
                    UNION SELECT thread.id FROM thread JOIN family ON thread.parent = family.id
                ) SELECT id FROM family)
                """
            add(family, id.lowercased())
        }
    }

    /// The condition that a text stands in name or preview. Not as a pattern of `LIKE`, which may have 50,000 bytes only.
    private mutating func addTerm(_ text: String) {
        // Names and previews end at a NUL, so that none has one; as a value the text would end there too.
        guard !text.utf8.contains(0) else { return add("0") }
        let folded = String(decoding: text.utf8.map(Self.lowercase), as: UTF8.self)
        add("(instr(lower(name), ?) OR instr(lower(preview), ?))", folded, folded)
    }

    /// A byte as SQLite's `lower` gives it, which knows the ASCII letters only.
    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
