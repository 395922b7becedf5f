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

    private static let columns = [
        "id", "created_ms", "updated_ms", "recency_ms", "archived", "has_user_message", "cwd", "model_provider",
        "model", "reasoning_effort", "source", "source_kind", "originator", "cli_version", "thread_source", "git_sha",
        "git_branch", "git_origin_url", "name", "preview", "forked_from", "parent", "history_mode", "path",
        "log_length",
    ]

    /// The beginning of a query whose rows can be read.
    static let select = "SELECT \(columns.joined(separator: ", ")) FROM thread"

    private static let upsert = """
        INSERT OR REPLACE INTO thread (\(columns.joined(separator: ", ")))
        VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
        """

    /// Writes the row in place of an earlier one of the same thread.
    func save(_ db: Database) throws {
        let arguments: [(any DatabaseValueConvertible)?] = [
            summary.id, summary.createdAtMs, summary.updatedAtMs, summary.recencyAtMs, summary.isArchived,
            summary.hasUserMessage, summary.cwd, summary.modelProvider, summary.model, summary.reasoningEffort,
            try JSONColumn.text(summary.source), SourceKindColumn.word(for: summary.source), summary.originator,
            summary.cliVersion, summary.threadSource, summary.gitInfo?.sha, summary.gitInfo?.branch,
            summary.gitInfo?.originUrl, summary.name, summary.preview, summary.forkedFromId, summary.parentThreadId,
            summary.historyMode.rawValue, path, logLength,
        ]
        try db.cachedStatement(sql: Self.upsert).execute(arguments: StatementArguments(arguments))
    }

    /// Reads a row of ``select``. Throws where a value is not of its column's type, which a sound index has none of.
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
        path = try columns.next()
        logLength = try columns.next()
        let header = ThreadHeader(
            id: id, createdAtMs: createdAtMs, cwd: cwd, source: source, originator: originator, cliVersion: cliVersion,
            modelProvider: modelProvider, model: model, threadSource: threadSource,
            gitInfo: gitInfo == GitInfo() ? nil : gitInfo, forkedFromId: forkedFromId, parentThreadId: parentThreadId,
            historyMode: historyMode)
        summary = ThreadSummary(
            header: header, settings: nil, name: name, preview: preview, hasUserMessage: hasUserMessage,
            updatedAtMs: updatedAtMs, recencyAtMs: recencyAtMs, isArchived: isArchived)
        summary.reasoningEffort = reasoningEffort
    }

    init(summary: ThreadSummary, path: String, logLength: Int) {
        self.summary = summary
        self.path = path
        self.logLength = logLength
    }
}

/// Reads a row's values one after the other: finding each by its name would cost more than reading it.
private struct ColumnReader {
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

/// The words under which the sources of threads are filtered.
enum SourceKindColumn {
    /// Every kind of thread that an agent made.
    static let subAgents = [
        "subAgentReview", "subAgentCompact", "subAgentThreadSpawn", "subAgentOther",
    ]

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
        kinds.flatMap { kind in kind.rawValue == "subAgent" ? subAgents : [kind.rawValue] }
    }
}
