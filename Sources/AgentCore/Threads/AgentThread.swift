package import AppServerProtocol
import ModelClient
import ServerConfig
import Support
import ThreadStore
import WireJSON

/// One loaded thread: its model-visible history, its running turn, and what the user steers into it.
///
/// What clients can see lives in the feed, which answers without waiting for this actor.
package actor AgentThread {
    /// The door for the thread's events.
    package nonisolated let feed: ThreadFeed
    /// The thread's id.
    package nonisolated var id: String { feed.id }

    private let environment: AgentEnvironment
    private let configuration: ServerConfig
    private var history: [RawJSON]
    private var active: ActiveTurn?
    private var steering: [UserTurnInput] = []
    /// The commands that the user approved until the thread is unloaded.
    private(set) var sessionApprovals = SessionApprovals()
    private var hasAnnouncedModel = false

    private struct ActiveTurn {
        var id: String
        var control: TurnControl
    }

    init(feed: ThreadFeed, environment: AgentEnvironment, configuration: ServerConfig, history: [RawJSON]) {
        self.feed = feed
        self.environment = environment
        self.configuration = configuration
        self.history = history
    }

    // MARK: - Turns, for clients

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
        // An interrupted turn takes nothing more: the input is for the next one. The thread's lane keeps the order.
        while let active, active.control.isEnding { await active.control.ended() }
        if let active {
            steer(input)
            return AcceptedTurn(turn: announced(active.id), launch: nil)
        }
        let settings = try feed.read(\.settings).applying(params, environment: environment)
        let provider = try ProviderChoice.provider(
            settings.modelProvider, configuration: configuration, variables: environment.variables)
        announceModel(settings, provider)
        feed.settingsChanged(settings)

        let now = environment.clock.milliseconds()
        let turnID = environment.identifiers.uuid()
        let turn = Turn(
            id: turnID, rootTurnId: params.rootTurnId ?? turnID, items: [], status: .inProgress,
            startedAt: now / 1000)
        feed.turnAccepted(
            turn, input: input.item, clientUserMessageID: params.clientUserMessageId,
            preview: params.input.previewText, atMs: now)
        note()
        let control = TurnControl()
        active = ActiveTurn(id: turnID, control: control)

        let context = TurnContext(
            turnID: turnID, rootTurnID: turn.rootTurnId ?? turnID, settings: settings, provider: provider,
            secretVariables: ProviderChoice.secretVariables(configuration, environment.variables),
            model: ModelCatalogue.lookup(settings.model), client: environment.models(provider),
            outputSchema: params.outputSchema, originator: feed.read(\.header.originator) ?? "heddle",
            userAgent: userAgent)
        return AcceptedTurn(turn: turn.promised) {
            control.begin(
                Task(executorPreference: self.environment.executor) {
                    await self.run(turn, input: input, context: context, control: control)
                })
        }
    }

    /// Adds input to the running turn; returns the turn's id.
    package func steer(_ params: TurnSteerParams) throws(AgentError) -> String {
        if let known = knownTurn(params.clientUserMessageId) { return known.id }
        guard !params.expectedTurnId.isEmpty else {
            throw AgentError(.invalidParams, "expectedTurnId must not be empty")
        }
        guard let active, !active.control.isEnding else {
            throw AgentError(.noActiveTurn, "no active turn to steer")
        }
        guard active.id == params.expectedTurnId else {
            throw AgentError(
                .staleTurn, "expected active turn id `\(params.expectedTurnId)` but found `\(active.id)`",
                details: ["activeTurnId": .string(active.id)])
        }
        guard !params.input.isEmpty else { throw AgentError(.invalidParams, "input must not be empty") }
        if let problem = UserInputRules.problem(in: params.input) { throw AgentError(problem) }
        steer(
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

    /// Waits for the running turn to end, if there is one.
    package func waitUntilIdle() async {
        while let control = active?.control { await control.ended() }
    }

    /// Tells the index what lists show of the thread. Threads that are not kept are in no list.
    func note() {
        guard feed.path != nil else { return }
        environment.store.noteSummary(feed.read { $0.summary })
    }

    /// Gives the thread another name.
    package func rename(_ name: String) {
        feed.nameChanged(name)
    }

    private func steer(_ input: UserTurnInput) {
        guard let active, !input.content.isEmpty else { return }
        feed.inputAccepted(
            input.item, clientUserMessageID: input.clientUserMessageID, turnID: active.id,
            atMs: environment.clock.milliseconds())
        steering.append(input)
        active.control.cutStream()
    }

    private func knownTurn(_ clientUserMessageID: String?) -> Turn? {
        guard let clientUserMessageID, let turnID = feed.read({ $0.clientMessages[clientUserMessageID] }) else {
            return nil
        }
        return announced(turnID)
    }

    private func announced(_ turnID: String) -> Turn {
        feed.read { state in state.turns.last { $0.id == turnID } }?.promised
            ?? Turn(id: turnID, items: [], itemsView: .notLoaded, status: .inProgress)
    }

    // MARK: - The running turn

    private func run(_ turn: Turn, input: UserTurnInput, context: TurnContext, control: TurnControl) async {
        let preface = preface(context)
        let loop = TurnLoop(
            context: context, thread: self, control: control, environment: environment,
            tools: ToolRunner(context: context, thread: self, environment: environment, control: control),
            history: history)
        await loop.run(turn, input: input, preface: preface)
    }

    /// Instructions and surroundings that the model has not been told yet.
    private func preface(_ context: TurnContext) -> [RawJSON] {
        let header = feed.read(\.header)
        return ContextItems(
            settings: context.settings, header: header, configuration: configuration, environment: environment
        ).untold(in: history)
    }

    /// Takes what was steered in since the last call.
    func takeSteering() -> [UserTurnInput] {
        defer { steering = [] }
        return steering
    }

    /// Whether something was steered in that no model request carries yet.
    var hasSteering: Bool { !steering.isEmpty }

    /// Ends the running turn, unless something was steered in that it has not taken yet.
    func end(_ turn: Turn, history: [RawJSON], atMs: Int) -> Bool {
        guard steering.isEmpty else { return false }
        let control = active?.control
        self.history = history
        active = nil
        feed.turnEnded(turn, atMs: atMs)
        note()
        control?.end()
        return true
    }

    // MARK: - Approvals of this session

    /// Remembers that a command was approved.
    func approve(_ argv: [String], in directory: String, sandboxed: Bool) {
        sessionApprovals.insert(argv: argv, directory: directory, sandboxed: sandboxed)
    }

    /// Says once per thread when nobody but the built-in model will answer, or when nothing is known of the model.
    private func announceModel(_ settings: ThreadSettings, _ provider: ModelProvider) {
        guard !hasAnnouncedModel else { return }
        hasAnnouncedModel = true
        if provider.isOffline {
            feed.warning(
                "No model provider is configured and no API key is in the environment, so Heddle's built-in offline "
                    + "model answers. Set model_provider in config.toml, or OPENAI_API_KEY, to use a real one.")
        } else if !ModelCatalogue.models.contains(where: { $0.id == settings.model }) {
            feed.warning(
                "Model metadata for `\(settings.model)` not found: Heddle assumes a context window of "
                    + "\(ModelInfo.fallbackContextWindow) tokens.")
        }
    }
}

extension AgentError {
    /// An input problem as an error for the client.
    init(_ problem: UserInputProblem) {
        self.init(Kind(rawValue: problem.kind), problem.message, details: problem.data)
    }
}

extension Turn {
    /// The turn as the answer to its start shows it: without items and times.
    package var promised: Turn {
        Turn(id: id, rootTurnId: rootTurnId, items: [], itemsView: .notLoaded, status: status)
    }
}

extension [UserInput] {
    /// The text that lists show until the thread has a name.
    var previewText: String { ThreadPreview.text(of: self) }
}
