internal import AppServerProtocol
internal import WireJSON

/// Puts all turns of a log together. Of an item that has several records only the last one is looked at, and a final one
/// is checked to be JSON and passed on as it stands: in a long history decoding and encoding it is most of the work.
struct TurnCollector {
    /// A turn whose items are still lines.
    private struct RawTurn {
        var state: TurnState
        var items: [RawItem] = []
    }

    private struct RawItem {
        var id: String
        var isComplete: Bool
        /// Where its first record stands.
        var offset: Int
        /// Its final state, once a record of that is found to be sound.
        var final: TurnState.ItemState?
        /// Its records while there is no final state, the newest last: the earlier ones count if the last one turns out to
        /// be damaged.
        var lines: [LineSplitter.Line] = []
    }

    /// The final state that a line of its own holds; nil when the line is damaged. Most of a history is such lines, and
    /// what is found here need not be kept besides.
    private static func final(_ item: ItemLineStart, _ line: LineSplitter.Line) -> TurnState.ItemState? {
        guard let raw = try? JSONDocument(parsing: line.bytes).root["item"] else { return nil }
        return TurnState.ItemState(
            item: .verbatim(VerbatimItem(id: item.itemId, raw: RawJSON(raw))), completedAtMs: item.line.atMs,
            offset: line.offset)
    }

    private var turns: [RawTurn] = []
    /// Where each turn stands in `turns`.
    private var places: [String: Int] = [:]
    /// The turn of the line before. Most lines are of the same turn as that.
    private var lastId = ""
    /// The ends of items that came after their turns.
    private var lateEnds: [ItemRecord] = []
    private var last = 0

    /// Takes in a line that is history.
    mutating func take(_ line: LineSplitter.Line) {
        if line.isPlain, let item = ItemLineStart(line.bytes) {
            return take(item, isComplete: item.line.kind == "itemCompleted", line)
        }
        if line.isPlain, let edge = TurnEdge(line.bytes) {
            let index = turn(edge.turnId, line.offset)
            turns[index].state.apply(edge, at: line.offset)
            return
        }
        for record in RecordScanner.scan(line.bytes).lines {
            if case .itemEndedLate(let late) = record.record {
                lateEnds.append(late)
                continue
            }
            guard let id = record.record.turnId else { continue }
            let index = turn(id, line.offset)
            switch record.record {
            case .itemStarted(let item), .itemCompleted(let item):
                let isComplete = record.record.kind == "itemCompleted"
                var line = line
                // A line with more than one record is kept as the record that counts.
                var bytes: [UInt8] = []
                if (try? record.encode(into: &bytes)) != nil { line.bytes = Array(bytes.dropLast()) }
                Self.put(
                    RawItem(id: item.item.id, isComplete: isComplete, offset: line.offset, lines: [line]),
                    into: &turns[index].items)
            default:
                turns[index].state.apply(record, at: line.offset)
            }
        }
    }

    private mutating func take(_ item: ItemLineStart, isComplete: Bool, _ line: LineSplitter.Line) {
        let index = turn(item.turnId, line.offset)
        let final = isComplete ? Self.final(item, line) : nil
        let raw = RawItem(
            id: item.itemId, isComplete: isComplete, offset: line.offset, final: final,
            lines: final == nil ? [line] : [])
        Self.put(raw, into: &turns[index].items)
    }

    /// An item's new state takes the place of the one before, unless that was final and another item begins.
    ///
    /// Static, because a call on the collector would hold a copy of it, and each line would copy all turns.
    private static func put(_ item: RawItem, into items: inout [RawItem]) {
        guard let index = items.lastIndex(where: { $0.id == item.id }), item.isComplete || !items[index].isComplete
        else {
            items.append(item)
            return
        }
        items[index].isComplete = item.isComplete
        if var final = item.final {
            final.offset = items[index].offset
            items[index].final = final
            items[index].lines = []
        } else {
            items[index].lines += item.lines
        }
    }

    private mutating func turn(_ id: String, _ offset: Int) -> Int {
        if lastId == id { return last }
        lastId = id
        if let place = places[id] {
            last = place
        } else {
            last = turns.count
            places[id] = last
            turns.append(RawTurn(state: TurnState(id: id, offset: offset)))
        }
        return last
    }

    /// The turns, with all their items.
    ///
    /// - Parameter isLastRunning: whether the last turn may still run; others that have no end were interrupted.
    consuming func turns(isLastRunning: Bool) -> [Turn] {
        let last = turns.count - 1
        let late = Dictionary(grouping: lateEnds, by: \.turnId)
        return turns.enumerated().map { index, raw in
            var state = raw.state
            let end = state.status
            state.status = .inProgress
            for item in raw.items {
                if let final = item.final {
                    state.items.append(final)
                    state.lastAtMs = max(state.lastAtMs, final.completedAtMs ?? 0)
                    continue
                }
                for line in item.lines.reversed() {
                    let records = RecordScanner.scan(line.bytes).lines
                    for record in records { state.apply(record, at: item.offset) }
                    if !records.isEmpty { break }
                }
            }
            state.status = end
            // Items that never reached a final state get the one that fits.
            if end != .inProgress {
                var ended = state.ended
                for record in late[state.id] ?? [] { ended.endLate(record) }
                return ended.turn(.full)
            }
            return (isLastRunning && index == last ? state : state.interrupted).turn(.full)
        }
    }
}
