internal import AppServerProtocol

/// Puts all turns of a log together. Of an item that has several records only the last one is parsed: in a long history
/// that is half of the work.
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
        /// Its last record, and those before, the newest last: they count if the last one turns out to be damaged.
        var line: LineSplitter.Line
        var earlier: [LineSplitter.Line] = []
    }

    private var turns: [RawTurn] = []
    /// Where each turn stands in `turns`.
    private var places: [String: Int] = [:]
    /// The turn of the line before. Most lines are of the same turn as that.
    private var lastId = ""
    private var last = 0

    /// Takes in a line that is history.
    mutating func take(_ line: LineSplitter.Line) {
        if line.isPlain, let item = ItemLineStart(line.bytes) {
            return take(item, isComplete: item.line.kind == "itemCompleted", line)
        }
        for record in RecordScanner.scan(line.bytes).lines {
            guard let id = record.record.turnId else { continue }
            let index = turn(id, line.offset)
            switch record.record {
            case .itemStarted(let item), .itemCompleted(let item):
                let isComplete = record.record.kind == "itemCompleted"
                var line = line
                // A line with more than one record is kept as the record that counts.
                var bytes: [UInt8] = []
                if (try? record.encode(into: &bytes)) != nil { line.bytes = Array(bytes.dropLast()) }
                Self.put(item.item.id, isComplete, line, into: &turns[index].items)
            default:
                turns[index].state.apply(record, at: line.offset)
            }
        }
    }

    private mutating func take(_ item: ItemLineStart, isComplete: Bool, _ line: LineSplitter.Line) {
        let index = turn(item.turnId, line.offset)
        Self.put(item.itemId, isComplete, line, into: &turns[index].items)
    }

    /// An item's new state takes the place of the one before, unless that was final and another item begins.
    ///
    /// Static, because a call on the collector would hold a copy of it, and each line would copy all turns.
    private static func put(
        _ id: String, _ isComplete: Bool, _ line: LineSplitter.Line, into items: inout [RawItem]
    ) {
        if let index = items.lastIndex(where: { $0.id == id }), isComplete || !items[index].isComplete {
            items[index].earlier.append(items[index].line)
            items[index].line = line
            items[index].isComplete = isComplete
        } else {
            items.append(RawItem(id: id, isComplete: isComplete, offset: line.offset, line: line))
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
        return turns.enumerated().map { index, raw in
            var state = raw.state
            let end = state.status
            state.status = .inProgress
            for item in raw.items {
                for line in [item.line] + item.earlier.reversed() {
                    let records = RecordScanner.scan(line.bytes).lines
                    for record in records { state.apply(record, at: item.offset) }
                    if !records.isEmpty { break }
                }
            }
            state.status = end
            // Items that never reached a final state get the one that fits.
            if end != .inProgress { return state.ended.turn(.full) }
            return (isLastRunning && index == last ? state : state.interrupted).turn(.full)
        }
    }
}
