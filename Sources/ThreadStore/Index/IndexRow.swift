internal import AppServerProtocol
internal import GRDB
internal import WireJSON

/// A thread as the index stores it.
struct IndexRow: Sendable {
    /// What lists show.
    var summary: ThreadSummary
    /// The log's file, relative to the home directory.
    var path: String
    /// How long the log was when the summary was made, in bytes. A longer log has news.
    var logLength: Int
    /// What lists answer of the thread besides the columns that ``ListedRow`` reads, as the index has it; nil in a row that
    /// was not read from it.
    private(set) var foundListing: ListedThread.Rest?
    /// The same as it has to be. Throws what encoding throws.
    var listing: ListedThread.Rest {
        get throws { try ListedThread.Rest(of: summary.thread(path: nil)) }
    }

    private static let columns = [
        "id", "created_ms", "updated_ms", "recency_ms", "archived", "has_user_message", "cwd", "model_provider",
        "model", "reasoning_effort", "source", "source_kind", "originator", "cli_version", "thread_source", "git_sha",
        "git_branch", "git_origin_url", "name", "preview", "forked_from", "parent", "history_mode", "section_id",
        "section_rank", "section_entered_ms", "project_id", "daybreak", "memory_mode", "first_unread",
        "read_revision", "path", "log_length", "listing",
        "listed",
    ]

    private static let selection = columns.joined(separator: ", ")

    /// The beginning of a query whose rows can be read.
    static let select = "SELECT \(selection) FROM thread"

    private static let upsert = """
        INSERT INTO thread (\(selection)) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
        ON CONFLICT (id) DO UPDATE SET
        \(columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
        WHERE ? OR thread.log_length = ? OR thread.log_length <= excluded.log_length
        """

    /// Writes the row in place of an earlier one of the same thread, with the name for searches.
    ///
    /// - Parameter known: how long the log was by the row that this one replaces, -1 for none. Another row of a longer
    ///   log is newer than this one and stays. Nil to replace any row.
    func save(_ db: Database, replacing known: Int? = nil) throws {
        if summary.isHeaderLost, let header = try? Self.find(summary.id, db)?.knownHeader {
            var row = self
            row.summary.take(header)
            return try row.save(db, replacing: known)
        }
        let listing = try listing
        let arguments: [(any DatabaseValueConvertible)?] = [
            summary.id, summary.createdAtMs, summary.updatedAtMs, summary.recencyAtMs, summary.isArchived,
            summary.hasUserMessage, summary.cwd, summary.modelProvider, summary.model, summary.reasoningEffort,
            try JSONColumn.text(summary.source), SourceKindColumn.word(for: summary), summary.originator,
            summary.cliVersion, summary.threadSource, summary.gitInfo?.sha, summary.gitInfo?.branch,
            summary.gitInfo?.originUrl, summary.name, summary.preview, summary.forkedFromId, summary.parentThreadId,
            summary.historyMode.rawValue, summary.section?.sectionId, summary.section?.rank ?? 0,
            summary.section?.enteredAtMs ?? 0, summary.projectId, summary.daybreakEnabled,
            summary.memoryMode?.rawValue, ReadStateColumn.text(summary.readState), summary.readState?.revision, path,
            logLength, String(decoding: listing.stored, as: UTF8.self), summary.isListed, known == nil, known ?? -1,
        ]
        try db.cachedStatement(sql: Self.upsert).execute(arguments: StatementArguments(arguments))
        guard db.changesCount > 0 else { return }
        try saveName(db)
        try saveAttachments(db)
    }

    /// The row of a thread.
    static func find(_ id: String, _ db: Database) throws -> IndexRow? {
        try Row.fetchOne(db, sql: "\(select) WHERE id = ?", arguments: [id]).map { row in try IndexRow(row) }
    }

    /// The header of the thread's log as far as the row has it; nil when the log's own was lost already.
    var knownHeader: ThreadHeader? {
        if summary.isSourceLost { return nil }
        return ThreadHeader(
            id: summary.id, createdAtMs: summary.createdAtMs, cwd: summary.cwd, source: summary.source,
            originator: summary.originator, cliVersion: summary.cliVersion, modelProvider: summary.modelProvider,
            model: summary.model, threadSource: summary.threadSource, gitInfo: summary.gitInfo,
            forkedFromId: summary.forkedFromId, parentThreadId: summary.parentThreadId,
            historyMode: summary.historyMode)
    }

