package import AppServerProtocol
import Support
import ThreadStore

/// Pages of a thread's history. None of it loads a thread or subscribes anybody.
extension ThreadManager {
    /// A page of a thread's turns.
    package func turns(_ params: ThreadTurnsListParams) async throws(AgentError) -> TurnsPage {
        let snapshot = try await lookAtStored(params.threadId, for: ThreadTurnsList.method)
        let query = TurnsQuery(
            cursor: params.cursor, limit: params.limit, isAscending: params.sortDirection == .asc,
            itemsView: params.itemsView ?? .summary)
        return try await turns(query, snapshot, snapshot.state.header.id)
    }

    /// A page of a thread's items.
    package func items(_ params: ThreadItemsListParams) async throws(AgentError) -> ThreadItemsListResponse {
        let snapshot = try await lookAtStored(params.threadId, for: ThreadItemsList.method)
        let id = snapshot.state.header.id
        let query = ItemsQuery(
            start: try ItemsQuery.Start(params), limit: params.limit, isAscending: params.sortDirection != .desc,
            turnId: params.turnId)
        let page = try await stored {
            try await self.environment.store.items(id, query, upTo: snapshot.logLength)
        }
        return ThreadItemsListResponse(
            data: page.entries.map { snapshot.state.current($0) }, nextCursor: page.nextCursor,
            backwardsCursor: page.backwardsCursor)
    }

    /// Single items of a turn.
    package func items(_ params: ThreadItemsReadParams) async throws(AgentError) -> ThreadItemsReadResponse {
        let snapshot = try await lookAtStored(params.threadId, for: ThreadItemsRead.method)
        let id = snapshot.state.header.id
        let entries = try await stored {
            try await self.environment.store.items(
                id, turnId: params.turnId, itemIds: params.itemIds, upTo: snapshot.logLength)
        }
        return ThreadItemsReadResponse(data: entries.map { snapshot.state.current($0) })
    }

    /// A page of a thread's timeline: turns begin and end, items between.
    package func timeline(
        _ params: ThreadTimelineListParams
    ) async throws(AgentError) -> ThreadTimelineListResponse {
        let snapshot = try await lookAtStored(params.threadId, for: ThreadTimelineList.method)
        let id = snapshot.state.header.id
        let page = try await stored {
            try await self.environment.store.timeline(
                id, cursor: params.cursor, limit: params.limit, upTo: snapshot.logLength)
        }
        return ThreadTimelineListResponse(data: page.entries, nextCursor: page.nextCursor)
    }

    /// Where a text occurs in a thread's messages.
    package func occurrences(
        _ params: ThreadSearchOccurrencesParams
    ) async throws(AgentError) -> ThreadSearchOccurrencesResponse {
        guard !params.searchTerm.trimmed.isEmpty else {
            throw AgentError(.invalidParams, "thread/searchOccurrences requires a non-empty searchTerm")
        }
        let snapshot = try await lookAtStored(params.threadId, for: ThreadSearchOccurrences.method)
        let id = snapshot.state.header.id
        let page = try await stored {
            try await self.environment.store.occurrences(
                id, term: params.searchTerm, cursor: params.cursor, limit: params.limit, upTo: snapshot.logLength)
        }
        return ThreadSearchOccurrencesResponse(data: page.occurrences, nextCursor: page.nextCursor)
    }

    // MARK: - Behind a snapshot

    /// Every turn up to a snapshot, the running one as it was then.
    func turns(_ snapshot: ThreadFeed.Snapshot, _ id: String) async throws(AgentError) -> [Turn] {
        var turns = try await stored {
            try await self.environment.store.allTurns(id, upTo: snapshot.logLength)
        }
        guard let running = snapshot.state.currentTurn else { return turns }
        if turns.last?.id == running.id { turns.removeLast() }
        turns.append(running)
        return turns
    }

    /// A page of the turns up to a snapshot, the running one as it was then.
    func turns(
        _ query: TurnsQuery, _ snapshot: ThreadFeed.Snapshot, _ id: String
    ) async throws(AgentError) -> TurnsPage {
        var page = try await stored {
            try await self.environment.store.turns(id, query, upTo: snapshot.logLength)
        }
        if let running = snapshot.state.currentTurn,
            let index = page.data.firstIndex(where: { $0.id == running.id })
        {
            page.data[index] = running.viewed(query.itemsView)
        }
        return page
    }
}

extension FeedState {
    /// An item of the history with what it has produced since the log last heard of it.
    fileprivate func current(_ entry: ThreadItemEntry) -> ThreadItemEntry {
        guard entry.turnId == turn?.id, let running = running.last(where: { $0.id == entry.item.id }) else {
            return entry
        }
        var entry = entry
        entry.item = running.filling(entry.item)
        return entry
    }
}

extension ItemsQuery.Start {
    /// Where a client wants its page of items to begin.
    fileprivate init?(_ params: ThreadItemsListParams) throws(AgentError) {
        switch params.cursor {
        case nil:
            return nil
        case .text(let cursor):
            self = .cursor(cursor)
        case .anchor(.item(let anchor)):
            guard params.turnId?.isEmpty == false else {
                throw AgentError(.invalidParams, "an item anchor requires a non-empty `turnId`")
            }
            self = .item(anchor.itemId)
        }
    }
}
