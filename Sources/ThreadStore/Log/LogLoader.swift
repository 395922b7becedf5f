internal import AppServerProtocol
internal import WireJSON

/// Reads of a log what opening its thread takes, and notes damages on the way.
///
/// Reading begins at the last checkpoint, so that its cost does not depend on the log's length. Without one, or with
/// one that can't be read, it begins at the start.
struct LogLoader {
    /// A log as it was read.
    struct Loaded: Sendable {
        var digest: ThreadDigest
        /// The last turn, if it has not ended well.
        var lastTurn: TurnState?
        /// What the model saw since that turn began.
        var lastTurnModelItems: [RawJSON] = []
        /// Which of the user's messages are among it.
        var heardMessages: Set<String> = []
        var damages: [LogDamage]
        /// Where the last checkpoint ends; 0 without one.
        var checkpointEnd: Int
        /// How many bytes from the start are to stay when the log is opened for writing.
        var soundLength: Int
        /// Whether a line feed must be added behind them.
        var needsLineFeed: Bool
        /// How long the file is.
        var fileLength: Int
    }

    private var digest: ThreadDigest
    private var damages: [LogDamage] = []
    /// Why a piece of a waiting message could not be read; nil when all were.
    private var queueFailure: ThreadStoreError?

    /// Reads the log. Blocking.
    ///
    /// - Parameters:
    ///   - isBeingWritten: whether somebody appends to the log at the moment; what stands behind the last line feed is
    ///     no damage then, but a record on its way.
    ///   - end: where to stop, a line's beginning; nil for the end of the file.
    ///
    /// Errors: `threadNotFound` when there is no log or one without a single whole line (its creation was cut short and
    /// never acknowledged), `corrupt` when no line is a record, `storage` when the file can't be read.
    static func load(
        _ path: String, id: String, isBeingWritten: Bool, upTo end: Int? = nil
    ) throws(ThreadStoreError) -> Loaded {
        let file = try LogFile(path, id: id)
        let fileLength = try file.length()
        let end = min(end ?? fileLength, fileLength)
        var loader = LogLoader(digest: ThreadDigest(id: id))
        let start = try loader.findCheckpoint(in: file, before: end)
        let tail = try file.forward(from: start, upTo: end) { line in
            loader.read(line, in: file)
            return true
        }
        var loaded = Loaded(
            digest: loader.digest, damages: [], checkpointEnd: start, soundLength: end, needsLineFeed: false,
            fileLength: fileLength)
        if let tail, !isBeingWritten {
            if loader.readTail(tail, in: file) {
                loaded.needsLineFeed = true
            } else {
                loaded.soundLength = tail.offset
            }
        }
        // The next checkpoint would say what stands there now.
        if let failure = loader.queueFailure { throw failure }
        if loader.digest.isEmpty {
            if loaded.soundLength == 0 { throw .threadNotFound(id) }
            throw ThreadStoreError(
                kind: .corrupt, message: "no line of the thread's log is readable: \(id)", path: file.path)
        }
        if loader.digest.knownHeader == nil {
            loader.damages.append(
                LogDamage(kind: .missingHeader, line: 1, offset: 0, message: "no line is the thread's header"))
        }
        loaded.digest = loader.digest
        loaded.damages = loader.damages
        try loaded.readLastTurn(file)
        return loaded
    }

    private init(digest: ThreadDigest) {
        self.digest = digest
    }

    /// Takes over the last checkpoint. Returns where the records behind it begin: at the start if there is none.
    private mutating func findCheckpoint(in file: borrowing LogFile, before end: Int) throws(ThreadStoreError) -> Int {
        var found: (digest: ThreadDigest, end: Int)?
        try file.backward(before: end, skipping: { LineStart($0)?.kind != "checkpoint" }) { line in
            guard case .checkpoint(let record)? = try? LogLine(parsing: file.whole(line).bytes).record,
                let digest = record.digest(at: line.offset), digest.id == self.digest.id
            else { return true }
            found = (digest, line.offset + line.length + 1)
            return false
        }
        guard case (var digest, let end)? = found else { return 0 }
        var header: ThreadHeader?
        try file.forward(from: 0, upTo: end) { line in
            if case .thread(let known)? = try? LogLine(parsing: line.bytes).record { header = known }
            return false
        }
        guard var header else { return 0 }
        header.id = digest.id
        digest.knownHeader = header
        self.digest = digest
        return end
    }

    private mutating func read(_ line: LineSplitter.Line, in file: borrowing LogFile) {
        if line.isTooLong {
            return note(.lineTooLong, line, "\(line.length) bytes")
        }
        if skim(line) { return }
        // What waits in a queue may have images that are stored elsewhere.
        let filled = file.filled(line)
        let finding = RecordScanner.scan(filled.line.bytes)
        if let damage = finding.damage { note(damage.kind, line, damage.message) }
        for record in finding.lines { apply(record, line, filled.failure) }
    }

