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
        /// The first page of turns, if the client asked for one.
        package var firstPage: TurnsPage?
        /// Where lists of turns and items begin that go back from the newest.
        package var cursors = HistoryCursors()
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
        /// What is wrong with its log, in a sentence; nil when all could be read.
        package var damage: String?
        /// What the client should hear about the settings that it sent.
        package var problems: [ConfigProblem] = []
        /// Begins what the thread goes on with by itself; nil if that is nothing.
        package var goOn: (@Sendable () -> Void)?
    }

    let environment: AgentEnvironment
    let lanes: ThreadLanes
    var loaded: [String: AgentThread] = [:]
    /// How many agents are being made below a thread, by its id.
    var agentsInMaking: [String: Int] = [:]
    /// The threads that are being put away with all that descends from them.
    var familiesLeaving: Set<String> = []
    /// Wakes those who wait for agents.
    nonisolated let agentNews = AgentNews()
    private var opening: [String: Task<AgentThread, any Error>] = [:]
    private var isStopping = false

    /// A manager without threads.
    package init(environment: AgentEnvironment, lanes: ThreadLanes = .none) {
        self.environment = environment
        self.lanes = lanes
        environment.store.redaction.add(
            ProviderChoice.secretValues(environment.configuration(), environment.variables))
    }

    // MARK: - Making and loading

    /// Makes a thread, or finds the one that a client made before under the id that it chose.
    package func start(
        _ params: ThreadStartParams, originator: String, for subscriber: Subscriber
    ) async throws(AgentError) -> OpenedThread {
        try checkRunning()
        try UnsupportedParams.check(params)
        let (configuration, unknownKeys) = try configuration(applying: params.config)
        if let chosen = params.threadId, let known = try await existing(chosen) {
            return open(known, for: subscriber, isNew: false).opened
        }
        if let project = params.projectId { try await checkProject(project) }
        let settings = try ThreadSettings(params, configuration: configuration, environment: environment)
        try checkProvider(settings, configuration)
        let id = params.threadId?.lowercased() ?? environment.identifiers.uuid()
        let header = ThreadHeader(params, id: id, settings: settings, originator: originator, environment: environment)
        let log =
            params.ephemeral == true
            ? nil : try await stored { try await self.environment.store.create(header, settings: settings) }
        var state = FeedState(header: header, settings: settings)
        if let log { state.digest = log.digest }
        let feed = feed(state, log: log)
        if let project = params.projectId {
            feed.record(.metadata(MetadataRecord(gitInfo: feed.read(\.digest.gitInfo), projectId: project)))
        }
        let thread = enter(feed, configuration)
        var opened = open(thread, for: subscriber, isNew: true).opened
        opened.problems = ConfigProblem.unknown(unknownKeys).map { [$0] } ?? []
        return opened
    }

    /// Joins a loaded thread, or loads a stored one.
    package func resume(
        _ params: ThreadResumeParams, userAgent: String, for subscriber: Subscriber
    ) async throws(AgentError) -> OpenedThread {
        let named = try threadID(params.threadId, orAt: params.path)
        let id = named.lowercased()
        let wasLoaded = loaded[id] != nil
        if loaded[id]?.feed.path == nil, wasLoaded {
            throw .ephemeral(named)
        }
        let thread = try await loadStored(named, overrides: ThreadOverrides(params))
        let wasSubscribed = thread.feed.isSubscribed(subscriber.id)
        var (opened, snapshot) = open(thread, for: subscriber, isNew: false)
        opened.isLoadedNow = !wasLoaded
        do {
            if !params.excludeTurns || params.afterSeq != nil { opened.thread.turns = try await turns(snapshot, id) }
            if let page = params.initialTurnsPage {
                let query = TurnsQuery(
                    cursor: nil, limit: page.limit, isAscending: page.sortDirection == .asc,
                    itemsView: page.itemsView ?? .summary)
                opened.firstPage = try await turns(query, snapshot, id)
            }
            opened.cursors = HistoryCursors(snapshot.state.digest)
            opened.damage = thread.damage
            opened.thread = try await sectioned(opened.thread, snapshot.state)
        } catch {
            leave(thread, subscriber.id, wasSubscribed: wasSubscribed)
            throw error
        }
        // Who listens to a thread listens to its agents as well.
        let agents = agents(below: thread.id).map(\.feed).filter { !$0.isSubscribed(subscriber.id) }
        for agent in agents { _ = agent.attach(subscriber) }
        let goOn = await thread.resume(userAgent: userAgent)
        opened.goOn = {
            for agent in agents { agent.release(subscriber.id) }
            goOn?()
        }
        return opened
    }

    /// A loaded thread. Of one that is not, its client is told if another process has it.
    package func thread(_ id: String) async throws(AgentError) -> AgentThread {
        try checkID(id)
        guard let thread = loaded[id.lowercased()] else {
            try await stored { try await self.environment.store.checkWriter(id) }
            throw await notLoaded(id)
        }
        return thread
    }

    /// What is said of a thread that is not loaded and has to be: what to do depends on whether it is there.
    private func notLoaded(_ id: String) async -> AgentError {
        guard let known = try? await environment.store.state(id) else { return .notLoaded(id) }
        return .notLoaded(
            id,
            advice: known.digest.isArchived
                ? "The thread is archived. Call `thread/unarchive`, then `thread/resume`, then try again."
                : "The thread is there, but not loaded. Call `thread/resume` first.")
    }

    /// A loaded thread for a turn. In a home that can't be written a stored thread can't be loaded; whoever wants a turn
    /// on one is told so, rather than that there is no such thread.
    package func threadForTurn(_ id: String) async throws(AgentError) -> AgentThread {
        do {
            return try await thread(id)
        } catch {
            guard error.kind == .threadNotFound, let problem = environment.store.homeProblem,
                (try? await environment.store.state(id)) != nil
            else { throw error }
            throw .readOnly(problem)
        }
    }

    private func existing(_ id: String) async throws(AgentError) -> AgentThread? {
        try checkID(id)
        do {
            // A thread whose maker died before it could answer is made anew, as it is asked for now.
            if loaded[id.lowercased()] == nil, opening[id.lowercased()] == nil {
                let known = try await stored { try await self.environment.store.state(id) }
                if known.digest.isUnanswered { return nil }
            }
            return try await load(id.lowercased(), overrides: nil)
        } catch {
            if error.kind == .threadNotFound { return nil }
            throw error
        }
    }

    /// Loads a thread for a method that works on stored ones; clients know these words for one that is not there.
    func loadStored(_ id: String, overrides: ThreadOverrides?) async throws(AgentError) -> AgentThread {
        do {
            return try await load(id.lowercased(), overrides: overrides)
        } catch {
            throw error.kind == .threadNotFound ? .noStoredThread(id) : error
        }
    }

    private func load(_ id: String, overrides: ThreadOverrides?) async throws(AgentError) -> AgentThread {
        if let thread = loaded[id] { return thread }
        try checkRunning()
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

    private func read(_ id: String, overrides: ThreadOverrides?) async throws -> AgentThread {
        defer { opening[id] = nil }
        let (configuration, _) = try configuration(applying: overrides?.config)
        let (log, stored) = try await stored { try await self.environment.store.open(id) }
        report(stored)
        let settings: ThreadSettings
        do {
            guard !stored.digest.isArchived else { throw AgentError.archived(id) }
            let base = stored.digest.settings ?? ThreadSettings(stored.digest.header, configuration, environment)
            settings = try base.applying(overrides, configuration: configuration, environment: environment)
            // What can't work is refused before it is kept.
            try checkProvider(settings, configuration)
        } catch {
            log.close()
            throw error
        }
        var state = FeedState(digest: stored.digest, settings: settings)
        if let overrides { state.header.take(overrides) }
        if let turn = stored.waitingTurn { state.goOn(with: turn) }
        let feed = feed(state, log: log)
        if settings != stored.digest.settings { feed.record(.settings(settings)) }
        UnheardMessages.record(stored, settings, on: feed, files: environment.files)
        let queue = SubmissionQueue(stored.digest.queue, lastTurnUserMessages: stored.lastTurnUserMessages)
        if queue.record != stored.digest.queue { feed.record(.queue(queue.record)) }
        let thread = enter(feed, configuration, queue: queue, damage: DamageSentence.text(stored.damages))
        feed.announceLoaded()
        if let turn = stored.waitingTurn { await thread.goOn(with: turn, stored.lastTurnModelItems) }
        return thread
    }

    // MARK: - Parts of loading

    /// A feed that continues a state. Without a log the thread is ephemeral.
    func feed(_ state: FeedState, log: ThreadLog?) -> ThreadFeed {
        ThreadFeed(
            id: state.header.id, state: state, log: log, clock: environment.clock, audience: environment.audience,
            requests: environment.requests)
    }

    /// Makes a thread a loaded one.
    func enter(
        _ feed: ThreadFeed, _ configuration: ServerConfig, queue: SubmissionQueue? = nil, damage: String? = nil
    ) -> AgentThread {
        let id = feed.id
        let executor = environment.executor
        let thread = AgentThread(
            feed: feed, environment: environment, configuration: configuration, queue: queue, damage: damage,
            agents: OwnAgents(of: id, manager: self)
        ) { [weak self, agentNews] in
            agentNews.announce()
            guard !feed.hasSubscribers else { return }
            Task(executorPreference: executor) { await self?.unloadLater(id) }
        }
        loaded[id] = thread
        return thread
    }

    /// Subscribes a client, and what it is told about the thread.
    func open(
        _ thread: AgentThread, for subscriber: Subscriber, isNew: Bool
    ) -> (opened: OpenedThread, snapshot: ThreadFeed.Snapshot) {
        let snapshot = thread.feed.attach(subscriber)
        let settings = snapshot.state.settings
        let opened = OpenedThread(
            thread: wireThread(snapshot.state, path: thread.feed.path), settings: settings,
            instructionSources: InstructionSources.find(settings.cwd, environment: environment), feed: thread.feed,
            isNew: isNew, lastSequence: snapshot.state.sequence)
        return (opened, snapshot)
    }

    /// Takes the subscription back of a client that is told that its request has failed. One that it had before goes on,
    /// with what came meanwhile.
    func leave(_ thread: AgentThread, _ subscriberID: Int, wasSubscribed: Bool = false) {
        if wasSubscribed { return thread.feed.release(subscriberID) }
        _ = thread.feed.detach(subscriberID)
        if !thread.feed.hasSubscribers { startUnloading(thread.id) }
    }

    /// The thread object for clients.
    func wireThread(_ state: borrowing FeedState, path: String?, turns: [Turn] = []) -> Thread {
        state.thread(
            path: path, version: environment.version,
            sections: [], turns: turns)
    }

    func configuration(applying overrides: JSONObject?) throws(AgentError) -> (ServerConfig, [UnknownKey]) {
        let configuration = environment.configuration()
        if let failure = configuration.loadFailure { throw AgentError(.configuration, failure) }
        environment.store.redaction.add(ProviderChoice.secretValues(configuration, environment.variables))
        guard let overrides, !overrides.isEmpty else { return (configuration, []) }
        do {
            let applied = try configuration.applying(overrides)
            environment.store.redaction.add(
                ProviderChoice.secretValues(applied.configuration, environment.variables))
            return (applied.configuration, applied.unknownKeys)
        } catch {
            throw AgentError(.configuration, error.description)
        }
    }

    /// Refuses settings whose provider is not configured.
    func checkProvider(_ settings: ThreadSettings, _ configuration: ServerConfig) throws(AgentError) {
        _ = try ProviderChoice.provider(
            settings.modelProvider, configuration: configuration, variables: environment.variables)
    }

    func checkID(_ id: String) throws(AgentError) {
        guard UUIDText.isValid(id) else { throw .noThreadID(id, "thread") }
    }

    /// As ``checkID(_:)``, in the words that the methods use which find a thread in the store.
    func checkSessionID(_ id: String) throws(AgentError) {
        guard UUIDText.isValid(id) else { throw .noThreadID(id, "session") }
    }

    func checkRunning() throws(AgentError) {
        guard !isStopping else { throw AgentError(.shuttingDown, "the server is stopping") }
    }

    /// Puts the damages of a log on record for whoever looks after the server.
    func report(_ stored: StoredThread) {
        for damage in stored.damages {
            environment.logger.error(
                "a thread's log is damaged",
                metadata: ["thread": "\(stored.digest.header.id)", "damage": "\(damage)"])
        }
    }

    /// Runs a call of the store and gives its failures as errors for clients.
    func stored<Result: Sendable>(
        _ body: @Sendable () async throws -> Result
    ) async throws(AgentError) -> Result {
        do {
            return try await body()
        } catch let error as ThreadStoreError {
            throw AgentError(error)
        } catch {
            throw AgentError(.storage, "\(error)")
        }
    }

    // MARK: - Stopping

    /// Waits for every running turn to end by itself; none begins any more that nobody asked for.
    package func waitUntilIdle() async {
        for thread in loaded.values { await thread.startNothingMore() }
        // What runs may make agents, which are waited for as well.
        while let busy = loaded.values.first(where: { $0.feed.read { $0.turn != nil } }) { await busy.waitUntilIdle() }
    }

    /// Interrupts every running turn.
    package func interruptTurns() async {
        for thread in loaded.values { try? await thread.interruption(of: "")?() }
    }

    /// Interrupts every running turn, waits until all have ended, and closes the logs.
    package func stop() async {
        isStopping = true
        for thread in loaded.values { await thread.startNothingMore() }
        await interruptTurns()
        for thread in loaded.values {
            await thread.waitUntilIdle()
            await thread.sessions.close()
            thread.feed.close()
        }
        loaded = [:]
    }
}
