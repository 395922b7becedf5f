package import AppServerProtocol
import Support
package import ThreadStore

/// Looking at threads. None of it loads a thread or subscribes anybody.
extension ThreadManager {
    // MARK: - One thread

    /// A thread as it is now, whether it is loaded or not.
    package func read(
        _ params: ThreadReadParams
    ) async throws(AgentError) -> (thread: Thread, state: ThreadReadState?) {
        let (snapshot, path) = try await look(params.threadId)
        let state = snapshot.state
        guard params.includeTurns else {
            return (
                try await sectioned(wireThread(state, path: path), state), path == nil ? nil : state.digest.readState
            )
        }
        guard path != nil else {
            throw AgentError(.unsupported, "ephemeral threads do not support includeTurns")
        }
        let turns = try await turns(snapshot, state.header.id)
        return (try await sectioned(wireThread(state, path: path, turns: turns), state), state.digest.readState)
    }

    /// The id of the thread that a client means: the one whose log it names, else the one that it names itself.
    func threadID(_ id: String, orAt path: String?) throws(AgentError) -> String {
        guard let path, !path.isEmpty else {
            try checkSessionID(id)
            return id
        }
        let log = PathText.resolve(path, against: environment.workingDirectory)
        guard let found = environment.store.threadID(ofLogAt: log) else {
            throw AgentError(
                .threadNotFound, "failed to resolve rollout path `\(path)`: this home has no log of that name")
        }
        return found
    }

    /// What is known of a thread, with its path; nil for an ephemeral one.
    func look(_ id: String) async throws(AgentError) -> (snapshot: ThreadFeed.Snapshot, path: String?) {
        try checkID(id)
        if let thread = loaded[id.lowercased()] { return (thread.feed.snapshot(), thread.feed.path) }
        let found: StoredThread
        do {
            found = try await environment.store.state(id.lowercased())
        } catch {
            guard error.kind == .threadNotFound else { throw AgentError(error) }
            throw .unreadable(id)
        }
        return (ThreadFeed.Snapshot(state: FeedState(found, environment), logLength: found.length), found.path)
    }

    /// A thread that has a log; `method` is told that it can't do without.
    func lookAtStored(_ id: String, for method: String) async throws(AgentError) -> ThreadFeed.Snapshot {
        let (snapshot, path) = try await look(id)
        guard path != nil else { throw AgentError(.unsupported, "ephemeral threads do not support \(method)") }
        return snapshot
    }

    // MARK: - Many threads

    /// A page of the stored threads; loaded ones with the status that they have now.
    package func list(_ query: ThreadListQuery) async throws(AgentError) -> ThreadListPage {
        for (name, id) in [("parent", query.parentThreadId), ("ancestor", query.ancestorThreadId)] {
            guard let id, !UUIDText.isValid(id) else { continue }
            throw .noThreadID(id, "\(name) thread")
        }
        var query = query
        query.cwds = query.cwds.map { PathText.resolve($0, against: environment.workingDirectory) }
        // An unknown project is an error, as for the peer: an empty list would look like a project without threads.
        if let project = query.projectId { _ = try await stored { try await self.catalog.project(project) } }
        var page = try await stored { [query] in try await self.environment.store.list(query) }
        for index in page.threads.indices {
            takeStatus(of: page.threads[index].id, &page.threads[index].status)
            try await settleProject(&page.threads[index].projectId)
        }
        return page
    }

    /// A page of the threads in whose messages or name a text stands.
    package func search(_ params: ThreadSearchParams) async throws(AgentError) -> ThreadSearchResponse {
        guard !params.searchTerm.isEmpty else {
            throw AgentError(.invalidParams, "thread/search requires a non-empty searchTerm")
        }
        let query = ThreadSearchQuery(
            searchTerm: params.searchTerm, cursor: params.cursor, limit: params.limit,
            sortKey: params.sortKey ?? .createdAt, isAscending: params.sortDirection == .asc,
            sourceKinds: params.sourceKinds ?? [], isArchived: params.archived ?? false)
        var page = try await stored { try await self.environment.store.search(query) }
        for index in page.results.indices {
            takeStatus(of: page.results[index].thread.id, &page.results[index].thread.status)
            try await settleProject(&page.results[index].thread.projectId)
        }
        return ThreadSearchResponse(
            data: page.results, nextCursor: page.nextCursor, backwardsCursor: page.backwardsCursor)
    }

    /// A page of the threads that something is tied to.
    package func attachmentOwners(
        _ params: ThreadAttachmentOwnerListParams
    ) async throws(AgentError) -> ThreadAttachmentOwnerListResponse {
        let query = AttachmentOwnersQuery(
            key: AttachmentKey(attachmentType: params.attachmentType, identityKey: params.identityKey),
            isArchived: params.archived, cursor: params.cursor, limit: params.limit)
        let page = try await stored { try await self.environment.store.attachmentOwners(query) }
        return ThreadAttachmentOwnerListResponse(data: page.owners, nextCursor: page.nextCursor)
    }

    /// Puts the status of a loaded thread into what the index says of it.
    func takeStatus(of id: String, _ status: inout ThreadStatus) {
        guard let known = loaded[id] else { return }
        status = known.feed.read(\.status)
    }

    /// The ids of the loaded threads, sorted.
    package var loadedIDs: [String] { loaded.keys.sorted() }
}

extension FeedState {
    /// The state of a thread that is not loaded.
    init(_ stored: StoredThread, _ environment: AgentEnvironment) {
        self.init(
            digest: stored.digest,
            settings: stored.digest.settings
                ?? ThreadSettings(stored.digest.header, environment.configuration(), environment))
    }
}
