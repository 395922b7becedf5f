internal import AppServerProtocol

/// Makes a thread out of its log, record by record. A pure value: no file, no clock.
///
/// Applying never fails. What does not fit has a rule (see ``LogDamage/Kind``) and is told to the caller.
package struct ThreadReducer: Sendable {
    /// A turn in the making.
    struct TurnState: Sendable {
        var id: String
        var rootTurnId: String?
        var status = TurnStatus.inProgress
        var error: TurnError?
        var startedAtMs: Int?
        var startedAt: Int?
        var completedAt: Int?
        var durationMs: Int?
        /// In start order.
        var items: [ItemState] = []
        /// When its last record was made.
        var lastAtMs = 0
    }

    /// An item in the making.
    struct ItemState: Sendable {
        var item: ThreadItem
        var startedAtMs: Int?
        var completedAtMs: Int?
    }

    /// Something irregular about a record.
    package typealias Irregularity = (kind: LogDamage.Kind, message: String)

    /// The id that the file's name says.
    package let id: String
    /// The header, as soon as it has been seen.
    package private(set) var header: ThreadHeader?
    /// The highest event number that may have been given out; 0 at first.
    package var lastSeq: Int { max(highestSeq, reservedSeq) }
    /// The highest event number of a record.
    private var highestSeq = 0
    /// The latest reservation. A log that was closed in good order ends with one that takes back what was not used.
    private var reservedSeq = 0
    /// When the last record was made; nil before the first.
    package private(set) var lastAtMs: Int?

    private(set) var settings: ThreadSettings?
    private(set) var name: String?
    private(set) var turns: [TurnState] = []
    private(set) var history = ModelHistory()
    private(set) var tokenUsage: TokenUsageRecord?
    private(set) var clientMessages: [String: String] = [:]
    private(set) var preview: String?
    private(set) var firstAtMs: Int?
    private(set) var updatedAtMs: Int?
    private(set) var recencyAtMs: Int?
    private var turnIndex: [String: Int] = [:]
    private var lastEventSeq = 0
    private var recordCount = 0

    /// A thread of which nothing is known but its id.
    package init(id: String) {
        self.id = id
    }

    /// Whether anything was applied.
    package var isEmpty: Bool { recordCount == 0 }

    /// Takes in the next record. Returns what is irregular about it, if anything.
    @discardableResult
    package mutating func apply(_ line: LogLine) -> Irregularity? {
        recordCount += 1
        firstAtMs = firstAtMs ?? line.atMs
        lastAtMs = max(lastAtMs ?? 0, line.atMs)
        let repeated = count(line)
        return applyRecord(line) ?? repeated
    }

    /// Whether the first user message has been seen.
    var hasPreview: Bool { preview != nil }

    /// Takes in that there is a record of a kind that does not matter to the caller, without its fields.
    mutating func skip(kind: String, atMs: Int) {
        recordCount += 1
        firstAtMs = firstAtMs ?? atMs
        lastAtMs = max(lastAtMs ?? 0, atMs)
        if kind == "itemStarted" || kind == "itemCompleted" { updatedAtMs = max(updatedAtMs ?? 0, atMs) }
    }

    private mutating func count(_ line: LogLine) -> Irregularity? {
        guard let seq = line.seq else { return nil }
        let previous = lastEventSeq
        lastEventSeq = max(lastEventSeq, seq)
        highestSeq = max(highestSeq, seq)
        guard seq <= previous else { return nil }
        return (.sequenceRepeated, "event number \(seq) stands behind \(previous)")
    }

    private mutating func applyRecord(_ line: LogLine) -> Irregularity? {
        switch line.record {
        case .thread(let header):
            updatedAtMs = max(updatedAtMs ?? 0, line.atMs)
            return apply(header)
        case .settings(let settings):
            self.settings = settings
        case .turnStarted(let record):
            return touching(line) { state in state.apply(record, atMs: line.atMs) }
        case .itemStarted(let record):
            return touching(line) { state in state.applyStart(record, atMs: line.atMs) }
        case .itemCompleted(let record):
            return touching(line) { state in state.applyEnd(record, atMs: line.atMs) }
        case .modelItem(let record):
            return history.append(record.item).map { message in (.orphanOutput, message) }
        case .userMessage(let record):
            clientMessages[record.clientUserMessageId] = record.turnId
        case .turnCompleted(let record):
            return touching(line) { state in state.apply(record, atMs: line.atMs) }
        case .tokenUsage(let record):
            tokenUsage = record
        case .name(let name):
            self.name = name
            updatedAtMs = max(updatedAtMs ?? 0, line.atMs)
        case .sequenceReserved(let number):
            reservedSeq = number
        case .unknown:
            break
        }
        return nil
    }

    /// Runs `body`, which changes turns or items, and notes that the thread was used then.
    private mutating func touching(
        _ line: LogLine, _ body: (inout ThreadReducer) -> Irregularity?
    ) -> Irregularity? {
        updatedAtMs = max(updatedAtMs ?? 0, line.atMs)
        return body(&self)
    }

    // MARK: - Records

    private mutating func apply(_ header: ThreadHeader) -> Irregularity? {
        guard self.header == nil else { return (.secondHeader, "a second header") }
        self.header = header
        guard header.id != id else { return nil }
        self.header?.id = id
        return (.foreignHeader, "the header names the thread \(header.id)")
    }

    private mutating func apply(_ record: TurnStartedRecord, atMs: Int) -> Irregularity? {
        if turnIndex[record.turnId] != nil {
            return (.repeatedTurn, "the turn \(record.turnId) began before")
        }
        let index = makeTurn(record.turnId)
        turns[index].rootTurnId = record.rootTurnId
        turns[index].startedAtMs = record.startedAtMs
        turns[index].startedAt = record.startedAtMs / 1000
        turns[index].lastAtMs = atMs
        recencyAtMs = max(recencyAtMs ?? 0, record.startedAtMs)
        if let message = record.clientUserMessageId { clientMessages[message] = record.turnId }
        return nil
    }

    private mutating func applyStart(_ record: ItemRecord, atMs: Int) -> Irregularity? {
        let (turn, irregularity) = turn(record.turnId, atMs)
        notePreview(record.item)
        // The model stream was retried, or the item grew: the new state replaces the one that has not ended.
        if let index = turns[turn].items.lastIndex(where: { $0.item.id == record.item.id }),
            turns[turn].items[index].completedAtMs == nil
        {
            turns[turn].items[index].item = record.item
        } else {
            turns[turn].items.append(ItemState(item: record.item, startedAtMs: record.atMs))
        }
        return irregularity
    }

    private mutating func applyEnd(_ record: ItemRecord, atMs: Int) -> Irregularity? {
        let (turn, irregularity) = turn(record.turnId, atMs)
        notePreview(record.item)
        if let index = turns[turn].items.lastIndex(where: { $0.item.id == record.item.id }) {
            turns[turn].items[index].item = record.item
            turns[turn].items[index].completedAtMs = record.atMs
        } else {
            turns[turn].items.append(ItemState(item: record.item, completedAtMs: record.atMs))
        }
        return irregularity
    }

    private mutating func apply(_ record: TurnRecord, atMs: Int) -> Irregularity? {
        let (turn, irregularity) = turn(record.id, atMs)
        turns[turn].status = record.status
        turns[turn].error = record.error
        turns[turn].startedAt = record.startedAt ?? turns[turn].startedAt
        turns[turn].completedAt = record.completedAt
        turns[turn].durationMs = record.durationMs
        recencyAtMs = max(recencyAtMs ?? 0, atMs)
        if record.status != .inProgress { endItems(of: turn, atMs) }
        return irregularity
    }

    /// Gives the items of an ended turn that never reached a final state the one that fits, or drops them.
    private mutating func endItems(of turn: Int, _ atMs: Int) {
        guard turns[turn].items.contains(where: { $0.completedAtMs == nil }) else { return }
        turns[turn].items = turns[turn].items.compactMap { state in
            guard state.completedAtMs == nil else { return state }
            guard let item = state.item.afterInterruption(durationMs: nil) else { return nil }
            return ItemState(item: item, startedAtMs: state.startedAtMs, completedAtMs: atMs)
        }
    }

    /// The turn of a record; made up when its beginning is missing.
    private mutating func turn(_ id: String, _ atMs: Int) -> (index: Int, irregularity: Irregularity?) {
        if let index = turnIndex[id] {
            turns[index].lastAtMs = max(turns[index].lastAtMs, atMs)
            return (index, nil)
        }
        let index = makeTurn(id)
        turns[index].lastAtMs = atMs
        return (index, (.missingTurn, "the beginning of the turn \(id) is missing"))
    }

    private mutating func makeTurn(_ id: String) -> Int {
        turnIndex[id] = turns.count
        turns.append(TurnState(id: id))
        return turns.count - 1
    }

    private mutating func notePreview(_ item: ThreadItem) {
        guard preview == nil, case .userMessage(let message) = item else { return }
        preview = ThreadPreview.text(of: message.content)
    }
}
