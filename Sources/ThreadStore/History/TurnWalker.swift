internal import AppServerProtocol

/// Steps through the turns of a log in either direction, reverted parts left out. Each step costs what the turn is long,
/// wherever in the log it stands. Blocking.
struct TurnWalker: ~Copyable {
    private let file: LogFile
    /// Where the log ends for this walk.
    let end: Int
    /// Parts that are no history, in order.
    private let reverted: [RevertedRange]
    /// Whether the last turn may still run.
    private let isBeingWritten: Bool
    /// The oldest and the newest turn.
    let history: HistoryDigest

    /// Opens a log. Errors: `threadNotFound`, `storage`, `corrupt`.
    ///
    /// - Parameter end: how much of the log counts; nil for all of it.
    init(_ place: ThreadStore.Place, upTo end: Int?) throws(ThreadStoreError) {
        let (digest, end) = try Self.digest(place, upTo: end)
        let file = try LogFile(place.path, id: place.id)
        self.file = file
        self.end = end
        // Parts that were reverted behind the end are history here.
        reverted = digest.reverted.filter { $0.to <= end }
        history = digest.history
        isBeingWritten = place.isBeingWritten
    }

    /// What is known of the thread, and where its log ends for the walk.
    private static func digest(
        _ place: ThreadStore.Place, upTo end: Int?
    ) throws(ThreadStoreError) -> (ThreadDigest, Int) {
        if let digest = place.digest { return (digest, end ?? .max) }
        let loaded = try LogLoader.load(place.path, id: place.id, isBeingWritten: place.isBeingWritten, upTo: end)
        return (loaded.digest, loaded.soundLength)
    }

    /// The turn whose first record stands at an offset. Errors: `invalidCursor` when none does.
    func turn(at offset: Int, id: String? = nil) throws(ThreadStoreError) -> TurnState {
        guard offset < end, !isReverted(offset) else { throw .cursorOutside }
        var turn: TurnState?
        try lines(from: offset, of: { $0 != "modelItem" }) { line in
            guard let start = LineStart(line.bytes) else { return true }
            switch start.kind {
            case "turnStarted" where turn != nil, "reverted": return false
            case "turnStarted", "itemStarted", "itemCompleted", "turnCompleted": break
            default: return turn != nil
            }
            for record in RecordScanner.scan(line.bytes).lines {
                guard let owner = record.record.turnId else { continue }
                if turn == nil { turn = TurnState(id: owner, offset: offset) }
                guard turn?.id == owner else { return false }
                turn?.apply(record, at: line.offset)
            }
            return true
        }
        guard let turn, id == nil || turn.id == id else { throw .cursorOutside }
        return isBeingWritten && turn.id == history.lastTurn?.id ? turn : turn.interrupted
    }

    /// Where the turn before an offset begins; nil when there is none.
    func turn(before offset: Int) throws(ThreadStoreError) -> Int? {
        var from = min(offset, end)
        while true {
            var found: Int?
            var jump: Int?
            try file.backward(before: from == Int.max ? file.length() : from) { line in
                // Reading goes backwards from the record of a revert straight to what it left.
                if let range = reverted.last(where: { $0.from <= line.offset && line.offset < $0.to }) {
                    jump = range.from
                    return false
                }
                guard LineStart(line.bytes)?.kind == "turnStarted" else { return true }
                found = line.offset
                return false
            }
            guard found == nil, let jump else { return found }
            from = jump
        }
    }

    /// Where the turn behind the one at an offset begins; nil when there is none.
    func turn(after offset: Int) throws(ThreadStoreError) -> Int? {
        try firstTurn(from: offset) { $0 > offset }
    }

    /// Where the first turn begins; nil when there is none.
    func firstTurn() throws(ThreadStoreError) -> Int? {
        try firstTurn(from: 0) { _ in true }
    }

    private func firstTurn(from start: Int, _ accepts: (Int) -> Bool) throws(ThreadStoreError) -> Int? {
        var from = start
        while true {
            var found: Int?
            var jump: Int?
            try lines(from: from, of: { $0 == "turnStarted" }) { line in
                if let range = reverted.first(where: { $0.from <= line.offset && line.offset < $0.to }) {
                    jump = range.to
                    return false
                }
                guard LineStart(line.bytes)?.kind == "turnStarted", accepts(line.offset) else { return true }
                found = line.offset
                return false
            }
            guard found == nil, let jump else { return found }
            from = jump
        }
    }

    /// Hands out every line from an offset on until `body` returns false. A last line without line feed counts, if it is
    /// whole and nobody is writing it.
    private func lines(
        from start: Int, of wants: (String) -> Bool, _ body: (LineSplitter.Line) -> Bool
    ) throws(ThreadStoreError) {
        let skips = { (bytes: UnsafeRawBufferPointer) in LineStart(bytes).map { !wants($0.kind) } ?? false }
        let tail = try file.forward(from: start, upTo: end, skipping: skips, body)
        guard let tail, !isBeingWritten, !tail.isTooLong, RecordScanner.scan(tail.bytes).isWhole else { return }
        _ = body(tail)
    }

    private func isReverted(_ offset: Int) -> Bool {
        reverted.contains { $0.from <= offset && offset < $0.to }
    }

    /// Hands out every record that is history, in order, without stopping at damages, until `body` returns false.
    /// `wants` is asked by kind first, so that what nobody wants costs no parse.
    func records(
        of wants: (String) -> Bool, from start: Int = 0, _ body: (LogLine, _ offset: Int) -> Bool
    ) throws(ThreadStoreError) {
        try lines(from: start, of: wants) { line in
            guard !isReverted(line.offset) else { return true }
            if let start = LineStart(line.bytes), !wants(start.kind) { return true }
            for record in RecordScanner.scan(line.bytes).lines where wants(record.record.kind ?? "") {
                if !body(record, line.offset) { return false }
            }
            return true
        }
    }

    /// Every turn from the first on. Of each item only the last state is parsed.
    func allTurns() throws(ThreadStoreError) -> [Turn] {
        var collector = TurnCollector()
        let kinds: Set = ["turnStarted", "itemStarted", "itemCompleted", "turnCompleted"]
        try lines(from: 0, of: kinds.contains) { line in
            if !isReverted(line.offset) { collector.take(line) }
            return true
        }
        return collector.turns(isLastRunning: isBeingWritten)
    }
}
