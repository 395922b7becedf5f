internal import AppServerProtocol
internal import WireJSON

/// Makes a whole thread out of its log, record by record. A pure value: no file, no clock.
///
/// Applying never fails. What does not fit has a rule (see ``LogDamage/Kind``) and is told to the caller.
package struct ThreadReducer: Sendable {
    /// Something irregular about a record.
    package typealias Irregularity = ThreadDigest.Irregularity

    /// Everything but the history.
    package private(set) var digest: ThreadDigest
    private(set) var turns: [TurnState] = []
    /// The model-visible history, without outputs that answer nothing.
    private(set) var modelItems: [RawJSON] = []
    /// The model-visible histories that were replaced by shorter ones, oldest first: what a revert puts back.
    private var replacedModelItems: [[RawJSON]] = []
    private var turnIndex: [String: Int] = [:]
    /// Where in the model-visible history each turn began.
    private var modelItemsBefore: [String: ModelPlace] = [:]

    private struct ModelPlace {
        /// How many histories had been replaced.
        var replaced: Int
        /// How many items there were.
        var count: Int
    }

    /// A thread of which nothing is known but its id.
    package init(id: String) {
        digest = ThreadDigest(id: id)
    }

    /// Whether anything was applied.
    package var isEmpty: Bool { digest.isEmpty }

    /// Takes in the next record, which stands at `offset` bytes from the start of the log. Returns what is irregular
    /// about it, if anything.
    @discardableResult
    package mutating func apply(_ line: LogLine, at offset: Int = 0) -> Irregularity? {
        let irregularity = digest.apply(line, at: offset)
        switch line.record {
        case .turnStarted(let record):
            guard turnIndex[record.turnId] == nil else {
                return (.repeatedTurn, "the turn \(record.turnId) began before")
            }
            turns[turn(record.turnId, offset)].apply(line, at: offset)
        case .itemStarted(let record), .itemCompleted(let record):
            turns[turn(record.turnId, offset)].apply(line, at: offset)
        case .itemEndedLate(let record):
            if let index = turnIndex[record.turnId] { turns[index].apply(line, at: offset) }
        case .turnCompleted(let record):
            turns[turn(record.id, offset)].apply(line, at: offset)
        case .modelItem(let record):
            if irregularity?.kind != .orphanOutput { modelItems.append(record.item) }
        case .compacted(let record):
            replacedModelItems.append(modelItems)
            modelItems = record.items
        case .reverted(let record):
            revert(record)
        default:
            break
        }
        return irregularity
    }

    /// The turn of a record; made up when its beginning is missing.
    private mutating func turn(_ id: String, _ offset: Int) -> Int {
        if let index = turnIndex[id] { return index }
        turnIndex[id] = turns.count
        modelItemsBefore[id] = ModelPlace(replaced: replacedModelItems.count, count: modelItems.count)
        turns.append(TurnState(id: id, offset: offset))
        return turns.count - 1
    }

    private mutating func revert(_ record: RevertedRecord) {
        // Of the turn itself nothing may be left; those behind it are gone all the same.
        guard let index = turnIndex[record.beforeTurnId] ?? turns.firstIndex(where: { $0.offset >= record.toOffset })
        else { return }
        if let place = modelItemsBefore[turns[index].id] {
            if place.replaced < replacedModelItems.count { modelItems = replacedModelItems[place.replaced] }
            replacedModelItems.removeSubrange(place.replaced...)
            modelItems.removeSubrange(place.count...)
        }
        for turn in turns[index...] { turnIndex[turn.id] = nil }
        turns.removeSubrange(index...)
    }

    // MARK: - The result

    /// The whole thread as far as it has been read.
    func whole(path: String, damages: [LogDamage]) -> WholeThread {
        var times: [ItemKey: ItemTimes] = [:]
        for turn in turns {
            for state in turn.items {
                times[ItemKey(turnId: turn.id, itemId: state.item.id)] = ItemTimes(
                    startedAtMs: state.startedAtMs, completedAtMs: state.completedAtMs)
            }
        }
        return WholeThread(
            digest: digest, turns: turns.map { $0.turn(.full) }, itemTimes: times, modelItems: modelItems,
            damages: damages, path: path)
    }
}
