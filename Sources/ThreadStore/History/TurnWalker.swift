internal import AppServerProtocol

/// Where a turn begins: its first record, in bytes from the start of the log.
struct TurnPlace: Hashable {
    var offset: Int
    var turnId: String
}

extension TurnState {
    /// Where the turn begins.
    var place: TurnPlace { TurnPlace(offset: offset, turnId: id) }
}

/// Steps through the turns of a log in either direction, reverted parts left out. Each step costs what the turn is long,
/// wherever in the log it stands. Blocking.
///
/// A turn is what stands together under one id, by the same rule as in ``HistoryDigest``: so a turn whose first record is
/// damaged is not lost, nor one whose first record is glued behind another.
struct TurnWalker: ~Copyable {
    /// What part of a log counts.
    private struct Bounds {
        /// Where the log ends for this walk.
        var end: Int
        /// A whole last line without its line feed.
        var tail: LineSplitter.Line?
        /// Parts that are no history, in order.
        var reverted: [RevertedRange]
        /// The last turn, if it waits for the user's word: it goes on when somebody resumes the thread.
        var waitingTurnId: String?
        /// The ends of items that came after their turns.
        var lateEnds: [LateEnd]
    }

    private let file: LogFile
    private let bounds: Bounds
    /// Whether the last turn may still run.
    private let isBeingWritten: Bool

    /// Opens a log. Errors: `threadNotFound`, `storage`, `corrupt`.
    ///
    /// - Parameter end: how much of the log counts; nil for all of it.
    init(_ place: ThreadStore.Place, upTo end: Int?) throws(ThreadStoreError) {
        let bounds = try Self.bounds(place, upTo: end)
        let file = try LogFile(place.path, id: place.id)
        self.file = file
        self.bounds = bounds
        isBeingWritten = place.isBeingWritten
    }

    private static func bounds(_ place: ThreadStore.Place, upTo end: Int?) throws(ThreadStoreError) -> Bounds {
        let file = try LogFile(place.path, id: place.id)
        if let digest = place.digest {
            let end = min(end ?? .max, try file.length())
            // Parts that were reverted behind the end are history here.
            return Bounds(
                end: end, tail: nil, reverted: digest.reverted.filter { $0.to < end }, waitingTurnId: nil,
                lateEnds: digest.lateEnds ?? [])
        }
        let loaded = try LogLoader.load(place.path, id: place.id, isBeingWritten: place.isBeingWritten, upTo: end)
        var bounds = Bounds(
            end: loaded.soundLength, tail: nil, reverted: loaded.digest.reverted,
            waitingTurnId: loaded.digest.waitingApprovals.first?.turnId, lateEnds: loaded.digest.lateEnds ?? [])
        if loaded.needsLineFeed {
            bounds.tail = try file.forward(from: loaded.checkpointEnd, upTo: bounds.end) { _ in true }
        }
        return bounds
    }

    /// Why some piece of a line could not be read. See ``LogFile/pieceFailure``.
    var pieceFailure: ThreadStoreError? { file.pieceFailure }

    // MARK: - From turn to turn

    /// Where the newest turn begins; nil when there is none.
    func newestTurn() throws(ThreadStoreError) -> TurnPlace? {
        try turn(before: bounds.end)
    }

    /// Where the oldest turn begins; nil when there is none.
    func oldestTurn() throws(ThreadStoreError) -> TurnPlace? {
        var found: TurnPlace?
        try forward(from: 0) { place in
            found = place
            return false
        }
        return found
    }

    /// Where the turn before another one begins; nil when there is none.
    func turn(before place: TurnPlace) throws(ThreadStoreError) -> TurnPlace? {
        try turn(before: place.offset)
    }

    private func turn(before offset: Int) throws(ThreadStoreError) -> TurnPlace? {
        var found: TurnPlace?
        try backward(before: offset) { place in
            guard found == nil || found?.turnId == place.turnId else { return false }
            found = place
            return true
        }
        return found
    }

    /// Where the turn behind another one begins; nil when there is none.
    func turn(after place: TurnPlace) throws(ThreadStoreError) -> TurnPlace? {
        var found: TurnPlace?
        var isInside = false
        try forward(from: place.offset) { next in
            if next.turnId == place.turnId {
                isInside = true
            } else if isInside || next.offset > place.offset {
                found = next
            }
            return found == nil
        }
        return found
    }

    /// Where a turn begins; nil when the history has none of this id. The newest are looked at first.
    func find(_ turnId: String) throws(ThreadStoreError) -> TurnPlace? {
        var found: TurnPlace?
        try backward(before: bounds.end) { place in
            if place.turnId == turnId { found = place }
            return found == nil || place.turnId == turnId
        }
        return found
    }

    /// The place of a cursor. Errors: `invalidCursor` when no record of its turn stands there, or no longer.
    func place(of cursor: HistoryCursor) throws(ThreadStoreError) -> TurnPlace {
        let place = TurnPlace(offset: cursor.offset, turnId: cursor.turnId)
        guard place.offset < bounds.end, range(around: place.offset) == nil else { throw .cursorOutside }
        guard try isLineStart(place.offset) else { throw .cursorOutside }
        var isThere = false
        try lines(from: place.offset) { line in
            isThere = line.turnIds.contains(place.turnId)
            return false
        }
        guard isThere else { throw .cursorOutside }
        return place
    }

