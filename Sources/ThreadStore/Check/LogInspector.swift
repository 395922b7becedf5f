internal import AppServerProtocol
internal import WireJSON

/// Reads a log line by line, notes everything that is not as it must be, and says which records a mended log has in the
/// place of each line. A pure value: no file, no clock.
///
/// It keeps what a digest does, the turns that have not ended, and the ids of all turns; never the history.
struct LogInspector {
    /// How many damages of one log are told one by one. A log with more is beyond what anybody reads about.
    static let damageLimit = 50

    /// What stands in the place of a line.
    struct Outcome {
        /// The records of the mended log, in order.
        var records: [LogLine] = []
        /// Whether the line can stay byte for byte as it is.
        var isVerbatim = false
    }

    /// The words that this check adds to those of ``LogDamage/Kind``.
    enum Kind {
        /// The header is not the first line, where whoever opens the log looks for it.
        static let headerNotFirst = LogDamage.Kind(rawValue: "headerNotFirst")
        /// A checkpoint says something else than the records before it, of which none is lost.
        static let differingCheckpoint = LogDamage.Kind(rawValue: "differingCheckpoint")
        /// An item has no end, though its turn was completed, which a turn is only when all its items are.
        static let missingItemEnd = LogDamage.Kind(rawValue: "missingItemEnd")
    }

    let id: String
    /// What the log says as a whole.
    private(set) var digest: ThreadDigest
    /// The turns that have not ended, without the items that have.
    private(set) var running: [TurnState] = []
    /// The first damages.
    private(set) var damages: [LogDamage] = []
    /// How many there are.
    private(set) var damageCount = 0
    /// What is unfinished in the middle of the log.
    private(set) var unfinished: [LogDamage] = []
    /// What is unusual, but right.
    private(set) var remarks: [LogDamage] = []
    /// How many records were read.
    private(set) var recordCount = 0
    private var turnIds: Set<String> = []
    /// Kinds of records that this version does not know, each noted once.
    private var unknownKinds: Set<String> = []
    /// Whether something was lost that a later checkpoint may still know.
    private var hasLoss = false

    init(id: String) {
        self.id = id
        digest = ThreadDigest(id: id)
    }

    // MARK: - Lines

    /// Takes in a line that ends in a line feed, filled with what is stored elsewhere; `problem` says what of that could
    /// not be found.
    mutating func read(_ line: LineSplitter.Line, problem: String? = nil) -> Outcome {
        if let problem { note(.missingPiece, line, problem) }
        guard !line.isTooLong else {
            note(.lineTooLong, line, "\(line.length) bytes")
            hasLoss = true
            return Outcome()
        }
        return take(RecordScanner.scan(line.bytes), line)
    }

    /// Takes in what stands behind the last line feed.
    mutating func readTail(_ tail: LineSplitter.Line) -> Outcome {
        let finding = tail.isTooLong ? RecordScanner.Finding(isWhole: false) : RecordScanner.scan(tail.bytes)
        guard finding.isWhole else {
            note(.tornTail, tail, "the last \(tail.length) bytes are not a whole record")
            return Outcome()
        }
        note(.missingLineFeed, tail, "the last line has no line feed")
        return take(finding, tail)
    }

    /// Notes what only the whole log tells. `header` is what is known elsewhere of a header that the log has lost.
    mutating func end(header: ThreadHeader? = nil) {
        guard !digest.isEmpty, digest.knownHeader == nil else { return }
        digest.knownHeader = header
        damageCount += 1
        damages.insert(
            LogDamage(kind: .missingHeader, line: 1, offset: 0, message: "no line is the thread's header"), at: 0)
    }

    private mutating func take(_ finding: RecordScanner.Finding, _ line: LineSplitter.Line) -> Outcome {
        if let damage = finding.damage {
            note(damage.kind, line, damage.message)
            hasLoss = true
        }
        recordCount += finding.lines.count
        guard finding.damage == nil, finding.lines.count == 1 else {
            return Outcome(records: finding.lines.flatMap { apply($0, line) })
        }
        let records = apply(finding.lines[0], line)
        return Outcome(records: records, isVerbatim: records == finding.lines)
    }

