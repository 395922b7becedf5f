package import AppServerProtocol

extension ThreadStore {
    /// A page of a thread's turns.
    ///
    /// - Parameter end: how many bytes of the log count; nil for all of them.
    ///
    /// Errors: `invalidCursor`, and as for ``state(_:)``.
    package func turns(
        _ id: String, _ query: TurnsQuery, upTo end: Int? = nil
    ) async throws(ThreadStoreError) -> TurnsPage {
        let place = try await place(of: id)
        return try await readers.run { () throws(ThreadStoreError) in
            try Self.turns(TurnWalker(place, upTo: end), query)
        }
    }

    private static func turns(_ walker: consuming TurnWalker, _ query: TurnsQuery) throws(ThreadStoreError) -> TurnsPage
    {
        var next = try start(walker, query)
        var turns: [TurnState] = []
        while let place = next, turns.count < query.limit {
            turns.append(try walker.turn(at: place))
            next = query.isAscending ? try walker.turn(after: place) : try walker.turn(before: place)
        }
        func cursor(_ turn: TurnState?, isInclusive: Bool) -> String? {
            turn.map { HistoryCursor(kind: .turn, offset: $0.offset, turnId: $0.id, isInclusive: isInclusive).text }
        }
        return TurnsPage(
            data: turns.map { $0.turn(query.itemsView) },
            nextCursor: next == nil ? nil : cursor(turns.last, isInclusive: false),
            backwardsCursor: cursor(turns.first, isInclusive: true))
    }

    /// Where the first turn of a page begins.
    private static func start(
        _ walker: borrowing TurnWalker, _ query: TurnsQuery
    ) throws(ThreadStoreError) -> TurnPlace? {
        guard let text = query.cursor else {
            return query.isAscending ? try walker.oldestTurn() : try walker.newestTurn()
        }
        let cursor = try HistoryCursor(parsing: text, kind: .turn)
        let place = try walker.place(of: cursor)
        if cursor.isInclusive { return place }
        return query.isAscending ? try walker.turn(after: place) : try walker.turn(before: place)
    }

    /// Every turn of a thread, with all its items. Its cost grows with the log.
    package func allTurns(_ id: String, upTo end: Int? = nil) async throws(ThreadStoreError) -> [Turn] {
        let place = try await place(of: id)
        return try await readers.run { () throws(ThreadStoreError) in
            try TurnWalker(place, upTo: end).allTurns()
        }
    }
}

extension HistoryCursors {
    /// Where lists begin that go back from the newest turn and item of a thread.
    package init(_ digest: ThreadDigest) {
        guard let last = digest.lastTurn else { return }
        turns = HistoryCursor(kind: .turn, offset: last.offset, turnId: last.id, isInclusive: true).text
        items = HistoryCursor(kind: .item, offset: last.offset, turnId: last.id, isInclusive: true).text
    }
}