    private func saveName(_ db: Database) throws {
        let number = try db.cachedStatement(sql: "SELECT number FROM thread WHERE id = ?")
        guard let number = try Int64.fetchOne(number, arguments: [summary.id]) else { return }
        let key = MessageKey.name(of: number)
        let known = try String.fetchOne(
            db.cachedStatement(sql: "SELECT text FROM message WHERE id = ?"), arguments: [key])
        guard known != summary.name else { return }
        if known != nil {
            try db.cachedStatement(sql: "DELETE FROM message WHERE id = ?").execute(arguments: [key])
        }
        if let name = summary.name { try StoredMessage(offset: 0, text: name).save(db, as: key) }
    }

    private func saveAttachments(_ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM attachment WHERE thread_id = ?").execute(arguments: [summary.id])
        for key in summary.attachments {
            try db.cachedStatement(sql: "INSERT OR IGNORE INTO attachment VALUES (?, ?, ?)").execute(
                arguments: [key.attachmentType, key.identityKey, summary.id])
        }
    }

    /// Removes a thread with all that was found in its log.
    static func delete(_ id: String, _ db: Database) throws {
        let find = try db.cachedStatement(sql: "SELECT number FROM thread WHERE id = ?")
        guard let number = try Int64.fetchOne(find, arguments: [id]) else { return }
        let keys = MessageKey.all(of: number)
        try db.cachedStatement(sql: "DELETE FROM message WHERE id BETWEEN ? AND ?").execute(
            arguments: [keys.lowerBound, keys.upperBound])
        try db.cachedStatement(sql: "DELETE FROM attachment WHERE thread_id = ?").execute(arguments: [id])
        try db.cachedStatement(sql: "DELETE FROM thread WHERE number = ?").execute(arguments: [number])
    }

    /// Removes what was found in a thread's log, to be looked for anew.
    static func forgetMessages(of id: String, _ db: Database) throws {
        let find = try db.cachedStatement(sql: "SELECT number FROM thread WHERE id = ?")
        guard let number = try Int64.fetchOne(find, arguments: [id]) else { return }
        let keys = MessageKey.messages(of: number)
        try db.execute(
            sql: "DELETE FROM message WHERE id BETWEEN ? AND ?", arguments: [keys.lowerBound, keys.upperBound])
        try db.execute(sql: "UPDATE thread SET indexed_length = 0 WHERE number = ?", arguments: [number])
    }

    /// Reads a row of ``select``. Throws where a value is not of its column's type, which a sound index has none of.
    /// Attachments are not read: lists don't show them.
    init(_ row: Row) throws {
        var columns = ColumnReader(row: row)
        let id: String = try columns.next()
        let createdAtMs: Int = try columns.next()
        let updatedAtMs: Int = try columns.next()
        let recencyAtMs: Int = try columns.next()
        let isArchived: Bool = try columns.next()
        let hasUserMessage: Bool = try columns.next()
        let cwd: String = try columns.next()
        let modelProvider: String = try columns.next()
        let model: String? = try columns.next()
        let reasoningEffort: String? = try columns.next()
        let source = JSONColumn.value(try columns.next()) ?? SessionSource.unknown
        columns.skip()
        let originator: String? = try columns.next()
        let cliVersion: String = try columns.next()
        let threadSource: String? = try columns.next()
        let gitInfo = GitInfo(sha: try columns.next(), branch: try columns.next(), originUrl: try columns.next())
        let name: String? = try columns.next()
        let preview: String = try columns.next()
        let forkedFromId: String? = try columns.next()
        let parentThreadId: String? = try columns.next()
        let historyMode = ThreadHistoryMode(rawValue: try columns.next()) ?? .paginated
        let header = ThreadHeader(
            id: id, createdAtMs: createdAtMs, cwd: cwd, source: source, originator: originator, cliVersion: cliVersion,
            modelProvider: modelProvider, model: model, threadSource: threadSource,
            gitInfo: gitInfo == GitInfo() ? nil : gitInfo, forkedFromId: forkedFromId, parentThreadId: parentThreadId,
            historyMode: historyMode)
        summary = ThreadSummary(
            header: header, settings: nil, name: name, preview: preview, hasUserMessage: hasUserMessage,
            updatedAtMs: updatedAtMs, recencyAtMs: recencyAtMs, isArchived: isArchived)
        summary.reasoningEffort = reasoningEffort
        let sectionId: String? = try columns.next()
        let section = SectionRecord(
            sectionId: sectionId, rank: try columns.next(), enteredAtMs: try columns.next())
        summary.section = sectionId == nil ? nil : section
        summary.projectId = try columns.next()
        summary.daybreakEnabled = try columns.next()
        let memoryMode: String? = try columns.next()
        summary.memoryMode = memoryMode.flatMap(ThreadMemoryMode.init(rawValue:))
        summary.readState = ReadStateColumn.value(try columns.next(), revision: try columns.next())
        path = try columns.next()
        logLength = try columns.next()
        foundListing = try columns.listing()
    }