    // MARK: - Records

    /// Takes in a record. Returns what stands for it in a mended log.
    private mutating func apply(_ record: LogLine, _ line: LineSplitter.Line) -> [LogLine] {
        var kept = record
        switch record.record {
        case .checkpoint(let checkpoint): return compare(checkpoint, record, line)
        case .thread where digest.isEmpty == false && digest.knownHeader == nil:
            note(Kind.headerNotFirst, line, "the header is not the first line")
        case .thread(let header):
            if header.version > ThreadHeader.currentVersion { remark("newerLog", line, "written by a later version") }
        case .unknown(let json): noteUnknown(json, line)
        default: break
        }
        let inserted = closeBefore(record, line)
        let isRepeated = record.seq.map { $0 <= digest.highestSeq } ?? false
        if isRepeated {
            kept.seq = nil
            note(
                .sequenceRepeated, line, "event number \(record.seq ?? 0) stands behind \(digest.highestSeq)")
        }
        let irregularity = digest.apply(record, at: line.offset)
        let knowsTurn = record.record.turnId.map { turnIds.contains($0) } ?? false
        takeTurn(record, line)
        switch irregularity?.kind {
        case .repeatedTurn?, .secondHeader?, .orphanOutput?:
            note(irregularity, line)
            return inserted
        case .foreignHeader?:
            note(irregularity, line)
            if case .thread(var header) = record.record {
                header.id = id
                kept.record = .thread(header)
            }
        case .missingTurn? where knowsTurn:
            remark("lateRecord", line, "a record of the turn \(record.record.turnId ?? "") stands behind a later turn")
        case .missingTurn?:
            note(irregularity, line)
            let beginning = TurnStartedRecord(turnId: record.record.turnId ?? "", startedAtMs: record.atMs)
            return inserted + [LogLine(seq: nil, atMs: record.atMs, record: .turnStarted(beginning)), kept]
        default: break
        }
        return inserted + [kept]
    }

    /// The ends of what a record shows to have ended without saying so.
    private mutating func closeBefore(_ record: LogLine, _ line: LineSplitter.Line) -> [LogLine] {
        switch record.record {
        case .turnStarted(let started):
            return running.filter { $0.id != started.turnId }.flatMap { turn in
                unfinish("unfinishedTurn", turn.offset, "the turn \(turn.id) never ended; another one began behind it")
                running.removeAll { $0.id == turn.id }
                return RepairPlan.lines(for: ThreadDigest(id: id), running: [turn]).map { end in
                    LogLine(seq: nil, atMs: end.atMs, record: end.record)
                }
            }
        case .turnCompleted(let end):
            guard let turn = running.first(where: { $0.id == end.id }) else { return [] }
            return closeItems(of: turn, end, line)
        default:
            return []
        }
    }

    /// The ends of the items that a turn's end finds open.
    private mutating func closeItems(
        of turn: TurnState, _ end: TurnRecord, _ line: LineSplitter.Line
    ) -> [LogLine] {
        var unfinished: [String] = []
        let lines = turn.items.compactMap { state -> LogLine? in
            let duration = state.startedAtMs.map { max(0, turn.lastAtMs - $0) }
            var item = state.item.afterInterruption(durationMs: duration)
            // A message that came too late for its turn, or could not be written down, stays open.
            let isMessage = if case .userMessage = state.item { true } else { false }
            if end.status == .completed, !isMessage {
                note(Kind.missingItemEnd, line, "the end of the item \(state.item.id) is missing")
                item = item ?? state.item.withLostText
            } else if item != nil {
                unfinished.append(state.item.id)
            }
            return item.map { item in
                LogLine(
                    seq: nil, atMs: turn.lastAtMs,
                    record: .itemCompleted(ItemRecord(turnId: turn.id, item: item, atMs: turn.lastAtMs)))
            }
        }
        if !unfinished.isEmpty {
            let items = unfinished.joined(separator: ", ")
            unfinish("unfinishedItem", turn.items[0].offset, "the turn \(turn.id) ended before its items: \(items)")
        }
        return lines
    }

