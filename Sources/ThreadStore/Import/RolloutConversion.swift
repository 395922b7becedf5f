internal import AppServerProtocol
internal import WireJSON

/// Makes the records of a thread's log out of the records of a session file. A pure value: no file, no clock.
///
/// What Heddle has no place for is left out: the surroundings that the other program told the model of its own working,
/// and counts that follow from others. What is not known at all is counted by its name.
struct RolloutConversion {
    /// A turn in the making.
    struct Draft {
        var id: String
        var lines: [Entry] = []
        var startedAtMs: Int
        var isEnded = false
        /// Whether the file has no beginnings and ends of turns, so that the user's messages divide it.
        var isImplicit = false
        /// Why the turn is going to fail.
        var error: TurnError?
    }

    /// What a session says, in its order.
    enum Entry {
        /// A record of the log.
        case line(LogLine)
        /// From here on the model sees these in place of all before.
        case compaction([LogLine])
    }

    /// What the thread is; the model is filled in by the first turn.
    private(set) var header: ThreadHeader
    /// The name that the session gave itself last.
    private(set) var name: String?
    /// Records that are not known, by name.
    private(set) var unknown: [String: Int] = [:]
    /// When the last record was made, in milliseconds since the Unix epoch.
    private(set) var lastAtMs: Int
    var isLegacy = false
    var isBare = false
    /// Lines before the first turn.
    private var prelude: [Entry] = []
    private(set) var drafts: [Draft] = []
    private var provider: String
    private var settings: ThreadSettings?
    private var gitInfo: GitInfo?
    private var itemNumber = 0
    private var turnNumber = 0
    var calls = RolloutCalls()

    /// A conversion of the session that a header describes.
    init(header: ThreadHeader) {
        self.header = header
        lastAtMs = header.createdAtMs
        provider = header.modelProvider
        gitInfo = header.gitInfo
    }

    /// Goes on with another file of the same history.
    mutating func enter(_ meta: RolloutMeta) {
        isLegacy = meta.isLegacy
        isBare = meta.isBare
    }

    // MARK: - Records

    /// Takes in the next record.
    mutating func take(_ record: RolloutRecord) {
        // Another look at the surroundings is no work on the thread.
        if record.kind != "session_meta" { lastAtMs = max(lastAtMs, record.atMs ?? 0) }
        switch record.kind {
        case "session_meta":
            takeSurroundings(record)
        case RolloutRecord.bareHeader, "world_state", "token_usage_record", "state":
            break
        case "turn_context":
            if let settings = RolloutSettings.settings(record.payload, provider: provider, cwd: header.cwd) {
                apply(settings)
            }
        case "response_item":
            takeModelItem(record)
        case "compacted":
            compact(record.payload)
        case "event_msg":
            takeEvent(record)
        default:
            unknown[record.name, default: 0] += 1
        }
    }

    /// Counts a record that is not known.
    mutating func note(unknown name: String) {
        unknown[name, default: 0] += 1
    }

