package import AppServerProtocol
import Support
import ThreadStore

/// What threads have to do: goals and queues, of loaded threads and stored ones.
extension ThreadManager {
    // MARK: - Goals

    /// Gives a thread a goal or changes it. On a loaded thread an active goal goes on at once; a stored one stays as it is
    /// until somebody resumes it.
    package func setGoal(
        _ params: ThreadGoalSetParams, userAgent: String
    ) async throws(AgentError) -> (goal: ThreadGoal, afterwards: @Sendable () -> Void) {
        switch try await goalPlace(params.threadId) {
        case .loaded(let thread):
            let (goal, afterwards) = try await thread.setGoal(params, userAgent: userAgent)
            try await confirm(thread.id, afterwards)
            return (goal, afterwards)
        case .stored(let feed):
            do {
                var goals = GoalBook(goal: feed.read(\.digest.goal))
                let goal = try goals.set(params, atMs: environment.clock.milliseconds())
                feed.record(.goal(goal))
                note(feed)
                try await checkWritten(feed.id)
                return (goal, announcing(feed) { $0.announceGoal() })
            } catch {
                feed.close()
                throw error
            }
        }
    }

    /// A thread's goal.
    package func goal(_ id: String) async throws(AgentError) -> ThreadGoal? {
        do throws(AgentError) {
            let (snapshot, path) = try await look(id)
            guard path != nil else { throw Self.withoutGoals(id) }
            guard loaded[id.lowercased()] != nil || !snapshot.state.digest.isArchived else {
                throw AgentError(.threadNotFound, "")
            }
            return snapshot.state.digest.goal
        } catch {
            throw error.kind == .threadNotFound ? AgentError(.threadNotFound, "thread not found: \(id)") : error
        }
    }

    /// Takes a thread's goal away. Returns what tells clients; nil if there was none.
    package func clearGoal(_ id: String) async throws(AgentError) -> (@Sendable () -> Void)? {
        switch try await goalPlace(id) {
        case .loaded(let thread):
            try checkDisk(thread.id)
            guard let afterwards = await thread.clearGoal() else { return nil }
            try await confirm(thread.id, afterwards)
            return afterwards
        case .stored(let feed):
            guard feed.read(\.digest.goal) != nil else {
                feed.close()
                return nil
            }
            feed.record(.goal(nil))
            note(feed)
            let afterwards = announcing(feed) { $0.announceGoal() }
            try await confirm(feed.id, afterwards)
            return afterwards
        }
    }

    private func goalPlace(_ id: String) async throws(AgentError) -> Place {
        let place: Place
        do {
            place = try await self.place(of: id)
        } catch {
            throw error.kind == .threadNotFound ? AgentError(.threadNotFound, "thread not found: \(id)") : error
        }
        switch place {
        case .loaded(let thread):
            guard thread.feed.path != nil else { throw Self.withoutGoals(id) }
        case .stored(let feed):
            guard !feed.read(\.digest.isArchived) else {
                feed.close()
                throw AgentError(.threadNotFound, "thread not found: \(id)")
            }
        }
        return place
    }

    private static func withoutGoals(_ id: String) -> AgentError {
        AgentError(.unsupported, "ephemeral thread does not support goals: \(id)")
    }

    // MARK: - Queues

    /// Puts an input into a thread's queue. A stored thread is loaded for that: the input may start at once.
    package func addToQueue(
        _ params: ThreadQueueAddParams, userAgent: String
    ) async throws(AgentError) -> (submission: QueuedSubmission, afterwards: @Sendable () -> Void) {
        let thread = try await workingThread(params.threadId)
        let added: (submission: QueuedSubmission, afterwards: @Sendable () -> Void)
        do {
            added = try await thread.addToQueue(params, userAgent: userAgent)
        } catch {
            // It was unloaded at this very moment: it is loaded again.
            guard error.kind == .threadNotFound, loaded[thread.id] !== thread else { throw error }
            added = try await workingThread(params.threadId).addToQueue(params, userAgent: userAgent)
        }
        try await confirm(thread.id, added.afterwards)
        return added
    }

    /// Starts a turn with an input of a thread's queue.
    package func startQueued(
        _ params: ThreadQueueStartParams, userAgent: String
    ) async throws(AgentError) -> AgentThread.AcceptedTurn {
        try await workingThread(params.threadId).startQueued(params.queuedSubmissionId, userAgent: userAgent)
    }