    private mutating func takeTurn(_ record: LogLine, _ line: LineSplitter.Line) {
        if case .reverted(let reverted) = record.record {
            running.removeAll { $0.offset >= reverted.toOffset }
            return
        }
        guard let turnId = record.record.turnId else { return }
        if case .turnCompleted = record.record {
            turnIds.insert(turnId)
            running.removeAll { $0.id == turnId }
            return
        }
        if !running.contains(where: { $0.id == turnId }) {
            // What comes after a turn's end does not make it run again.
            guard turnIds.insert(turnId).inserted else { return }
            running.append(TurnState(id: turnId, offset: line.offset))
        }
        guard let index = running.firstIndex(where: { $0.id == turnId }) else { return }
        running[index].apply(record, at: line.offset)
        running[index].items.removeAll { $0.completedAtMs != nil }
    }

    // MARK: - Checkpoints

    /// Compares a checkpoint with the records before it. A mended log has others; what only the checkpoint still knows
    /// stands in its place.
    private mutating func compare(
        _ checkpoint: CheckpointRecord, _ record: LogLine, _ line: LineSplitter.Line
    ) -> [LogLine] {
        guard checkpoint.isSound(at: line.offset) else {
            note(.wrongCheckpoint, line, "the checkpoint is not what was written here")
            return []
        }
        guard let known = checkpoint.digest(at: line.offset) else {
            remark("otherCheckpoint", line, "a checkpoint of another version")
            return []
        }
        guard known.id == id else {
            note(.wrongCheckpoint, line, "the checkpoint is of another thread: \(known.id)")
            return []
        }
        guard known != digest.asInCheckpoint else { return [record] }
        guard hasLoss else {
            note(Kind.differingCheckpoint, line, "the checkpoint says something else than the records before it")
            return []
        }
        let restored = LostFacts.lines(in: digest, from: known, atMs: record.atMs)
        var adopted = known
        adopted.knownHeader = digest.knownHeader
        digest = adopted
        hasLoss = false
        return restored
    }

    // MARK: - Notes

    private mutating func noteUnknown(_ json: RawJSON, _ line: LineSplitter.Line) {
        guard let kind = try? json.document().root["kind"]?.string, unknownKinds.insert(kind).inserted else { return }
        remark("unknownRecord", line, "records of a kind that this version does not know: \(kind)")
    }

    private mutating func note(_ irregularity: ThreadDigest.Irregularity?, _ line: LineSplitter.Line) {
        if let irregularity { note(irregularity.kind, line, irregularity.message) }
    }

    private mutating func note(_ kind: LogDamage.Kind, _ line: LineSplitter.Line, _ message: String) {
        damageCount += 1
        guard damages.count < Self.damageLimit else { return }
        damages.append(LogDamage(kind: kind, line: line.number, offset: line.offset, message: message))
    }

    private mutating func unfinish(_ kind: String, _ offset: Int, _ message: String) {
        guard unfinished.count < Self.damageLimit else { return }
        unfinished.append(
            LogDamage(kind: LogDamage.Kind(rawValue: kind), line: 0, offset: offset, message: message))
    }

    private mutating func remark(_ kind: String, _ line: LineSplitter.Line, _ message: String) {
        guard remarks.count < Self.damageLimit else { return }
        remarks.append(
            LogDamage(
                kind: LogDamage.Kind(rawValue: kind), line: line.number, offset: line.offset, message: message))
    }
}

extension ThreadItem {
    /// What stands for a text whose record is missing.
    private static let lostText = "[the text can't be read any more: its record is missing]"

    /// The item for one that has no text yet and never got to its end.
    fileprivate var withLostText: ThreadItem {
        switch self {
        case .agentMessage(var item):
            item.text = Self.lostText
            return .agentMessage(item)
        case .plan(var item):
            item.text = Self.lostText
            return .plan(item)
        case .reasoning(var item):
            item.summary = [Self.lostText]
            return .reasoning(item)
        default:
            return self
        }
    }
}

extension ThreadDigest {
    /// The digest as far as a checkpoint has it.
    var asInCheckpoint: ThreadDigest {
        var digest = self
        digest.knownHeader = nil
        return digest
    }
}
