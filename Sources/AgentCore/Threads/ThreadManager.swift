package import AppServerProtocol
import Logging
package import ServerConfig
import Support
package import ThreadStore
import WireJSON

/// The threads that are loaded, and the ways to make, find and load them.
package actor ThreadManager {
    /// What a client is told about a thread that it started or resumed, and the feed that it now listens to.
    package struct OpenedThread: Sendable {
        /// The thread as the answer shows it.
        package var thread: Thread
        /// Its sticky settings.
        package var settings: ThreadSettings
        /// The instruction files that the model is given, absolute paths.
        package var instructionSources: [String]
        /// Where its events come from. The client is subscribed; `release` lets the events flow.
        package var feed: ThreadFeed
        /// Whether the call made the thread.
        package var isNew: Bool
        /// Whether the call loaded the thread from its log.
        package var isLoadedNow = false
        /// The number of the newest event contained in the snapshot.
        package var lastSequence: Int
        /// What the client should hear about the settings that it sent.
        package var problems: [ConfigProblem] = []
    }

    private let environment: AgentEnvironment
    private var loaded: [String: AgentThread] = [:]
    private var opening: [String: Task<AgentThread, any Error>] = [:]
    private var isStopping = false

    /// A manager without threads.
    package init(environment: AgentEnvironment) {
        self.environment = environment
    }

    // MARK: - Making and loading

    /// Makes a thread, or finds the one that a client made before under the id that it chose.
    package func start(
        _ params: ThreadStartParams, originator: String, for subscriber: Subscriber
    ) async throws(AgentError) -> OpenedThread {
        guard !isStopping else { throw AgentError(.shuttingDown, "the server is stopping") }
        try UnsupportedParams.check(params)
        let (configuration, unknownKeys) = try configuration(applying: params.config)
        if let chosen = params.threadId, let known = try await existing(chosen) {
            return open(known, for: subscriber, isNew: false, includeTurns: false)
        }
        let settings = try ThreadSettings(params, configuration: configuration, environment: environment)
        _ = try ProviderChoice.provider(
            settings.modelProvider, configuration: configuration, variables: environment.variables)
        let id = params.threadId?.lowercased() ?? environment.identifiers.uuid()
        let header = ThreadHeader(params, id: id, settings: settings, originator: originator, environment: environment)
        let log =
            params.ephemeral == true
            ? nil
            : try await stored { () async throws(ThreadStoreError) in
                try await self.environment.store.create(header)
            }
        let feed = ThreadFeed(
            id: id, state: FeedState(header: header, settings: settings), log: log, clock: environment.clock,
            audience: environment.audience, requests: environment.requests)
        feed.record(.settings(settings))
        let thread = AgentThread(feed: feed, environment: environment, configuration: configuration, history: [])
        loaded[id] = thread
        var opened = open(thread, for: subscriber, isNew: true, includeTurns: false)
        opened.problems = ConfigProblem.unknown(unknownKeys).map { [$0] } ?? []
        return opened
    }

    /// Joins a loaded thread, or loads a stored one.
    package func resume(
        _ params: ThreadResumeParams, for subscriber: Subscriber
    ) async throws(AgentError) -> OpenedThread {
        guard UUIDText.isValid(params.threadId) else {
            throw AgentError(.invalidThreadID, "invalid session id: \(params.threadId) is no UUID")
        }
        try UnsupportedParams.check(params)
        let wasLoaded = loaded[params.threadId.lowercased()] != nil
        let thread = try await loadStored(params.threadId, overrides: params)
        var opened = open(
            thread, for: subscriber, isNew: false, includeTurns: params.excludeTurns != true || params.afterSeq != nil)
        opened.isLoadedNow = !wasLoaded
        return opened
    }

    /// A loaded thread.
    package func thread(_ id: String) throws(AgentError) -> AgentThread {
        guard UUIDText.isValid(id) else { throw AgentError(.invalidThreadID, "invalid thread id: \(id) is no UUID") }
        guard let thread = loaded[id.lowercased()] else {
            throw AgentError(.threadNotFound, "thread not found: \(id)")
        }
        return thread
    }

    private func existing(_ id: String) async throws(AgentError) -> AgentThread? {
        guard UUIDText.isValid(id) else { throw AgentError(.invalidThreadID, "invalid thread id: \(id) is no UUID") }
        do {
            return try await load(id.lowercased(), overrides: nil)
        } catch {
            if error.kind == .threadNotFound { return nil }
            throw error
        }
    }

    /// Loads a thread for a method that works on stored ones; clients know these words for one that is not there.
    private func loadStored(_ id: String, overrides: ThreadResumeParams?) async throws(AgentError) -> AgentThread {
        do {
            return try await load(id.lowercased(), overrides: overrides)
        } catch {
            guard error.kind == .threadNotFound else { throw error }
            throw AgentError(.threadNotFound, "no rollout found for thread id \(id)")
        }
    }

    private func load(_ id: String, overrides: ThreadResumeParams?) async throws(AgentError) -> AgentThread {
        if let thread = loaded[id] { return thread }
        // Two clients that resume at once share one load: a second one would be a second writer of the log.
        let task =
            opening[id]
            ?? Task(executorPreference: environment.executor) { try await self.read(id, overrides: overrides) }
        opening[id] = task
        do {
            return try await task.value
        } catch {
            throw (error as? AgentError) ?? AgentError(.storage, "cannot load thread \(id): \(error)")
        }
    }

    private func read(_ id: String, overrides: ThreadResumeParams?) async throws -> AgentThread {
        defer { opening[id] = nil }
        let (configuration, _) = try configuration(applying: overrides?.config)
        let (log, stored) = try await stored { () async throws(ThreadStoreError) in
            try await self.environment.store.open(id)
        }
        for damage in stored.damages {
            environment.logger.error("a thread's log is damaged", metadata: ["thread": "\(id)", "damage": "\(damage)"])
        }
        let settings: ThreadSettings
        do {
            let base = stored.settings ?? ThreadSettings(stored.header, configuration, environment)
            settings = try base.applying(overrides, configuration: configuration, environment: environment)
            // What can't work is refused before it is kept.
            _ = try ProviderChoice.provider(
                settings.modelProvider, configuration: configuration, variables: environment.variables)
        } catch {
            log.close()
            throw error
        }
        var state = FeedState(stored, settings: settings)
        if let instructions = overrides?.baseInstructions { state.header.baseInstructions = instructions.nonEmpty }
        if let instructions = overrides?.developerInstructions {
            state.header.developerInstructions = instructions.nonEmpty
        }
        let feed = ThreadFeed(
            id: id, state: state, log: log, clock: environment.clock, audience: environment.audience,
            requests: environment.requests)
        if settings != stored.settings { feed.record(.settings(settings)) }
        let thread = AgentThread(
            feed: feed, environment: environment, configuration: configuration,
            history: stored.modelItems + unheard(stored, settings, feed))
        feed.announceLoaded()
        loaded[id] = thread
        return thread
    }

    /// The user's messages that were accepted before the last process died and that no model request carried.
    private func unheard(_ stored: StoredThread, _ settings: ThreadSettings, _ feed: ThreadFeed) -> [RawJSON] {
        guard let turn = stored.turns.last, turn.status == .interrupted else { return [] }
        var unheard: [RawJSON] = []
        for case .userMessage(let message) in turn.items {
            guard
                let item = HistoryItems.userMessage(
                    message.content, workingDirectory: settings.cwd, files: environment.files),
                !stored.modelItems.contains(item)
            else { continue }
            feed.record(.modelItem(ModelItemRecord(turnId: turn.id, item: item)))
            unheard.append(item)
        }
        return unheard
    }

    private func open(
        _ thread: AgentThread, for subscriber: Subscriber, isNew: Bool, includeTurns: Bool
    ) -> OpenedThread {
        let snapshot = thread.feed.attach(subscriber)
        let instructions = InstructionSources.find(snapshot.settings.cwd, environment: environment)
        return OpenedThread(
            thread: snapshot.thread(path: thread.feed.path, version: environment.version, includeTurns: includeTurns),
            settings: snapshot.settings, instructionSources: instructions, feed: thread.feed, isNew: isNew,
            lastSequence: snapshot.sequence)
    }

    private func configuration(
        applying overrides: JSONObject?
    ) throws(AgentError) -> (ServerConfig, [UnknownKey]) {
        let configuration = environment.configuration()
        if let failure = configuration.loadFailure { throw AgentError(.configuration, failure) }
        guard let overrides, !overrides.isEmpty else { return (configuration, []) }
        do {
            let applied = try configuration.applying(overrides)
            return (applied.configuration, applied.unknownKeys)
        } catch {
            throw AgentError(.configuration, error.description)
        }
    }

    // MARK: - Looking

    /// A thread as it is now, whether it is loaded or not. Reading neither loads nor subscribes.
    package func read(_ params: ThreadReadParams) async throws(AgentError) -> (thread: Thread, state: ThreadReadState?)
    {
        guard UUIDText.isValid(params.threadId) else {
            throw AgentError(.invalidThreadID, "invalid thread id: \(params.threadId) is no UUID")
        }
        let id = params.threadId.lowercased()
        if let thread = loaded[id] {
            let snapshot = thread.feed.read { copy $0 }
            return (
                snapshot.thread(
                    path: thread.feed.path, version: environment.version, includeTurns: params.includeTurns),
                snapshot.readState
            )
        }
        let stored: StoredThread
        do {
            stored = try await environment.store.read(id)
        } catch {
            guard error.kind == .threadNotFound else { throw AgentError(error) }
            throw AgentError(.threadNotFound, "thread not loaded: \(params.threadId)")
        }
        let settings = stored.settings ?? ThreadSettings(stored.header, environment.configuration(), environment)
        var state = FeedState(stored, settings: settings)
        state.status = .notLoaded
        return (
            state.thread(path: stored.path, version: environment.version, includeTurns: params.includeTurns),
            state.readState
        )
    }

    /// A page of the stored threads; loaded ones with the status that they have now.
    package func list(_ query: ThreadListQuery) async throws(AgentError) -> ThreadListPage {
        var page = try await stored { () async throws(ThreadStoreError) in
            try await self.environment.store.list(query)
        }
        for index in page.threads.indices {
            guard let thread = loaded[page.threads[index].id] else { continue }
            page.threads[index].status = thread.feed.read(\.status)
        }
        return page
    }

    /// The ids of the loaded threads, sorted.
    package var loadedIDs: [String] { loaded.keys.sorted() }

    // MARK: - Changing

    /// Names a thread, loaded or not.
    package func rename(_ id: String, _ name: String) async throws(AgentError) {
        guard UUIDText.isValid(id) else { throw AgentError(.invalidThreadID, "invalid thread id: \(id) is no UUID") }
        let id = id.lowercased()
        let wasLoaded = loaded[id] != nil
        let thread = try await loadStored(id, overrides: nil)
        await thread.rename(name)
        await thread.note()
        if !wasLoaded && !thread.feed.hasSubscribers {
            loaded[id] = nil
            thread.feed.close()
        }
    }

    /// What became of a subscription.
    package func unsubscribe(_ id: String, _ subscriberID: Int) -> ThreadUnsubscribeStatus {
        guard let thread = loaded[id.lowercased()] else { return .notLoaded }
        return thread.feed.detach(subscriberID) ? .unsubscribed : .notSubscribed
    }

    /// Ends every subscription of a connection that is gone.
    package func connectionClosed(_ subscriberID: Int) {
        for thread in loaded.values { _ = thread.feed.detach(subscriberID) }
    }

    // MARK: - Stopping

    /// Waits for every running turn to end by itself.
    package func waitUntilIdle() async {
        for thread in loaded.values { await thread.waitUntilIdle() }
    }

    /// Interrupts every running turn.
    package func interruptTurns() async {
        for thread in loaded.values { try? await thread.interruption(of: "")?() }
    }

    /// Interrupts every running turn, waits until all have ended, and closes the logs.
    package func stop() async {
        isStopping = true
        await interruptTurns()
        for thread in loaded.values {
            await thread.waitUntilIdle()
            thread.feed.close()
        }
        loaded = [:]
    }

    private func stored<Result: Sendable>(
        _ body: @Sendable () async throws(ThreadStoreError) -> Result
    ) async throws(AgentError) -> Result {
        do {
            return try await body()
        } catch {
            throw AgentError(error)
        }
    }
}

extension AgentError {
    /// A failure of the store as an error for the client.
    init(_ error: ThreadStoreError) {
        switch error.kind {
        case .threadNotFound: self.init(.threadNotFound, error.message)
        case .invalidThreadId: self.init(.invalidThreadID, error.message)
        case .invalidCursor: self.init(.invalidCursor, error.message)
        default: self.init(.storage, error.description)
        }
    }
}