    init(summary: ThreadSummary, path: String, logLength: Int) {
        self.summary = summary
        self.path = path
        self.logLength = logLength
    }
}

/// Reads a row's values one after the other: finding each by its name would cost more than reading it.
struct ColumnReader {
    let row: Row
    private var index = 0

    init(row: Row) {
        self.row = row
    }

    mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>() throws -> Value {
        defer { index += 1 }
        return try row.decode(Value.self, atIndex: index)
    }

    mutating func skip() {
        index += 1
    }

    /// The next value: what lists pass on as it stands.
    mutating func listing() throws -> ListedThread.Rest {
        let stored: String = try next()
        guard let text = ListedThread.Rest(stored: Array(stored.utf8)) else { throw DamagedListing() }
        return text
    }
}

/// Values kept as JSON text.
enum JSONColumn {
    static func text(_ value: some Encodable) throws -> String {
        String(decoding: try WireCoder.encode(value), as: UTF8.self)
    }

    /// Nil for a value that only a later version knows.
    static func value<Value: Decodable>(_ text: String) -> Value? {
        try? WireCoder.decode(Value.self, from: Array(text.utf8))
    }
}

/// Where the unread part of a thread begins, as text: a turn's id, nothing for the very beginning, null for nowhere.
enum ReadStateColumn {
    static func text(_ state: ThreadReadState?) -> String? {
        switch state?.firstUnread {
        case nil: nil
        case .threadStart: ""
        case .turn(let turn): turn.turnId
        }
    }

    static func value(_ text: String?, revision: String?) -> ThreadReadState? {
        guard let revision else { return nil }
        let position: ThreadUnreadPosition? = text.map { text in
            text.isEmpty ? .threadStart : .turn(UnreadTurn(turnId: text))
        }
        return ThreadReadState(firstUnread: position, revision: revision)
    }
}

/// The words under which the sources of threads are filtered.
enum SourceKindColumn {
    /// Every kind of thread that an agent made.
    static let subAgents = [
        "subAgentReview", "subAgentCompact", "subAgentThreadSpawn", "subAgentOther",
    ]

    /// The source of a thread whose log has lost its header, and nobody knows it any more. A filter for unknown sources
    /// finds it too.
    private static let lost = "lost"

    /// What lists show unless they are asked for other kinds: threads of users. A thread must not vanish with its header.
    static let interactive = ["cli", "vscode", lost]

    /// The word for a thread's source.
    static func word(for summary: ThreadSummary) -> String {
        summary.isSourceLost ? lost : word(for: summary.source)
    }

    /// The word for a source.
    static func word(for source: SessionSource) -> String {
        switch source {
        case .cli: "cli"
        case .vscode: "vscode"
        case .exec: "exec"
        case .appServer: "appServer"
        case .unknown, .custom: "unknown"
        case .subAgent(let agent):
            switch agent {
            case .review: "subAgentReview"
            case .compact: "subAgentCompact"
            case .threadSpawn: "subAgentThreadSpawn"
            case .memoryConsolidation, .other: "subAgentOther"
            }
        }
    }

    /// The words that a filter stands for.
    static func words(for kinds: [ThreadSourceKind]) -> [String] {
        kinds.flatMap { kind in
            switch kind.rawValue {
            case "subAgent": subAgents
            case "unknown": ["unknown", lost]
            default: [kind.rawValue]
            }
        }
    }
}

/// What lists pass on of a thread is no text that a client could read.
struct DamagedListing: Error, CustomStringConvertible {
    var description: String { "the text of a listed thread is damaged" }
}
