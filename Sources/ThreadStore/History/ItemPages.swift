package import AppServerProtocol

extension ThreadStore {
    /// A page of a thread's items.
    ///
    /// - Parameter end: how many bytes of the log count; nil for all of them.
    ///
    /// Errors: `invalidCursor`, and as for ``state(_:)``.
    package func items(
        _ id: String, _ query: ItemsQuery, upTo end: Int? = nil
    ) async throws(ThreadStoreError) -> StoredItemsPage {
        let place = try await place(of: id)
        return try await readers.run { () throws(ThreadStoreError) in
            try ItemPager(TurnWalker(place, upTo: end)).page(query)
        }
    }

    /// Single items of a turn, in its order; ids that it doesn't have are left out.
    package func items(
        _ id: String, turnId: String, itemIds: [String], upTo end: Int? = nil
    ) async throws(ThreadStoreError) -> [ThreadItemEntry] {
        let place = try await place(of: id)
        let wanted = Set(itemIds)
        return try await readers.run { () throws(ThreadStoreError) in
            let walker = try TurnWalker(place, upTo: end)
            guard let place = try walker.find(turnId) else { return [] }
            return try walker.turn(at: place).entries.filter { wanted.contains($0.item.id) }
        }
    }
}

/// Pages through the items of all turns, or of one.
struct ItemPager: ~Copyable {
    private let walker: TurnWalker

    init(_ walker: consuming TurnWalker) {
        self.walker = walker
    }

    /// A place among the items: a turn, and the number of an item in it.
    private struct Position {
        var turn: TurnState
        var index: Int
    }

    func page(_ query: ItemsQuery) throws(ThreadStoreError) -> StoredItemsPage {
        var positions: [Position] = []
        var next = try start(query)
        while let position = next, positions.count < query.limit {
            positions.append(position)
            next = try step(from: position, query)
        }
        return StoredItemsPage(
            entries: positions.map { $0.turn.entry($0.index) },
            nextCursor: next == nil ? nil : positions.last.map { Self.cursor($0, isInclusive: false) },
            backwardsCursor: positions.first.map { Self.cursor($0, isInclusive: true) })
    }

    private static func cursor(_ position: Position, isInclusive: Bool) -> String {
        HistoryCursor(
            kind: .item, offset: position.turn.offset, turnId: position.turn.id, index: position.index,
            isInclusive: isInclusive
        ).text
    }

    private func start(_ query: ItemsQuery) throws(ThreadStoreError) -> Position? {
        switch query.start {
        case nil:
            return try edge(query)
        case .cursor(let text):
            let cursor = try HistoryCursor(parsing: text, kind: .item)
            let turn = try walker.turn(at: walker.place(of: cursor))
            // Without a number it is the edge of the turn.
            guard let index = cursor.index else { return try enter(turn, query) }
            // An item that had no content yet when its turn was interrupted is no longer there.
            let position = Position(turn: turn, index: min(max(index, 0), turn.items.count))
            let isThere = turn.items.indices.contains(position.index)
            return cursor.isInclusive && isThere ? position : try step(from: position, query)
        case .item(let itemId):
            guard let turnId = query.turnId, let place = try walker.find(turnId) else { throw .cursorOutside }
            let turn = try walker.turn(at: place)
            guard let index = turn.items.lastIndex(where: { $0.item.id == itemId }) else { throw .cursorOutside }
            return try step(from: Position(turn: turn, index: index), query)
        }
    }

    /// The first item in the direction of the page.
    private func edge(_ query: ItemsQuery) throws(ThreadStoreError) -> Position? {
        if let turnId = query.turnId {
            guard let place = try walker.find(turnId) else { return nil }
            return try enter(try walker.turn(at: place), query)
        }
        let place = query.isAscending ? try walker.oldestTurn() : try walker.newestTurn()
        guard let place else { return nil }
        return try enter(try walker.turn(at: place), query)
    }

    /// The first item of a turn, or of the next one that has items, in the direction of the page.
    private func enter(_ turn: TurnState, _ query: ItemsQuery) throws(ThreadStoreError) -> Position? {
        var turn = turn
        while turn.items.isEmpty {
            guard let next = try turnBeside(turn, query) else { return nil }
            turn = next
        }
        return Position(turn: turn, index: query.isAscending ? 0 : turn.items.count - 1)
    }

    private func step(from position: Position, _ query: ItemsQuery) throws(ThreadStoreError) -> Position? {
        let index = position.index + (query.isAscending ? 1 : -1)
        if position.turn.items.indices.contains(index) { return Position(turn: position.turn, index: index) }
        guard let turn = try turnBeside(position.turn, query) else { return nil }
        return try enter(turn, query)
    }

    private func turnBeside(_ turn: TurnState, _ query: ItemsQuery) throws(ThreadStoreError) -> TurnState? {
        guard query.turnId == nil else { return nil }
        let place = query.isAscending ? try walker.turn(after: turn.place) : try walker.turn(before: turn.place)
        guard let place else { return nil }
        return try walker.turn(at: place)
    }
}
