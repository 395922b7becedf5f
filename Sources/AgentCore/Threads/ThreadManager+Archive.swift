package import AppServerProtocol
import Support
import ThreadStore

/// Putting threads away, getting them back, and deleting them for good.
extension ThreadManager {
    /// Puts a thread away, and those that its agent made. Returns what tells clients once the answer is on its way.
    package func archive(_ id: String) async throws(AgentError) -> @Sendable () -> Void {
        try checkSessionID(id)
        return try await withFamily(id) { member throws(AgentError) in try await self.archiveOne(member) }
    }

    /// Does something to a thread whose lane the caller has, and before that to every thread that descends from it, each in
    /// its own lane: those tell clients at once, so that what is done is told even where a later one fails. A descendant
    /// that is gone, or for which there is nothing to do, doesn't keep the others.
    ///
    /// Nothing is done where the thread itself is gone, or where another process writes one of the family.
    func withFamily(
        _ id: String, _ body: @escaping @Sendable (String) async throws(AgentError) -> @Sendable () -> Void
    ) async throws(AgentError) -> @Sendable () -> Void {
        // Nothing may come to be below it meanwhile.
        familiesLeaving.insert(id.lowercased())
        defer { familiesLeaving.remove(id.lowercased()) }
        let family = try await family(id)
        if family.count > 1, loaded[id.lowercased()] == nil { _ = try await unwrittenFeed(id.lowercased()) }
        var leases: [ThreadLease] = []
        for member in family { leases.append(try await stored { try await self.environment.store.lease(member) }) }
        defer { withExtendedLifetime(leases) {} }
        for member in family.dropLast() {
            do throws(AgentError) {
                try await lanes.run(member) { () throws(AgentError) in try await body(member)() }
            } catch {
                guard error.kind == .threadNotFound else { throw error }
            }
        }
        return try await body(id.lowercased())
    }

    func archiveOne(_ id: String) async throws(AgentError) -> @Sendable () -> Void {
        try checkDisk(id)
        let wasLoaded = loaded[id] != nil
        let feed = try await takeOut(id)
        guard !feed.read({ $0.digest.isArchived }) else {
            feed.close()
            throw .noStoredThread(id, advice: "The thread is archived already.")
        }
        feed.record(.archived(true))
        do throws(AgentError) {
            try await checkWritten(id)
        } catch {
            // What the log gets once there is space again doesn't put the thread away either.
            feed.record(.archived(false))
            feed.retire()
            feed.close(announcing: wasLoaded ? 1 : 0)
            if wasLoaded { feed.closed() }
            throw error
        }
        environment.store.noteSummary(feed.read { $0.digest.summary })
        feed.retire()
        feed.close(announcing: 1)
        return { feed.archived() }
    }

    /// Gets a thread back from the archive. Returns it, and what tells clients.
    package func unarchive(_ id: String) async throws(AgentError) -> (Thread, @Sendable () -> Void) {
        try checkSessionID(id)
        // What is archived is never loaded.
        if let known = loaded[id.lowercased()] {
            throw .noArchivedThread(
                id, advice: known.feed.path == nil ? AgentError.ephemeralAdvice : Self.notArchivedAdvice)
        }
        let feed: ThreadFeed
        do {
            feed = try await closedFeed(id.lowercased())
        } catch {
            throw error.kind == .threadNotFound ? .noArchivedThread(id) : error
        }
        guard feed.read({ $0.digest.isArchived }) else {
            feed.close()
            throw .noArchivedThread(id, advice: Self.notArchivedAdvice)
        }
        feed.record(.archived(false))
        environment.store.noteSummary(feed.read { $0.digest.summary })
        feed.close(announcing: 1)
        try await checkWritten(feed.id)
        let state = feed.snapshot().state
        return (try await sectioned(wireThread(state, path: feed.path), state), { feed.unarchived() })
    }

    private static let notArchivedAdvice = "The thread is not archived: it can be used as it is."

    /// Deletes a thread and those that its agent made.
    package func delete(_ id: String) async throws(AgentError) -> @Sendable () -> Void {
        try checkID(id)
        if let thread = loaded[id.lowercased()], thread.feed.path == nil {
            throw AgentError(.unsupported, "thread is not persisted and cannot be deleted: \(id)")
        }
        return try await withFamily(id) { member throws(AgentError) in try await self.deleteOne(member) }
    }

    /// Deletes one thread. Its log need not be writable, only its folder: a full disk is no reason to keep it.
    func deleteOne(_ id: String) async throws(AgentError) -> @Sendable () -> Void {
        // From here to the end nobody else can begin to write the thread.
        let lease = try await stored { try await self.environment.store.lease(id) }
        defer { withExtendedLifetime(lease) {} }
        let wasLoaded = loaded[id] != nil
        let feed = try await wasLoaded ? takeOut(id) : unwrittenFeed(id)
        feed.retire()
        feed.close(announcing: 1)
        do throws(AgentError) {
            try await stored { try await self.environment.store.delete(id) }
        } catch {
            if wasLoaded { feed.closed() }
            throw error
        }
        return { feed.deleted() }
    }

    /// The threads that descend from one, the youngest generation first, and the thread itself last.
    func family(_ id: String) async throws(AgentError) -> [String] {
        let id = id.lowercased()
        return try await stored { try await self.environment.store.descendants(of: id) } + [id]
    }

    /// Takes a thread out of use, its turn interrupted; its feed is still open.
    private func takeOut(_ id: String) async throws(AgentError) -> ThreadFeed {
        guard let thread = loaded[id] else { return try await closedFeed(id) }
        guard thread.feed.path != nil else { throw .ephemeral(id) }
        await thread.startNothingMore()
        await thread.stopTurns()
        await thread.sessions.close()
        // Nobody listened to it, and it was unloaded when its turn had ended.
        guard loaded[id] === thread else { return try await closedFeed(id) }
        loaded[id] = nil
        return thread.feed
    }

    /// The feed of a stored thread that is not loaded, for its last events only.
    private func unwrittenFeed(_ id: String) async throws(AgentError) -> ThreadFeed {
        do {
            return feed(FeedState(try await environment.store.state(id), environment), log: nil)
        } catch {
            throw error.kind == .threadNotFound ? .noStoredThread(id) : AgentError(error)
        }
    }

    /// The feed of a stored thread that is not loaded, for one change to it. The caller closes it.
    func closedFeed(_ id: String) async throws(AgentError) -> ThreadFeed {
        do {
            let (log, found) = try await environment.store.open(id)
            report(found)
            return feed(FeedState(found, environment), log: log)
        } catch {
            throw error.kind == .threadNotFound ? .noStoredThread(id) : AgentError(error)
        }
    }
}
