package import AppServerProtocol
import CommandExecution
import ModelClient
import ServerConfig
import Support
import ThreadStore
import WireJSON

/// How turns begin: for a client, with what waits in the queue, or for the goal.
///
/// Whoever wants a turn accepts it in one step with the look at what runs, so that two can't begin at once.
extension AgentThread {
    /// A turn that a client is to be told about, and what to do once it has been told.
    package struct AcceptedTurn: Sendable {
        /// The turn for the answer.
        package var turn: Turn
        /// Begins the work; nil when the turn runs already.
        package var launch: (@Sendable () -> Void)?
    }

    /// Starts a turn. While one runs, the input is steered into it; the same client message id again yields the turn
    /// that it started before.
    package func startTurn(
        _ params: TurnStartParams, userAgent: String
    ) async throws(AgentError) -> AcceptedTurn {
        if let known = knownTurn(params.clientUserMessageId) { return AcceptedTurn(turn: known, launch: nil) }
        try UnsupportedParams.check(params)
        if let problem = UserInputRules.problem(in: params.input) { throw AgentError(problem) }
        let input = UserTurnInput(
            itemID: environment.identifiers.uuid(), content: params.input,
            clientUserMessageID: params.clientUserMessageId, context: params.additionalContext)
        self.userAgent = userAgent
        // An interrupted turn takes nothing more: the input is for the next one. The thread's lane keeps the order.
        await waitForOpenTurn()
        if let active {
            if let refusal = active.kind.steeringRefusal { throw refusal }
            try await steer(input)
            return AcceptedTurn(turn: announced(active.id), launch: nil)
        }
        let settings = try feed.read(\.settings).applying(params, environment: environment)
        var pending = try accept(
            input, settings: settings, rootTurnID: params.rootTurnId, outputSchema: params.outputSchema)
        try await confirm(pending)
        if let tier = params.serviceTierForTurn { pending.context.settings.serviceTier = tier }
        return AcceptedTurn(turn: pending.turn.promised, launch: launch(pending))
    }

    // MARK: - Three steps

    /// A turn that has been accepted and does not run yet.
    struct PendingTurn: Sendable {
        /// The turn.
        var turn: Turn
        /// What it begins with.
        var input: UserTurnInput
        /// What stays the same while it runs.
        var context: TurnContext
        /// The outside's hold on it.
        var control: TurnControl
        /// The queue without the input; nil if the turn doesn't begin with one of the queue's.
        var rest: SubmissionQueue?
        /// Tells when its beginning is on disk.
        fileprivate var ticket: LogTicket
        /// The thread without it.
        fileprivate var before: Before
    }

    /// What an accepted turn has changed, as it was before.
    fileprivate struct Before: Sendable {
        var history: HistoryDigest
        var settings: ThreadSettings
        var queue: SubmissionQueue
    }

    /// Makes a turn the running one. `rest` is the queue without the turn's input, if that is one of the queue's.
    func accept(
        _ input: UserTurnInput, kind: TurnKind = .regular, settings: ThreadSettings, rootTurnID: String? = nil,
        outputSchema: RawJSON? = nil, rest: SubmissionQueue? = nil
    ) throws(AgentError) -> PendingTurn {
        let provider = try provider(settings)
        try checkDisk()
        announceModel(settings, provider)
        let before = feed.read {
            Before(history: $0.digest.history, settings: $0.settings, queue: queue)
        }
        feed.settingsChanged(settings)

        let now = environment.clock.milliseconds()
        let turnID = environment.identifiers.uuid()
        var input = input
        if let task = kind.review {
            input = UserTurnInput(itemID: turnID, content: task.message(turnID: turnID).content)
        }
        let turn = Turn(
            id: turnID, rootTurnId: rootTurnID ?? turnID, items: [], status: .inProgress, startedAt: now / 1000)
        let ticket = feed.turnAccepted(
            turn, input: input.item, clientUserMessageID: input.clientUserMessageID, queue: rest?.record, atMs: now)
        guard let ticket else { throw AgentError(.threadNotFound, "thread not found: \(id)") }
        let control = TurnControl()
        active = ActiveTurn(id: turnID, kind: kind, control: control)
        if let rest { queue = rest }
        goals.turnStarted(forGoal: input.goalMessage != nil, atMs: now)
        let context = context(
            of: turn, kind, settings, provider, outputSchema: outputSchema, userAgent: userAgent)
        return PendingTurn(
            turn: turn, input: input, context: context, control: control, rest: rest, ticket: ticket,
            before: before)
    }

    /// What stays the same while a turn runs.
    func context(
        of turn: Turn, _ kind: TurnKind, _ settings: ThreadSettings, _ provider: ModelProvider,
        outputSchema: RawJSON? = nil, userAgent: String
    ) -> TurnContext {
        let settings = kind.review == nil ? settings : settings.forReviewer(configuration)
        var model = ModelCatalogue.lookup(settings.model)
        if let window = configuration.modelContextWindow { model.contextWindow = window }
        return TurnContext(
            turnID: turn.id, kind: kind,
            history: TurnHistory(feed: feed, turnID: turn.id, isOwn: kind.review != nil),
            rootTurnID: turn.rootTurnId ?? turn.id, settings: settings,
            confinement: confinement(settings), provider: provider,
            variables: EnvironmentPolicy(configuration).apply(to: environment.variables),
            secretVariables: ProviderChoice.secretVariables(configuration, environment.variables),
            model: model,
            compactionLimit: configuration.modelAutoCompactTokenLimit ?? Compaction.defaultLimit(of: model),
            compactionPrompt: configuration.compactPrompt ?? Compaction.prompt, client: environment.models(provider),
            outputSchema: outputSchema, originator: feed.read(\.header.originator) ?? "heddle", userAgent: userAgent)
    }

