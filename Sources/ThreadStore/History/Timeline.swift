internal import AppServerProtocol

extension ThreadStore {
    /// How many entries a page of the timeline has when the client does not say.
    private static let defaultTimelineLimit = 25

    /// A page of a thread's timeline, going back in time; each page is oldest first. Positions are places in the log.
    ///
    /// - Parameters:
    ///   - cursor: `nextCursor` of an earlier page; nil for the newest entries.
    ///   - limit: how many entries at most.
    ///   - end: how many bytes of the log count; nil for all of them.
    ///
    /// Errors: `invalidCursor`, and as for ``state(_:)``.
    package func timeline(
        _ id: String, cursor: String?, limit: Int?, upTo end: Int? = nil
    ) async throws(ThreadStoreError) -> StoredTimelinePage {
        let place = try await place(of: id)
        let limit = max(limit ?? Self.defaultTimelineLimit, 1)
        return try await readers.run { () throws(ThreadStoreError) in
            try Self.timeline(TurnWalker(place, upTo: end), cursor, limit)
        }
    }

    private static func timeline(
        _ walker: consuming TurnWalker, _ cursor: String?, _ limit: Int
    ) throws(ThreadStoreError) -> StoredTimelinePage {
        var before = Int.max
        var next: TurnPlace?
        if let cursor {
            let place = try HistoryCursor(parsing: cursor, kind: .time)
            before = place.index ?? 0
            next = try walker.place(of: place)
        } else {
            next = try walker.newestTurn()
        }
        // Newest first while they are collected.
        var found: [(entry: ThreadTimelineEntry, turn: TurnState)] = []
        while let place = next, found.count <= limit {
            let turn = try walker.turn(at: place)
            found += turn.timeline.filter { $0.position < before }.reversed().map { ($0, turn) }
            next = try walker.turn(before: place)
        }
        let hasMore = found.count > limit || next != nil
        found = Array(found.prefix(limit))
        let oldest = hasMore ? found.last : nil
        return StoredTimelinePage(
            entries: found.reversed().map(\.entry),
            nextCursor: oldest.map { oldest in
                HistoryCursor(
                    kind: .time, offset: oldest.turn.offset, turnId: oldest.turn.id, index: oldest.entry.position,
                    isInclusive: false
                ).text
            })
    }
}

extension TurnState {
    /// The turn's beginning, items and end, in the order in which they came up.
    fileprivate var timeline: [ThreadTimelineEntry] {
        var entries: [ThreadTimelineEntry] = [
            .turnStarted(TimelineTurnStart(position: offset, turnId: id, startedAt: startedAt))
        ]
        entries += items.map { .item(TimelineItem(position: $0.offset, turnId: id, item: $0.item)) }
        if let endOffset {
            entries.append(
                .turnCompleted(
                    TimelineTurnEnd(
                        position: endOffset, turnId: id, status: status, error: error, startedAt: startedAt,
                        completedAt: completedAt, durationMs: durationMs)))
        }
        return entries
    }
}

extension ThreadTimelineEntry {
    /// Its place on the timeline.
    fileprivate var position: Int {
        switch self {
        case .item(let entry): entry.position
        case .turnStarted(let entry): entry.position
        case .turnCompleted(let entry): entry.position
        case .realtime(let entry): entry.position
        }
    }
}
