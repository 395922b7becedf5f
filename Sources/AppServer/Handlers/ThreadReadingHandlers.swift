import AgentCore
import AppServerProtocol
import ThreadStore

/// The methods that look at threads and their history.
struct ThreadReadingHandlers: Sendable {
    let threads: ThreadManager

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(ThreadRead.self) { params, _ in
            let (thread, state) = try await threads.read(params)
            return Handled(ThreadReadResponse(thread: thread, readState: state))
        }
        router.on(ThreadTurnsList.self) { params, _ in
            try PageLimit.check(params.limit)
            let page = try await threads.turns(params)
            return Handled(
                ThreadTurnsListResponse(
                    data: page.data, nextCursor: page.nextCursor, backwardsCursor: page.backwardsCursor))
        }
        router.on(ThreadItemsList.self) { params, _ in
            try PageLimit.check(params.limit)
            return Handled(try await threads.items(params))
        }
        router.on(ThreadItemsRead.self) { params, _ in Handled(try await threads.items(params)) }
        router.on(ThreadTimelineList.self) { params, _ in
            try PageLimit.check(params.limit)
            return Handled(try await threads.timeline(params))
        }
        router.on(ThreadSearchOccurrences.self) { params, _ in
            try PageLimit.check(params.limit)
            return Handled(try await threads.occurrences(params))
        }
        router.on(ThreadList.self) { params, _ in try await list(params) }
        router.on(ThreadSearch.self) { params, _ in
            try PageLimit.check(params.limit)
            return Handled(try await threads.search(params))
        }
        router.on(ThreadAttachmentOwnerList.self) { params, _ in
            try PageLimit.check(params.limit)
            return Handled(try await threads.attachmentOwners(params))
        }
        router.on(ThreadLoadedList.self) { params, _ in try await loadedList(params) }
    }

    private func list(_ params: ThreadListParams) async throws -> Handled<ThreadListResponse> {
        try PageLimit.check(params.limit)
        if params.originators?.isEmpty == false {
            throw ServerFailure(
                code: .invalidParams, kind: "invalidParams",
                "originator filtering is not supported by the local app-server")
        }
        if params.parentThreadId != nil && params.ancestorThreadId != nil {
            throw ServerFailure(
                kind: "invalidParams", "parentThreadId and ancestorThreadId are mutually exclusive")
        }
        // In none of no directories there is a thread; a missing list asks for those of all.
        if params.cwd == .anyOf([]) { return Handled(ThreadListResponse(data: [], readStates: [:])) }
        let page = try await threads.list(ThreadListQuery(params))
        return Handled(
            ThreadListResponse(
                data: page.threads, readStates: page.readStates, nextCursor: page.nextCursor,
                backwardsCursor: page.backwardsCursor))
    }

    private func loadedList(_ params: ThreadLoadedListParams) async throws -> Handled<ThreadLoadedListResponse> {
        try PageLimit.check(params.limit)
        var ids = await threads.loadedIDs
        if let cursor = params.cursor {
            guard cursor.utf8.count == 36 else { throw AgentError(.invalidCursor, "invalid cursor: \(cursor)") }
            ids.removeAll { $0 <= cursor }
        }
        guard let limit = params.limit.map({ max($0, 1) }), limit < ids.count else {
            return Handled(ThreadLoadedListResponse(data: ids, nextCursor: nil))
        }
        return Handled(ThreadLoadedListResponse(data: Array(ids[..<limit]), nextCursor: ids[limit - 1]))
    }
}