    /// A page of a thread's queue.
    package func queue(_ params: ThreadQueueListParams) async throws(AgentError) -> ThreadQueueListResponse {
        do throws(AgentError) {
            let (snapshot, path) = try await look(params.threadId)
            guard path != nil else { throw Self.withoutQueue(params.threadId) }
            return try SubmissionQueue(snapshot.state.digest.queue).page(cursor: params.cursor, limit: params.limit)
        } catch {
            throw error.kind == .threadNotFound ? .noStoredThread(params.threadId) : error
        }
    }

    /// Changes what an input says that waits.
    package func updateQueued(
        _ params: ThreadQueueUpdateParams
    ) async throws(AgentError) -> (result: QueuedSubmission, afterwards: @Sendable () -> Void) {
        if let problem = UserInputRules.problem(in: params.input) { throw AgentError(problem) }
        return try await changeQueue(params.threadId) { queue throws(AgentError) in
            (try queue.update(id: params.queuedSubmissionId, input: params.input), true)
        }
    }

    /// Takes an input out of a thread's queue. Says whether it was there.
    package func deleteQueued(
        _ params: ThreadQueueDeleteParams
    ) async throws(AgentError) -> (result: Bool, afterwards: @Sendable () -> Void) {
        try await changeQueue(params.threadId) { queue throws(AgentError) in
            let wasThere = queue.delete(id: params.queuedSubmissionId)
            return (wasThere, wasThere)
        }
    }

    /// Puts a thread's queue into another order.
    package func reorderQueue(
        _ params: ThreadQueueReorderParams
    ) async throws(AgentError) -> (@Sendable () -> Void) {
        try await changeQueue(params.threadId) { queue throws(AgentError) in
            try queue.reorder(params.queuedSubmissionIds)
            return ((), true)
        }.afterwards
    }

    private func changeQueue<Result: Sendable>(
        _ id: String,
        _ change: @Sendable (inout SubmissionQueue) throws(AgentError) -> (result: Result, hasChanged: Bool)
    ) async throws(AgentError) -> (result: Result, afterwards: @Sendable () -> Void) {
        switch try await place(of: id) {
        case .loaded(let thread):
            guard thread.feed.path != nil else { throw Self.withoutQueue(id) }
            try checkDisk(thread.id)
            let (result, afterwards) = try await thread.changeQueue(change)
            try await confirm(thread.id, afterwards)
            return (result, afterwards)
        case .stored(let feed):
            do throws(AgentError) {
                var queue = SubmissionQueue(feed.read(\.digest.queue))
                let (result, hasChanged) = try change(&queue)
                if hasChanged {
                    feed.record(.queue(queue.record))
                    try await checkWritten(feed.id)
                }
                return (result, announcing(feed) { if hasChanged { $0.queueChanged() } })
            } catch {
                feed.close()
                throw error
            }
        }
    }

    /// A thread that is to get something to do. One that nobody listens to is unloaded when that is done.
    private func workingThread(_ id: String) async throws(AgentError) -> AgentThread {
        try checkID(id)
        let thread = try await loadStored(id, overrides: nil)
        guard thread.feed.path != nil else { throw Self.withoutQueue(id) }
        if !thread.feed.hasSubscribers { startUnloading(thread.id) }
        return thread
    }

    private static func withoutQueue(_ id: String) -> AgentError {
        AgentError(.unsupported, "ephemeral thread does not support queued submissions: \(id)")
    }

    // MARK: - Loaded or not

    /// Where a thread's work is kept at the moment.
    private enum Place {
        case loaded(AgentThread)
        /// The feed of a thread that is not loaded, opened for one change.
        case stored(ThreadFeed)
    }

    private func place(of id: String) async throws(AgentError) -> Place {
        try checkID(id)
        if let thread = loaded[id.lowercased()] { return .loaded(thread) }
        return .stored(try await closedFeed(id.lowercased()))
    }

    /// Tells clients of a change to a stored thread, then lets the thread go.
    private func announcing(
        _ feed: ThreadFeed, _ announce: @escaping @Sendable (ThreadFeed) -> Void
    ) -> @Sendable () -> Void {
        {
            announce(feed)
            feed.close()
        }
    }

    /// Confirms a change: it is in the thread's log. One that is only in memory is told to clients all the same, before the
    /// error that says so.
    private func confirm(_ id: String, _ afterwards: @Sendable () -> Void) async throws(AgentError) {
        do throws(AgentError) {
            try await checkWritten(id)
        } catch {
            afterwards()
            throw error
        }
    }

    private func note(_ feed: ThreadFeed) {
        environment.store.noteSummary(feed.read { $0.digest.summary })
    }
}
