internal import AppServerProtocol
internal import WireJSON

/// What the first record of a session file says of the session.
struct RolloutMeta: Hashable, Sendable {
    /// Where the history before a file lies: in another file, up to a record.
    struct Base: Hashable, Sendable {
        /// The session of that file.
        var threadId: String
        /// The first record that is not part of it any more.
        var endOrdinal: Int
    }

    /// The thread as Heddle's logs say it.
    var header: ThreadHeader
    /// The history before the file, if it is not in the file itself.
    var base: Base?
    /// The number of the file's first record.
    var firstOrdinal: Int
    /// Whether the file has events in the older form: messages and calls apart from each other, without items.
    var isLegacy: Bool
    /// Whether the file has no events at all, as the oldest ones.
    var isBare: Bool
    /// Whether memories may be made from the thread; nil when the file does not say.
    var memoryMode: ThreadMemoryMode?

    /// The provider of sessions from before it was recorded.
    private static let oldestProvider = "openai"

    /// Reads the record; nil for any other one.
    init?(_ record: RolloutRecord) {
        let payload = record.payload
        isBare = record.kind == RolloutRecord.bareHeader
        guard record.kind == "session_meta" || isBare, let id = payload.text("id") else { return nil }
        let created = payload.text("timestamp").flatMap(UTCTimestamp.milliseconds) ?? record.atMs ?? 0
        let git = payload["git"]?.objectValue
        let info = git.map {
            GitInfo(sha: $0.text("commit_hash"), branch: $0.text("branch"), originUrl: $0.text("repository_url"))
        }
        header = ThreadHeader(
            id: id.lowercased(), createdAtMs: created, cwd: payload.text("cwd") ?? "/",
            source: Self.source(payload["source"]), originator: payload.text("originator"),
            cliVersion: payload.text("cli_version") ?? "",
            modelProvider: payload.text("model_provider")
                ?? Self.oldestProvider, threadSource: payload.text("thread_source"),
            gitInfo: info == GitInfo() ? nil : info, forkedFromId: payload.text("forked_from_id"),
            parentThreadId: Self.parent(payload), baseInstructions: Self.ownInstructions(payload),
            historyMode: .paginated)
        if let base = payload["history_base"]?.objectValue, let thread = base.text("thread_id"),
            let end = base.int("end_ordinal_exclusive")
        {
            self.base = Base(threadId: thread.lowercased(), endOrdinal: end)
        }
        firstOrdinal = record.ordinal ?? 0
        isLegacy = payload.text("history_mode") != "paginated"
        memoryMode = payload.text("memory_mode").flatMap(ThreadMemoryMode.init(rawValue:))
    }

    /// Instructions that somebody put in place of the model's own. Those that come with a model speak of the tools of
    /// another program, and are left to Heddle.
    private static func ownInstructions(_ payload: JSONObject) -> String? {
        guard let instructions = payload["base_instructions"]?.objectValue,
            let origin = instructions["provenance"]?["type"]?.stringValue, origin != "model"
        else { return nil }
        return instructions.text("text")
    }

    private static func source(_ value: JSONValue?) -> SessionSource {
        switch value {
        case .string("mcp"): .appServer
        case .object(let object):
            (object["subagent"] ?? object["subAgent"]).map { agent in
                (try? RawJSON(agent).decode(SubAgentSource.self)).map(SessionSource.subAgent)
                    ?? .subAgent(.other("unknown"))
            } ?? object.text("custom").map(SessionSource.custom) ?? .unknown
        case let value?: (try? RawJSON(value).decode(SessionSource.self)) ?? .unknown
        case nil: .unknown
        }
    }

    private static func parent(_ payload: JSONObject) -> String? {
        payload.text("parent_thread_id")
            ?? payload["source"]?["subagent"]?["thread_spawn"]?["parent_thread_id"]?.stringValue
    }
}
