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
        try await work({ () throws(AgentError) in try await self.goalPlace(params.threadId) }) {
            thread throws(AgentError) in
            try await thread.setGoal(params, userAgent: userAgent)
        } stored: { feed throws(AgentError) in
            let before = GoalBook(feed.read(\.digest))
            var goals = before
            let goal = try goals.set(params, atMs: environment.clock.milliseconds())
            try await keep(goals.record, inPlaceOf: before.record, on: feed)
            return (goal, announcing(feed) { $0.announceGoal() })
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
            throw error.kind == .threadNotFound ? .notLoaded(id) : error
        }
    }

    /// Takes a thread's goal away. Returns what tells clients; nil if there was none.
    package func clearGoal(_ id: String) async throws(AgentError) -> (@Sendable () -> Void)? {
        try await work({ () throws(AgentError) in try await self.goalPlace(id) }) { thread throws(AgentError) in
            try await thread.clearGoal()
        } stored: { feed throws(AgentError) in
            let before = GoalBook(feed.read(\.digest))
            guard before.goal != nil else {
                feed.close()
                return nil
            }
            try await keep(.goal(nil), inPlaceOf: before.record, on: feed)
            return announcing(feed) { $0.announceGoal() }
        }
    }

    private func goalPlace(_ id: String) async throws(AgentError) -> Place {
        let place: Place
        do {
            place = try await self.place(of: id)
        } catch {
            throw error.kind == .threadNotFound ? .notLoaded(id) : error
        }
        switch place {
        case .loaded(let thread):
            guard thread.feed.path != nil else { throw Self.withoutGoals(id) }
        case .stored(let feed):
            guard !feed.read(\.digest.isArchived) else {
                feed.close()
                throw .notLoaded(id, advice: "The thread is archived. Call `thread/unarchive` first.")
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
        try await work({ () throws(AgentError) in .loaded(try await self.workingThread(params.threadId)) }) {
            thread throws(AgentError) in
            try await thread.addToQueue(params, userAgent: userAgent)
        } stored: { _ throws(AgentError) in
            throw .noStoredThread(params.threadId)
        }
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
        try await work({ () throws(AgentError) in try await self.place(of: id) }) { thread throws(AgentError) in
            guard thread.feed.path != nil else { throw Self.withoutQueue(id) }
            return try await thread.changeQueue(change)
        } stored: { feed throws(AgentError) in
            let before = SubmissionQueue(feed.read(\.digest.queue))
            var queue = before
            let (result, hasChanged) = try change(&queue)
            if hasChanged { try await keep(.queue(queue.record), inPlaceOf: .queue(before.record), on: feed) }
            return (result, announcing(feed) { if hasChanged { $0.queueChanged() } })
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

    /// Does something with what a thread has to do, where it is kept at the moment. A thread that is being unloaded at this
    /// very moment is looked for again.
    private func work<Result>(
        _ find: () async throws(AgentError) -> Place,
        loaded change: (AgentThread) async throws(AgentError) -> Result,
        stored changeStored: (ThreadFeed) async throws(AgentError) -> Result
    ) async throws(AgentError) -> Result {
        switch try await find() {
        case .loaded(let thread):
            do throws(AgentError) {
                return try await change(thread)
            } catch {
                guard error.kind == .threadNotFound, loaded[thread.id] !== thread else { throw error }
                return try await work(find, loaded: change, stored: changeStored)
            }
        case .stored(let feed):
            do throws(AgentError) {
                return try await changeStored(feed)
            } catch {
                feed.close()
                throw error
            }
        }
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

    /// Writes a change to a stored thread down; one that can't be written is taken back.
    private func keep(
        _ record: LogRecord, inPlaceOf old: LogRecord, on feed: ThreadFeed
    ) async throws(AgentError) {
        feed.record(record)
        do throws(AgentError) {
            try await checkWritten(feed.id)
        } catch {
            feed.record(old)
            throw error
        }
        environment.store.noteSummary(feed.read { $0.digest.summary })
    }
}
