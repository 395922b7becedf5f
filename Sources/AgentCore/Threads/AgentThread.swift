package import AppServerProtocol
import ModelClient
import ServerConfig
import Support
import ThreadStore
package import WireJSON

/// One loaded thread: its running turn, and what the user steers into it.
///
/// What clients and the model can see lives in the feed, which answers without waiting for this actor.
package actor AgentThread {
    /// The door for the thread's events.
    package nonisolated let feed: ThreadFeed
    /// The thread's id.
    package nonisolated var id: String { feed.id }
    /// What is wrong with its log, for clients that resume it; nil when all could be read.
    nonisolated let damage: String?

    /// The commands that run.
    nonisolated let sessions = TerminalSessions()
    let environment: AgentEnvironment
    let configuration: ServerConfig
    /// The running turn, from the moment in which it is accepted.
    var active: ActiveTurn?
    private var steering: [UserTurnInput] = []
    /// How many messages are on their way to the disk that are for the running turn. It doesn't end before they are there.
    private var arriving = 0
    private var arrivalWaiters: [CheckedContinuation<Void, Never>] = []
    /// How many changes of clients to queue and goal are on their way to the disk. Nothing that could follow from them
    /// starts before they are there.
    private var openChanges = 0
    /// The goal, and whether the thread is to work for it by itself.
    var goals: GoalBook
    /// The inputs that wait for their turn.
    var queue: SubmissionQueue
    /// The user agent of the client that last gave the thread something to do; turns that nobody asks for have it too.
    var userAgent = ""
    /// Whether turns start that nobody asks for. Not so any more once the thread is to be unloaded.
    private(set) var startsByItself = true
    /// Whether the running turn is interrupted because the thread is to be unloaded, and not because somebody wanted
    /// the agent to stop.
    private var endsForUnloading = false
    /// What the thread's agent can do with agents of its own.
    nonisolated let agents: OwnAgents
    /// What agents have told since the model was last asked.
    private var notices: [String] = []
    /// Told when nothing runs, so that a thread that nobody uses can be unloaded.
    let becameIdle: @Sendable () -> Void
    /// The commands that the user approved until the thread is unloaded.
    var sessionApprovals = SessionApprovals()
    /// What the user has granted commands until the thread is unloaded.
    var sessionGrants = SessionGrants()
    /// Whether clients were told what is unusual about the model.
    var hasAnnouncedModel = false
    /// What confined the last turn's commands.
    var knownConfinement: CommandConfinement?
    /// What was wrong with the user's rules when clients were last told.
    var announcedRuleProblems: [RuleFileProblem] = []

    /// The running turn as the outside has a hold on it.
    struct ActiveTurn {
        /// Its id.
        var id: String
        /// What it is for.
        var kind: TurnKind
        /// The hold.
        var control: TurnControl
    }

    /// A thread whose events go through `feed`. `queue` is what waits, where that isn't what the log says.
    init(
        feed: ThreadFeed, environment: AgentEnvironment, configuration: ServerConfig, queue: SubmissionQueue? = nil,
        damage: String? = nil, agents: OwnAgents, becameIdle: @escaping @Sendable () -> Void
    ) {
        self.feed = feed
        self.environment = environment
        self.configuration = configuration
        self.becameIdle = becameIdle
        self.agents = agents
        self.damage = damage
        goals = GoalBook(feed.read(\.digest))
        self.queue = queue ?? SubmissionQueue(feed.read(\.digest.queue))
    }

    // MARK: - Turns, for clients

    /// Adds input to the running turn; returns the turn's id.
    package func steer(_ params: TurnSteerParams) async throws(AgentError) -> String {
        if let known = knownTurn(params.clientUserMessageId) { return known.id }
        guard !params.expectedTurnId.isEmpty else {
            throw AgentError(.invalidParams, "expectedTurnId must not be empty")
        }
        await active?.control.keptOrEnded()
        guard let active, !active.control.isEnding else {
            throw AgentError(.noActiveTurn, "no active turn to steer")
        }
        guard active.id == params.expectedTurnId else {
            throw AgentError(
                .staleTurn, "expected active turn id `\(params.expectedTurnId)` but found `\(active.id)`",
                details: ["activeTurnId": .string(active.id)])
        }
        if let refusal = active.kind.steeringRefusal { throw refusal }
        guard !params.input.isEmpty else { throw AgentError(.invalidParams, "input must not be empty") }
        if let problem = UserInputRules.problem(in: params.input) { throw AgentError(problem) }
        try await steer(
            UserTurnInput(
                itemID: environment.identifiers.uuid(), content: params.input,
                clientUserMessageID: params.clientUserMessageId, context: params.additionalContext))
        return active.id
    }

    /// What ends the running turn as interrupted, to be called once the client has its answer. `turnID` empty means
    /// whichever runs, and then none is no error. Interrupting twice is no error either.
    package func interruption(of turnID: String) throws(AgentError) -> (@Sendable () -> Void)? {
        guard let active else {
            if turnID.isEmpty { return nil }
            throw AgentError(.noActiveTurn, "no active turn to interrupt")
        }
        guard turnID.isEmpty || turnID == active.id else {
            throw AgentError(
                .staleTurn, "expected active turn id \(turnID) but found \(active.id)",
                details: ["activeTurnId": .string(active.id)])
        }
        active.control.promiseInterrupt()
        return { active.control.interrupt() }
    }

    /// Waits until no turn runs.
    package func waitUntilIdle() async {
        while let control = active?.control { await control.ended() }
    }

    /// Waits until the running turn, if there is one, takes what clients send: one that is about to end as interrupted
    /// does not any more, and one that is not on the disk yet may be refused.
    func waitForOpenTurn() async {
        while let control = active?.control {
            if !control.isKept {
                await control.keptOrEnded()
            } else if control.isEnding {
                await control.ended()
            } else {
                return
            }
        }
    }

    /// Ends every turn that runs as interrupted, also one that follows by itself on the last one.
    func stopTurns() async {
        while let control = active?.control {
            control.interrupt()
            await control.ended()
        }
    }

    /// Starts no turn by itself any more, because the thread is to be unloaded. What waits stays in the log, and goes
    /// on when the thread is loaded again.
    func startNothingMore() {
        startsByItself = false
        if let active, !active.control.isEnding { endsForUnloading = true }
    }

    /// Tells the index what lists show of the thread. Threads that are not kept are in no list.
    func note() {
        guard feed.path != nil else { return }
        environment.store.noteSummary(feed.read { $0.digest.summary })
    }

    // MARK: - History

    /// Puts items into the model-visible history. A running turn takes them with its next model request.
    package func inject(_ items: [RawJSON]) async throws(AgentError) {
        // A turn that is refused takes with it what was written since it was accepted.
        while let control = active?.control, !control.isKept { await control.keptOrEnded() }
        for item in items { try feed.keep(.modelItem(ModelItemRecord(turnId: active?.id, item: item))) }
    }

    /// Takes a turn and all later ones out of the history.
    func revert(_ record: RevertedRecord) throws(AgentError) {
        try feed.keep(.reverted(record))
        // Whoever sends one again that the history has lost means a new turn.
        queue.forgetTaken()
        note()
    }

    /// Hands input to the running turn, once it is on disk.
    func steer(_ input: UserTurnInput) async throws(AgentError) {
        guard let active, let message = input.message else { return }
        try checkDisk()
        let now = environment.clock.milliseconds()
        let ticket = feed.inputArrived(message, turnID: active.id, atMs: now)
        arriving += 1
        let isKept = await reachesDisk(ticket)
        arriving -= 1
        if isKept {
            if let clientID = input.clientUserMessageID {
                feed.record(.userMessage(UserMessageRecord(turnId: active.id, clientUserMessageId: clientID)))
            }
            goals.userSpoke()
            steering.append(input)
            active.control.cutStream()
        } else {
            feed.inputRefused(message, turnID: active.id, atMs: now)
        }
        if arriving == 0 {
            for waiter in arrivalWaiters { waiter.resume() }
            arrivalWaiters = []
        }
        if !isKept { throw diskError }
    }

    /// Returns when no message for the running turn is on its way to the disk.
    private func waitForArrivals() async {
        while arriving > 0 {
            await withCheckedContinuation { continuation in arrivalWaiters.append(continuation) }
        }
    }

    /// Writes down what a client has changed. A change that can't be written is none: `takeBack` undoes it, and returns
    /// what the log is to say after it. To a thread that is being unloaded nothing is written at all.
    func keep(_ record: LogRecord, orTakeBack takeBack: () -> LogRecord) async throws(AgentError) {
        let ticket: LogTicket
        do throws(AgentError) {
            ticket = try feed.keep(record, goesOn: true)
        } catch {
            _ = takeBack()
            throw error
        }
        openChanges += 1
        let isKept = await reachesDisk(ticket)
        openChanges -= 1
        guard !isKept else { return }
        let error = diskError
        _ = try? feed.keep(takeBack())
        goOn()
        throw error
    }

    /// Whether a change of a client's is on its way to the disk.
    var isChanging: Bool { openChanges > 0 }

    /// Waits until a record was tried to be written; says whether it is there. Those of threads that are not kept have nowhere to go.
    private func reachesDisk(_ ticket: LogTicket) async -> Bool {
        guard feed.path != nil else { return true }
        return await environment.store.committer.committed(ticket)
    }

    /// The turn that took in a message of the client's before.
    func knownTurn(_ clientUserMessageID: String?) -> Turn? {
        guard let clientUserMessageID else { return nil }
        guard let known = feed.read({ $0.digest.clientMessage(clientUserMessageID) }) else { return nil }
        return Turn(
            id: known.turnId, rootTurnId: known.turnId, items: [], itemsView: .notLoaded, status: known.status)
    }

    /// The running turn as clients were told of it.
    func announced(_ turnID: String) -> Turn {
        feed.read { state in state.turn.flatMap { $0.id == turnID ? $0.promised : nil } }
            ?? Turn(id: turnID, items: [], itemsView: .notLoaded, status: .inProgress)
    }

    // MARK: - The running turn

    /// Runs an accepted turn to its end.
    func run(_ pending: PendingTurn) async {
        let (turn, context, control) = (pending.turn, pending.context, pending.control)
        do {
            // A reviewer doesn't see it.
            if context.kind.review == nil { try await modelHistory() }
        } catch {
            feed.turnStarted(turn)
            return await fail(turn, with: [pending.input], error)
        }
        let loop = TurnLoop(
            context: context, thread: self, control: control, environment: environment,
            tools: ToolRunner(context: context, thread: self, environment: environment, control: control),
            surroundings: surroundings(context))
        await loop.run(turn, input: pending.input)
    }

    /// What the model sees of the thread; read from the log when it is first needed. The calls that are `waiting` stay
    /// without an output.
    @discardableResult
    func modelHistory(waiting: Set<String> = []) async throws(AgentError) -> [RawJSON] {
        try await feed.modelHistory { [environment, id] length throws(AgentError) in
            do throws(ThreadStoreError) {
                return try await environment.store.modelHistory(id, upTo: length, waiting: waiting)
            } catch {
                throw AgentError(error)
            }
        }
    }

    /// Ends a turn that could not begin. What the user has said stays in the history.
    func fail(_ turn: Turn, with inputs: [UserTurnInput], _ error: AgentError) async {
        await waitForArrivals()
        let directory = feed.read(\.settings.cwd)
        for input in inputs + takeSteering() {
            feed.take(input, turnID: turn.id, workingDirectory: directory, environment)
        }
        var ended = turn
        let now = environment.clock.milliseconds()
        ended.status = .failed
        ended.error = TurnError(error)
        ended.completedAt = now / 1000
        ended.durationMs = turn.startedAt.map { max(0, now - $0 * 1000) }
        // The next one could not begin either.
        finish(ended, atMs: now, goesOn: false)
    }

    /// Ends the running turn, and begins at once what the thread goes on with. The only place where turns end.
    private func finish(_ ended: Turn, atMs: Int, goesOn: Bool = true) {
        let control = active?.control
        active = nil
        let isInterrupted = ended.status == .interrupted || control?.isEnding == true
        let wasStopped = isInterrupted && !endsForUnloading
        let wasHeld = goals.isHeld
        let goal = goals.turnEnded(
            ended.status, error: ended.error?.codexErrorInfo, wasStopped: wasStopped, atMs: atMs)
        if let goal {
            feed.goalChanged(goal, isHeld: goals.isHeld, turnID: ended.id)
        } else if goals.isHeld != wasHeld {
            feed.record(goals.record)
        }
        for notice in takeNotices() { record(notice, turnID: ended.id) }
        if queue.turnEnded(wasStopped: wasStopped) { feed.record(.queue(queue.record)) }
        feed.turnEnded(ended, atMs: atMs, followedBy: goesOn ? next : .none)
        if goals.hasStalled { feed.warning(Self.stallWarning) }
        if goals.isHeld, !wasHeld, goals.goal?.status == .active, feed.hasSubscribers { feed.warning(Self.holdWarning) }
        note()
        control?.end()
        if goesOn { goOn() }
        if active == nil { tellParent() }
        becameIdle()
    }

    // MARK: - Agents

    /// Takes what an agent has to say into what the model reads: with its next request while a turn runs.
    func tell(_ notice: String) {
        if active == nil { record(notice, turnID: nil) } else { notices.append(notice) }
    }

    /// Takes what agents have told since the last call.
    func takeNotices() -> [String] {
        defer { notices = [] }
        return notices
    }

    private func record(_ notice: String, turnID: String?) {
        // A thread that is being unloaded at this moment takes nothing more; how the agent stands is in its own log.
        _ = try? feed.keep(
            .modelItem(ModelItemRecord(turnId: turnID, item: HistoryItems.userMessage(texts: [notice]))))
    }

    /// Tells the agent that made this one how its work has ended. Who stopped it knows it.
    private func tellParent() {
        let (isAgent, status) = feed.read { ($0.header.spawn != nil, $0.agentStatus) }
        guard isAgent, status.isFinal, status.status != .interrupted else { return }
        Task(executorPreference: environment.executor) { [agents] in await agents.ended(status) }
    }

    /// Instructions and surroundings for the model.
    func surroundings(_ context: TurnContext) -> ContextItems {
        ContextItems(
            settings: context.settings, header: feed.read(\.header), configuration: configuration,
            environment: environment, instructions: context.kind.review.map { _ in ReviewInstructions.text })
    }

    /// Takes what was steered in since the last call.
    func takeSteering() -> [UserTurnInput] {
        active?.control.takeCut()
        defer { steering = [] }
        return steering
    }

    /// Whether something was steered in that no model request carries yet.
    var hasSteering: Bool { !steering.isEmpty }

    /// Ends the running turn, unless something was steered in that it has not taken yet. A turn that is not on the disk,
    /// for this failure or another, ends as failed.
    func end(_ turn: Turn, atMs: Int, _ failure: LogWriteFailure?) async -> Bool {
        await waitForArrivals()
        guard steering.isEmpty else { return false }
        var turn = turn
        if feed.path != nil, let failure = failure ?? environment.store.writeFailure(id) {
            turn.status = .failed
            turn.error = TurnError(AgentError(failure))
        }
        finish(turn, atMs: atMs)
        return true
    }

    // MARK: - Questions outside of the protocol

    private var elicitations = 0

    /// Counts questions that clients ask the user outside of the protocol. Returns how many are open.
    func countElicitation(_ step: Int) throws(AgentError) -> Int {
        guard elicitations + step >= 0 else {
            throw AgentError(.invalidParams, "out-of-band elicitation count is already zero")
        }
        elicitations += step
        return elicitations
    }
}

extension AgentError {
    /// An input problem as an error for the client.
    init(_ problem: UserInputProblem) {
        self.init(Kind(rawValue: problem.kind), problem.message, details: problem.data)
    }
}

extension TurnError {
    /// A failure of ours as the error of a turn.
    init(_ error: AgentError) {
        self.init(message: error.message, codexErrorInfo: .other)
    }
}

extension Turn {
    /// The turn as the answer to its start shows it: without items and times.
    package var promised: Turn {
        Turn(id: id, rootTurnId: rootTurnId, items: [], itemsView: .notLoaded, status: status)
    }
}
