package import AppServerProtocol

/// A turn in the making: what its records say so far. A pure value: no file, no clock.
struct TurnState: Sendable {
    /// An item in the making.
    struct ItemState: Sendable {
        var item: ThreadItem
        var startedAtMs: Int?
        var completedAtMs: Int?
        /// Where its first record stands, in bytes from the start of the log.
        var offset: Int
    }

    let id: String
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
    /// Where its first record stands, in bytes from the start of the log.
    let offset: Int
    /// Where the record of its end stands.
    var endOffset: Int?

    init(id: String, offset: Int) {
        self.id = id
        self.offset = offset
    }

    // MARK: - Records

    /// Takes in the turn's beginning or end.
    mutating func apply(_ edge: TurnEdge, at offset: Int) {
        switch edge.kind {
        case .started(let record): begin(record, edge.atMs)
        case .ended(let record):
            end(record, edge.atMs, at: offset)
            lastAtMs = max(lastAtMs, edge.atMs)
        }
    }

    private mutating func begin(_ record: TurnStartedRecord, _ atMs: Int) {
        guard startedAtMs == nil else { return }
        rootTurnId = record.rootTurnId
        startedAtMs = record.startedAtMs
        startedAt = record.startedAtMs / 1000
        lastAtMs = max(lastAtMs, atMs)
    }

    /// Takes in a record that belongs to the turn.
    mutating func apply(_ line: LogLine, at offset: Int) {
        switch line.record {
        case .turnStarted(let record): return begin(record, line.atMs)
        case .itemStarted(let record): start(record, at: offset)
        case .itemCompleted(let record): complete(record, at: offset)
        case .itemEndedLate(let record): return endLate(record)
        case .turnCompleted(let record): end(record, line.atMs, at: offset)
        default: return
        }
        lastAtMs = max(lastAtMs, line.atMs)
    }

    private mutating func start(_ record: ItemRecord, at offset: Int) {
        // The model stream was retried, or the item grew: the new state replaces the one that has not ended.
        if let index = items.lastIndex(where: { $0.item.id == record.item.id }), items[index].completedAtMs == nil {
            items[index].item = record.item
        } else {
            items.append(ItemState(item: record.item, startedAtMs: record.atMs, offset: offset))
        }
    }

    private mutating func complete(_ record: ItemRecord, at offset: Int) {
        if let index = items.lastIndex(where: { $0.item.id == record.item.id }) {
            items[index].item = record.item
            items[index].completedAtMs = record.atMs
        } else {
            items.append(ItemState(item: record.item, completedAtMs: record.atMs, offset: offset))
        }
    }

    /// Takes in the end of an item that came after the turn's.
    mutating func endLate(_ record: ItemRecord) {
        if let index = items.lastIndex(where: { $0.item.id == record.item.id }) {
            items[index].item = record.item
            items[index].completedAtMs = record.atMs
        }
    }

    private mutating func end(_ record: TurnRecord, _ atMs: Int, at offset: Int) {
        status = record.status
        error = record.error
        startedAt = record.startedAt ?? startedAt
        completedAt = record.completedAt
        durationMs = record.durationMs
        endOffset = offset
        if record.status != .inProgress { endItems(atMs) }
    }

    /// Gives the items that never reached a final state the one that fits, or drops them.
    private mutating func endItems(_ atMs: Int) {
        guard items.contains(where: { $0.completedAtMs == nil }) else { return }
        items = items.compactMap { state in
            guard state.completedAtMs == nil else { return state }
            guard let item = state.item.afterInterruption(durationMs: nil) else { return nil }
            return ItemState(item: item, startedAtMs: state.startedAtMs, completedAtMs: atMs, offset: state.offset)
        }
    }

    // MARK: - What follows

    /// The turn with its items in final states, for one whose end was taken in before them.
    var ended: TurnState {
        var turn = self
        turn.endItems(lastAtMs)
        return turn
    }

    /// The turn as it would be if its process had ended it when it died. Turns that have ended stay as they are.
    var interrupted: TurnState {
        guard status == .inProgress else { return self }
        var turn = self
        turn.status = .interrupted
        turn.completedAt = lastAtMs / 1000
        turn.durationMs = startedAtMs.map { max(0, lastAtMs - $0) }
        turn.endItems(lastAtMs)
        return turn
    }

    /// The turn on the wire.
    func turn(_ view: TurnItemsView) -> Turn {
        let turn = Turn(
            id: id, rootTurnId: rootTurnId, items: view == .notLoaded ? [] : items.map(\.item),
            itemsView: view == .notLoaded ? .notLoaded : .full, status: status, error: error, startedAt: startedAt,
            completedAt: completedAt, durationMs: durationMs)
        return turn.viewed(view)
    }

    /// The turn's items in their places.
    var entries: [ThreadItemEntry] { items.indices.map(entry) }

    /// One of them.
    func entry(_ index: Int) -> ThreadItemEntry {
        ThreadItemEntry(
            turnId: id, item: items[index].item, startedAtMs: items[index].startedAtMs,
            completedAtMs: items[index].completedAtMs)
    }
}

extension Turn {
    /// The turn with as much of its items as a client asks for: in a summary, what the user said and the last answer.
    package func viewed(_ view: TurnItemsView) -> Turn {
        var turn = self
        turn.itemsView = view
        switch view {
        case .full:
            break
        case .notLoaded:
            turn.items = []
        case .summary:
            let answer = items.lastIndex { if case .agentMessage = $0 { true } else { false } }
            turn.items = items.indices.compactMap { index in
                if case .userMessage = items[index] { return items[index] }
                return index == answer ? items[index] : nil
            }
        }
        return turn
    }
}