    /// Sets the name.
    mutating func rename(_ name: String?) {
        self.name = name.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A second header says what was changed by hand. Those of other threads stand in files that began as copies.
    private mutating func takeSurroundings(_ record: RolloutRecord) {
        guard let meta = RolloutMeta(record), meta.header.id == header.id, meta.header.gitInfo != gitInfo else {
            return
        }
        gitInfo = meta.header.gitInfo
        append(.metadata(MetadataRecord(gitInfo: gitInfo)))
    }

    private mutating func apply(_ settings: ThreadSettings) {
        if header.model == nil { header.model = settings.model }
        guard settings != self.settings else { return }
        self.settings = settings
        append(.settings(settings))
    }

    /// Notes the provider that requests go to from here on.
    mutating func change(provider: String) {
        self.provider = provider
        guard var settings, settings.modelProvider != provider else { return }
        settings.modelProvider = provider
        apply(settings)
    }

    // MARK: - Turns

    /// The turn that runs.
    var running: Draft? { drafts.last.flatMap { $0.isEnded ? nil : $0 } }

    /// Begins a turn; one that did not end before was cut short.
    mutating func beginTurn(_ id: String?, rootTurnId: String? = nil, isImplicit: Bool = false) {
        if let running { endTurn(running.isImplicit ? .completed : .interrupted) }
        turnNumber += 1
        let id = id ?? "\(header.id)-\(turnNumber)"
        drafts.append(Draft(id: id, startedAtMs: lastAtMs, isImplicit: isImplicit))
        append(.turnStarted(TurnStartedRecord(turnId: id, rootTurnId: rootTurnId, startedAtMs: lastAtMs)))
    }

    /// Ends the turn that runs, if one does.
    mutating func endTurn(_ status: TurnStatus, _ payload: JSONObject = JSONObject()) {
        guard let running else { return }
        append(
            .turnCompleted(
                TurnRecord(
                    id: running.id, status: status, error: running.error,
                    startedAt: payload.int("started_at") ?? running.startedAtMs / 1000,
                    completedAt: payload.int("completed_at") ?? lastAtMs / 1000,
                    durationMs: payload.int("duration_ms") ?? max(0, lastAtMs - running.startedAtMs))))
        drafts[drafts.count - 1].isEnded = true
    }

    /// Notes why the running turn is going to fail.
    mutating func fail(_ error: TurnError) {
        guard running != nil else { return }
        drafts[drafts.count - 1].error = error
    }

    /// Takes the last turns out of the history.
    mutating func dropTurns(_ count: Int) {
        drafts.removeLast(min(max(count, 0), drafts.count))
    }

    // MARK: - Lines

    /// Adds a finished item to the turn that runs, or to the last one.
    mutating func append(_ item: ThreadItem, atMs: Int? = nil) {
        if drafts.isEmpty { beginTurn(nil, isImplicit: true) }
        append(.itemCompleted(ItemRecord(turnId: drafts[drafts.count - 1].id, item: item, atMs: atMs ?? lastAtMs)))
    }

    /// The id of the next item that has none of its own.
    mutating func nextItemId() -> String {
        itemNumber += 1
        return "item-\(itemNumber)"
    }

    /// Adds a record to the turn that runs, to the last one, or before the first.
    mutating func append(_ record: LogRecord) {
        append(.line(LogLine(seq: nil, atMs: lastAtMs, record: record)))
    }

    private mutating func append(_ entry: Entry) {
        if drafts.isEmpty {
            prelude.append(entry)
        } else {
            drafts[drafts.count - 1].lines.append(entry)
        }
    }

    /// Adds an item to what the model sees.
    mutating func append(modelItem item: RawJSON) {
        append(.modelItem(ModelItemRecord(turnId: running?.id, item: item)))
    }

    /// Puts items in the place of all that the model saw so far. If the turn in which that was done is taken out later,
    /// it was never done.
    mutating func replaceModelItems(by items: [RawJSON]) {
        let turnId = running?.id
        append(
            .compaction(
                items.map { item in
                    LogLine(
                        seq: nil, atMs: lastAtMs, record: .modelItem(ModelItemRecord(turnId: turnId, item: item)))
                }))
    }

    /// All that the model sees.
    var modelItems: [RawJSON] { lines.compactMap(\.modelItem) }

    /// The lines so far, without what the model does not see any more.
    private var lines: [LogLine] {
        var lines: [LogLine] = []
        for entry in prelude + drafts.flatMap(\.lines) {
            switch entry {
            case .line(let line): lines.append(line)
            case .compaction(let replacement):
                lines.removeAll { $0.modelItem != nil }
                lines += replacement
            }
        }
        return lines
    }

    // MARK: - The end

    /// All lines behind the header. What was still going on when the file ends was cut short, and calls that nothing
    /// answered are answered.
    mutating func finish() -> [LogLine] {
        if let running { endTurn(running.isImplicit ? .completed : .interrupted) }
        var open = OpenCalls()
        let all = self.lines
        var lines: [LogLine] = []
        for line in all {
            if let item = line.modelItem, open.take(item) != nil {
                note(unknown: "response_item without its call")
                continue
            }
            lines.append(line)
        }
        let outputs = open.abortedOutputs().map { LogRecord.modelItem(ModelItemRecord(turnId: nil, item: $0)) }
        return lines + outputs.map { LogLine(seq: nil, atMs: lastAtMs, record: $0) }
    }
}

extension LogLine {
    /// The item of the model's history that the line adds.
    fileprivate var modelItem: RawJSON? {
        if case .modelItem(let record) = record { record.item } else { nil }
    }
}