    /// Takes in a line of the history by its first bytes, if those say all that matters here. Most lines are of that sort.
    private mutating func skim(_ line: LineSplitter.Line) -> Bool {
        guard line.isPlain else { return false }
        if let item = ItemLineStart(line.bytes) {
            guard digest.history.preview != nil else { return false }
            if let irregularity = digest.skim(item, at: line.offset) {
                note(irregularity.kind, line, irregularity.message)
            }
            return true
        }
        guard let start = LineStart(line.bytes), start.kind == "modelItem", !OpenCalls.mentionsCall(line.bytes) else {
            return false
        }
        digest.skim(start)
        return true
    }

    /// Reads what stands behind the last line feed. Returns whether it is to stay.
    private mutating func readTail(_ tail: LineSplitter.Line, in file: borrowing LogFile) -> Bool {
        let filled = file.filled(tail)
        let finding =
            tail.isTooLong ? RecordScanner.Finding(isWhole: false) : RecordScanner.scan(filled.line.bytes)
        guard finding.isWhole else {
            note(.tornTail, tail, "the last \(tail.length) bytes are not a whole record")
            return false
        }
        note(.missingLineFeed, tail, "the last line has no line feed")
        if let damage = finding.damage { note(damage.kind, tail, damage.message) }
        for record in finding.lines { apply(record, tail, filled.failure) }
        return true
    }

    /// Takes in a record; `failure` says why a piece of its line could not be read.
    private mutating func apply(_ record: LogLine, _ line: LineSplitter.Line, _ failure: ThreadStoreError?) {
        if case .queue = record.record { queueFailure = failure }
        if let irregularity = digest.apply(record, at: line.offset) {
            note(irregularity.kind, line, irregularity.message)
        }
    }

    private mutating func note(_ kind: LogDamage.Kind, _ line: LineSplitter.Line, _ message: String) {
        damages.append(LogDamage(kind: kind, line: line.number, offset: line.offset, message: message))
    }
}

extension LogLoader.Loaded {
    /// Reads the last turn again, if it has not ended well: what is to be mended, and what the model has not heard.
    fileprivate mutating func readLastTurn(_ file: borrowing LogFile) throws(ThreadStoreError) {
        guard let last = digest.lastTurn, last.status == .inProgress || last.status == .interrupted else { return }
        var loaded = self
        loaded.lastTurn = TurnState(id: last.id, offset: last.offset)
        let tail = try file.forward(from: last.offset, upTo: soundLength) { line in
            for record in RecordScanner.scan(file.whole(line).bytes).lines {
                loaded.takeIntoLastTurn(record, at: line.offset)
            }
            return true
        }
        if needsLineFeed, let tail {
            for record in RecordScanner.scan(file.whole(tail).bytes).lines {
                loaded.takeIntoLastTurn(record, at: tail.offset)
            }
        }
        self = loaded
    }

    private mutating func takeIntoLastTurn(_ line: LogLine, at offset: Int) {
        if case .modelItem(let record) = line.record {
            lastTurnModelItems.append(record.item)
            if let id = record.itemId { heardMessages.insert(id) }
        }
        if case .compacted(let record) = line.record { lastTurnModelItems = record.items }
        if line.record.turnId == lastTurn?.id { lastTurn?.apply(line, at: offset) }
    }

    /// Takes the records that mend the log into the last turn.
    mutating func mend(with repairs: [LogLine]) {
        guard lastTurn != nil else { return }
        for line in repairs { takeIntoLastTurn(line, at: soundLength) }
    }

    /// The thread without its history.
    func thread(path: String, length: Int) -> StoredThread {
        let messages = lastTurn?.items.compactMap { state -> UserMessageItem? in
            guard case .userMessage(let message) = state.item else { return nil }
            return message
        }
        return StoredThread(
            digest: digest, lastTurnUserMessages: messages ?? [], lastTurnModelItems: lastTurnModelItems,
            heardMessages: heardMessages,
            waitingTurn: digest.waitingApprovals.isEmpty ? nil : lastTurn?.turn(.full), damages: damages, path: path,
            length: length)
    }
}

extension LogRecord {
    /// The kinds of the records that make up turns.
    static let turnKinds: Set = ["turnStarted", "itemStarted", "itemCompleted", "turnCompleted"]

    /// The kind of the records that change a turn from behind it.
    static let lateKind = "itemEndedLate"

    /// The kinds of the records that make up the model-visible history.
    static let modelKinds: Set = ["modelItem", "compacted"]

    /// The turn that the record is part of the story of.
    var turnId: String? {
        switch self {
        case .turnStarted(let record): record.turnId
        case .itemStarted(let record), .itemCompleted(let record): record.turnId
        case .turnCompleted(let record): record.id
        default: nil
        }
    }
}