    /// The provider of some settings. Errors: `configuration` when there is none of this name.
    func provider(_ settings: ThreadSettings) throws(AgentError) -> ModelProvider {
        try ProviderChoice.provider(
            settings.modelProvider, configuration: configuration, variables: environment.variables)
    }

    /// Waits until the beginning of an accepted turn is on disk. If it can't be written down, the turn is taken back.
    func confirm(_ pending: PendingTurn) async throws(AgentError) {
        guard await !environment.store.committer.committed(pending.ticket) else {
            pending.control.keep()
            return note()
        }
        let error = diskError
        active = nil
        goals.turnRefused()
        feed.turnRefused(pending.turn, before: pending.before.history)
        if feed.read(\.settings) == pending.context.settings { feed.settingsChanged(pending.before.settings) }
        if let rest = pending.rest {
            queue.takeBack(rest, to: pending.before.queue)
            feed.record(.queue(queue.record))
        }
        pending.control.end()
        becameIdle()
        throw error
    }

    /// Why the thread's records are not on the disk.
    var diskError: AgentError {
        environment.store.writeFailure(id).map { AgentError($0) }
            ?? AgentError(.storage, "the thread's log can't be written")
    }

    /// What begins the work on a turn that is on disk, once its client has been told.
    func launch(_ pending: PendingTurn) -> @Sendable () -> Void {
        {
            if pending.rest != nil { self.feed.queueChanged() }
            pending.control.begin(
                Task(executorPreference: self.environment.executor) { await self.run(pending) })
        }
    }

    /// Refuses what could not be written down: an id that a client was given is on disk.
    func checkDisk() throws(AgentError) {
        guard feed.path != nil else { return }
        if let failure = environment.store.writeFailure(id) { throw AgentError(failure) }
        if environment.store.isBacklogFull { throw .backlogIsFull }
    }

    // MARK: - Without being asked

    /// What an idle thread goes on with by itself.
    enum NextTurn: Sendable {
        /// Nothing: it waits for a client.
        case none
        /// The queue's first input.
        case queued
        /// The goal.
        case goal
    }

    /// What the thread would go on with if it were idle now: first what the user has said, then the goal.
    var next: NextTurn {
        guard startsByItself else { return .none }
        if queue.isDue { return .queued }
        // In plan mode the agent waits for the user.
        guard goals.isContinuationDue, feed.read(\.settings.collaborationMode.mode) != .plan else { return .none }
        return .goal
    }

    /// Accepts what the thread goes on with; nil if a turn runs already or nothing is to be done.
    private func acceptNext() throws(AgentError) -> PendingTurn? {
        guard active == nil else { return nil }
        let settings = feed.read(\.settings)
        switch next {
        case .none:
            return nil
        case .queued:
            var rest = queue
            guard let submission = rest.next() else { return nil }
            return try accept(UserTurnInput(submission), settings: settings, rest: rest)
        case .goal:
            guard let message = goals.continuationText else { return nil }
            return try accept(UserTurnInput(goalMessage: message), settings: settings)
        }
    }

    /// Begins what an idle thread goes on with, after a client has changed something. Returns what begins the work once
    /// the client has its answer.
    func beginNext() async -> (@Sendable () -> Void)? {
        guard active == nil else { return nil }
        do throws(AgentError) {
            guard let pending = try acceptNext() else {
                staysIdle()
                return nil
            }
            try await confirm(pending)
            return launch(pending)
        } catch {
            cannotGoOn(error)
            return nil
        }
    }

    /// A client has joined the thread: what waited for the thread to be loaded goes on. Returns what begins the work once
    /// the client has its answer.
    func resume(userAgent: String) async -> (@Sendable () -> Void)? {
        self.userAgent = userAgent
        return await beginNext()
    }

    /// Begins what the thread goes on with after a turn. While a client changes what that is, it begins when the change is
    /// on the disk.
    func goOn() {
        guard active == nil, !isChanging else { return }
        do throws(AgentError) {
            guard let pending = try acceptNext() else { return staysIdle() }
            if pending.rest != nil { feed.queueChanged() }
            pending.control.begin(
                Task(executorPreference: environment.executor) { await self.confirmAndRun(pending) })
        } catch {
            cannotGoOn(error)
        }
    }

    private func confirmAndRun(_ pending: PendingTurn) async {
        do throws(AgentError) {
            try await confirm(pending)
        } catch {
            if pending.rest != nil { feed.queueChanged() }
            return cannotGoOn(error)
        }
        await run(pending)
    }

    /// Says why the thread doesn't go on. What waited still waits: for the next turn's end, or for a client.
    private func cannotGoOn(_ error: AgentError) {
        staysIdle()
        feed.warning("The thread can't go on by itself: \(error.message)")
    }

    /// The thread waits for a client: it may be unloaded.
    private func staysIdle() {
        feed.staysIdle()
        becameIdle()
    }
}
