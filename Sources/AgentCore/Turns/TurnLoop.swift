import AppServerProtocol
import ModelClient
import Support
import ThreadStore
import WireJSON

/// One running turn: asks the model, runs the tools that it calls, and goes on until it has answered.
///
/// Whatever happens, every item that was started is completed, every tool call in the history has an output, and the turn
/// ends exactly once.
actor TurnLoop {
    let context: TurnContext
    let thread: AgentThread
    let feed: ThreadFeed
    let control: TurnControl
    let environment: AgentEnvironment
    private let tools: ToolRunner
    /// What the model is told besides the conversation.
    let surroundings: ContextItems
    private var response: ResponseAssembler
    /// What a reviewer said last.
    var reviewersWords = ""

    init(
        context: TurnContext, thread: AgentThread, control: TurnControl, environment: AgentEnvironment,
        tools: ToolRunner, surroundings: ContextItems
    ) {
        self.context = context
        self.thread = thread
        feed = thread.feed
        self.control = control
        self.environment = environment
        self.tools = tools
        self.surroundings = surroundings
        response = ResponseAssembler(makeID: environment.identifiers.uuid)
    }

    /// Runs the turn to its end.
    func run(_ turn: Turn, input: UserTurnInput) async {
        let beginMs = environment.clock.milliseconds()
        feed.turnStarted(turn)
        if context.kind == .compaction {
            _ = await close(turn, await compact() ?? .completed, beginMs: beginMs)
            return
        }
        if let task = context.kind.review {
            _ = await close(turn, await review(task), beginMs: beginMs)
            return
        }
        // What the user says now is not for the summary.
        var end = await compactIfFull()
        for item in surroundings.untold(in: context.history.items) { remember(item) }
        take(input)
        if end == nil { end = await work() }
        // A message that is steered in at the last moment is not lost: the turn goes on with it.
        while await !close(turn, end ?? .completed, beginMs: beginMs) { end = await work() }
    }

    /// Goes on with a turn whose process died while it waited for the user's word: first the calls that wait.
    func goOn(_ turn: Turn, with calls: [ResponseAssembler.ToolCall]) async {
        var end = await tools.run(calls) || control.isInterrupted ? End.interrupted : await work()
        while await !close(turn, end, beginMs: (turn.startedAt ?? 0) * 1000) { end = await work() }
    }

    // MARK: - The loop

    /// How a turn ends.
    enum End {
        case completed
        case interrupted
        case failed(TurnError)
    }

    /// Asks the model and runs its tools until it has answered.
    func work() async -> End {
        while true {
            if feed.path != nil, environment.store.isBacklogFull { return .failed(TurnError(.backlogIsFull)) }
            for input in await thread.takeSteering() { take(input) }
            if context.kind == .regular {
                for notice in await thread.takeNotices() { remember(HistoryItems.userMessage(texts: [notice])) }
                if let notice = await thread.takeGoalNotice() { remember(HistoryItems.userMessage(texts: [notice])) }
            }
            let answer = await ask()
            if let usage = response.usage { await thread.spent(usage) }
            switch answer {
            case .answered:
                break
            case .steered:
                continue
            case .interrupted:
                return .interrupted
            case .failed(let error):
                return .failed(error)
            }
            let calls = response.toolCalls
            guard !calls.isEmpty else { return .completed }
            if await tools.run(calls) || control.isInterrupted { return .interrupted }
            if let end = await compactIfFull() { return end }
        }
    }

    /// Ends the turn. False when it has to go on, because the user has steered it meanwhile.
    private func close(_ turn: Turn, _ end: End, beginMs: Int) async -> Bool {
        if case .interrupted = end {
            await thread.agents.interrupt()
            await thread.sessions.end(turnID: turn.id)
        }
        await tools.changes.announce()
        var ended = turn
        switch end {
        case .completed:
            ended.status = .completed
        case .interrupted:
            ended.status = .interrupted
            if context.kind == .regular { remember(HistoryItems.turnAborted) }
        case .failed(let error):
            ended.status = .failed
            ended.error = error
        }
        while true {
            let now = environment.clock.milliseconds()
            ended.completedAt = now / 1000
            ended.durationMs = now - beginMs
            // A turn that says that it is complete is on the disk.
            let failure = await feed.sync()
            if await thread.end(ended, atMs: now, failure) { return true }
            if case .completed = end { return false }
            // The turn is over, but what was steered into it had been accepted: it stays in the history.
            for input in await thread.takeSteering() { take(input) }
        }
    }

    /// Puts an item into the model-visible history.
    func remember(_ item: RawJSON) {
        context.history.append(item)
    }

    /// Takes a message of the user's into the turn.
    private func take(_ input: UserTurnInput) {
        feed.take(input, turnID: context.turnID, workingDirectory: context.settings.cwd, environment)
    }

    // MARK: - The model's answer

    private enum Answer {
        case answered
        case steered
        case interrupted
        case failed(TurnError)
    }

    private func ask() async -> Answer {
        response = ResponseAssembler(makeID: environment.identifiers.uuid)
        var request = request()
        // A client that reads slowly makes the model be read slowly.
        request.pace = { [feed] in if feed.isCongested { await feed.waitForRoom() } }
        // A task of its own, so that steering can cut this answer short without ending the turn.
        let stream = Task(executorPreference: environment.executor) { try await self.read(request) }
        control.streaming(stream)
        let result = await withTaskCancellationHandler {
            await stream.result
        } onCancel: {
            stream.cancel()
        }
        control.streaming(nil)
        for action in response.cut() { perform(action) }
        for item in response.history { remember(item) }
        switch result {
        case .success:
            guard control.isInterrupted else { return .answered }
            completeUnansweredCalls()
            return .interrupted
        case .failure(let error):
            if control.isInterrupted {
                completeUnansweredCalls()
                return .interrupted
            }
            if await thread.hasSteering {
                completeUnansweredCalls()
                return .steered
            }
            completeUnansweredCalls()
            return .failed(TurnError(error))
        }
    }

    /// Gives calls of a cut answer an output: models refuse a history with a call that was never answered.
    private func completeUnansweredCalls() {
        for call in response.toolCalls { remember(call.output(ToolTexts.aborted)) }
    }

    private func request() -> ModelRequest {
        request(input: context.history.items, tools: tools.definitions, outputSchema: context.outputSchema)
    }

    /// A request to the turn's model.
    func request(input: [RawJSON], tools: [RawJSON], outputSchema: RawJSON? = nil) -> ModelRequest {
        ModelRequest(
            model: context.settings.model, input: input, tools: tools, parallelToolCalls: !tools.isEmpty,
            reasoningEffort: context.settings.effort ?? context.model.listedEffort,
            reasoningSummary: reasoningSummary, verbosity: nil,
            serviceTier: context.settings.serviceTier, outputSchema: outputSchema,
            promptCacheKey: feed.id, threadID: feed.id, sessionID: feed.id, turnID: context.turnID,
            rootTurnID: context.rootTurnID, originator: context.originator, userAgent: context.userAgent)
    }

    /// How much of its thoughts the model is to show: as much as it thinks right unless the settings say otherwise. Nothing is
    /// asked for where they want none.
    private var reasoningSummary: String? {
        let summary = context.settings.summary ?? .auto
        return summary == .none ? nil : summary.rawValue
    }

    private func read(_ request: ModelRequest) async throws {
        try await context.client.streamWithRetries(
            request, environment: environment.retries,
            onRetry: { feed.turnWillRetry(TurnError($0), turnID: context.turnID) }, handle: { take($0) })
    }

    private func take(_ event: ModelEvent) {
        switch event {
        case .textDelta(let itemID, let text):
            let (start, delta) = response.textDelta(itemID: itemID, text: text)
            if let start { perform(start) }
            perform(delta)
        case .itemAdded(let item):
            if let action = response.added(item) { perform(action) }
        case .itemDone(let item):
            let (start, end) = response.done(item)
            if let start { perform(start) }
            if let end { perform(end) }
        case .reasoningSummaryPartAdded(let itemID, let index):
            reasoning(itemID, .summaryPart(itemID: itemID, index: index))
        case .reasoningSummaryDelta(let itemID, let index, let text):
            reasoning(itemID, .summaryDelta(itemID: itemID, index: index, text: text))
        case .reasoningTextDelta(let itemID, let index, let text):
            reasoning(itemID, .reasoningDelta(itemID: itemID, index: index, text: text))
        case .completed(_, let usage):
            response.usage = usage
            answerCompleted(usage)
        case .rateLimits(let limits):
            rateLimits = limits
        case .restarted:
            // What the broken attempt had shown is closed; the new attempt brings items of its own.
            for action in response.cut() { perform(action) }
            response = ResponseAssembler(makeID: environment.identifiers.uuid)
        case .created, .servedModel:
            break
        }
    }

    private func reasoning(_ itemID: String, _ action: ResponseAssembler.Action) {
        let (start, action) = response.reasoning(itemID: itemID, action)
        if let start { perform(start) }
        perform(action)
    }

    private func perform(_ action: ResponseAssembler.Action) {
        if keepsToItself(action) { return }
        let turnID = context.turnID
        switch action {
        case .start(let item):
            feed.itemStarted(item, turnID: turnID, atMs: environment.clock.milliseconds())
        case .messageDelta(let itemID, let text):
            feed.agentMessageDelta(text, itemID: itemID, turnID: turnID)
        case .summaryPart(let itemID, let index):
            feed.reasoningSummaryPartAdded(index, itemID: itemID, turnID: turnID)
        case .summaryDelta(let itemID, let index, let text):
            feed.reasoningSummaryDelta(text, index: index, itemID: itemID, turnID: turnID)
        case .reasoningDelta(let itemID, let index, let text):
            feed.reasoningTextDelta(text, index: index, itemID: itemID, turnID: turnID)
        case .complete(let item):
            feed.itemCompleted(item, turnID: turnID, atMs: environment.clock.milliseconds())
        }
    }

    /// What the provider said of its limits with the last answer.
    var rateLimits: ModelRateLimits?

    /// Tells clients what an answer has cost.
    func answerCompleted(_ usage: ModelUsage?) {
        if let usage { context.history.answered(usage, window: context.model.effectiveContextWindow) }
        feed.rateLimitsUpdated(RateLimitSnapshot(rateLimits))
    }
}