    private func isLineStart(_ offset: Int) throws(ThreadStoreError) -> Bool {
        if offset == 0 { return true }
        return try file.bytes(from: offset - 1, count: 1) == [UInt8(ascii: "\n")]
    }

    // MARK: - A turn

    /// The turn that begins at a place. If nobody can be running it, one without an end is shown as interrupted.
    func turn(at place: TurnPlace) throws(ThreadStoreError) -> TurnState {
        var turn = TurnState(id: place.turnId, offset: place.offset)
        var isLast = true
        let kinds = LogRecord.turnKinds.union(["reverted"])
        try lines(from: place.offset, of: kinds.contains) { line in
            for record in RecordScanner.scan(file.whole(line).bytes).lines {
                if record.record.turnId == place.turnId {
                    turn.apply(record, at: line.offset)
                } else if line.offset > place.offset, record.record.endsTurn {
                    isLast = false
                    return false
                }
            }
            return true
        }
        for late in bounds.lateEnds where late.turnId == place.turnId && late.offset < bounds.end {
            try lines(from: late.offset) { line in
                for record in RecordScanner.scan(file.whole(line).bytes).lines
                where record.record.kind == LogRecord.lateKind {
                    turn.apply(record, at: line.offset)
                }
                return false
            }
        }
        return (isBeingWritten && isLast) || turn.id == bounds.waitingTurnId ? turn : turn.interrupted
    }

    /// Every turn from the first on. Of each item only the last state is parsed.
    func allTurns() throws(ThreadStoreError) -> [Turn] {
        var collector = TurnCollector()
        let kinds = LogRecord.turnKinds.union([LogRecord.lateKind])
        try lines(from: 0, of: kinds.contains) { line in
            // What came to an end while a turn ran that was taken back has ended all the same.
            if range(around: line.offset) == nil || LineStart(line.bytes)?.kind == LogRecord.lateKind {
                collector.take(file.whole(line))
            }
            return true
        }
        return collector.turns(isLastRunning: isBeingWritten || bounds.waitingTurnId != nil)
    }

    // MARK: - Lines

    /// Hands out every record that is history, in order, without stopping at damages, until `body` returns false.
    /// `wants` is asked by kind first, so that what nobody wants costs no parse. With each record comes the line that
    /// holds it.
    func records(
        of wants: (String) -> Bool, from start: Int = 0, _ body: (LogLine, LineSplitter.Line) -> Bool
    ) throws(ThreadStoreError) {
        try lines(from: start, of: wants) { line in
            guard range(around: line.offset) == nil else { return true }
            let line = file.whole(line)
            for record in RecordScanner.scan(line.bytes).lines where wants(record.record.kind ?? "") {
                if !body(record, line) { return false }
            }
            return true
        }
    }

    /// Hands out which turn each record of the history from an offset on is part of, until `body` returns false.
    private func forward(from start: Int, _ body: (TurnPlace) -> Bool) throws(ThreadStoreError) {
        var next: Int? = start
        while let from = next {
            next = nil
            try lines(from: from, of: LogRecord.turnKinds.contains) { line in
                if let range = range(around: line.offset) {
                    next = range.to
                    return false
                }
                return line.turnIds.allSatisfy { body(TurnPlace(offset: line.offset, turnId: $0)) }
            }
        }
    }

    /// The same from an offset on backwards: the last record before it comes first.
    private func backward(before start: Int, _ body: (TurnPlace) -> Bool) throws(ThreadStoreError) {
        func take(_ line: LineSplitter.Line) -> Bool {
            line.turnIds.reversed().allSatisfy { body(TurnPlace(offset: line.offset, turnId: $0)) }
        }
        if let tail = bounds.tail, start > tail.offset, !take(tail) { return }
        var next: Int? = start
        while let from = next {
            next = nil
            try file.backward(before: from, skipping: { Self.isOther($0, LogRecord.turnKinds.contains) }) { line in
                if let range = range(around: line.offset) {
                    next = range.from
                    return false
                }
                return take(line)
            }
        }
    }

    /// Hands out every line of some kinds (and what is of no kind) from an offset on until `body` returns false.
    private func lines(
        from start: Int, of wants: (String) -> Bool = { _ in true }, _ body: (LineSplitter.Line) -> Bool
    ) throws(ThreadStoreError) {
        let rest = try file.forward(from: start, upTo: bounds.end, skipping: { Self.isOther($0, wants) }, body)
        if bounds.tail != nil, let rest { _ = body(rest) }
    }

    /// Whether a line is of another kind than those that are wanted, and nothing else.
    private static func isOther(_ bytes: UnsafeRawBufferPointer, _ wants: (String) -> Bool) -> Bool {
        guard let start = LineStart(bytes), !wants(start.kind) else { return false }
        return LineSplitter.Line.isPlain(bytes)
    }

    /// The outermost part around an offset that is no history.
    private func range(around offset: Int) -> RevertedRange? {
        bounds.reverted.last { $0.from <= offset && offset < $0.to }
    }
}

extension LogRecord {
    /// Whether no turn that began before it goes on behind it.
    fileprivate var endsTurn: Bool {
        if case .reverted = self { return true }
        return turnId != nil
    }
}
