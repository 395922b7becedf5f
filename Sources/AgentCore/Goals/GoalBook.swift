package import AppServerProtocol
package import ThreadStore
import WireJSON

/// A thread's goal: what it is, what was spent on it, and whether the thread is to start a turn for it.
///
/// Every method that changes the goal says so; the caller then stores it and announces it with
/// `thread/goal/updated`. Times are Unix milliseconds.
package struct GoalBook: Hashable, Sendable {
    /// The goal; nil if there is none.
    package private(set) var goal: ThreadGoal?
    /// Whether an active goal waits because a turn was interrupted: who stopped the agent didn't want it to start
    /// again at once. A further turn ends it, and so does a client that makes the goal active again.
    package private(set) var isHeld = false
    /// Whether the turn that ended last was one too many in which nothing happened, so that it put the goal aside.
    package private(set) var hasStalled = false

    /// How many turns in a row a goal may get by itself without a call of any tool but its own.
    ///
    /// Such turns change nothing outside of the conversation. A model that is stuck is told to say so after three; one
    /// that thinks or writes gets room for it; and one that only repeats itself stops before it has eaten the user's
    /// budget.
    package static let idleTurnLimit = 10

    /// Whether a turn runs.
    private var turnRuns = false
    /// Whether nobody but the goal asked for the running turn.
    private var isOwnTurn = false
    /// Whether a tool was called in the running turn.
    private var hasActed = false
    /// How many of the goal's own turns in a row have called no tool.
    private var idleTurns = 0
    /// Counts while a turn runs for the goal. It starts only when the goal is active, but goes on to the turn's end
    /// when the budget is spent on the way.
    private var meter: GoalMeter?
    /// The part of a second that the last turn left over.
    private var spareMs = 0
    /// What the model must hear before the running turn goes on.
    private var notice: GoalMessage?

    /// The book of a thread on which no turn runs.
    package init(goal: ThreadGoal? = nil, isHeld: Bool = false) {
        self.goal = goal
        self.isHeld = goal != nil && isHeld
    }

    /// The book of a thread as its log tells it.
    package init(_ digest: ThreadDigest) {
        self.init(goal: digest.goal, isHeld: digest.isGoalHeld == true)
    }

    /// The goal as it is stored.
    package var record: LogRecord { .goal(goal, isHeld: isHeld) }

    /// Whether the thread, if nothing else waits for it, is to start a turn by itself. Not so in plan mode, which
    /// waits for the user; that is the caller's to know.
    package var isContinuationDue: Bool {
        goal?.status == .active && !isHeld && !turnRuns
    }

    /// What the next turn of the goal begins with; nil without a goal.
    package var continuationText: String? {
        goal.map { GoalMessage.continuation.text(for: $0) }
    }

    // MARK: - Clients

    /// Sets the goal or changes it; what the params leave out stays, the counters too.
    package mutating func set(_ params: ThreadGoalSetParams, atMs: Int) throws(AgentError) -> ThreadGoal {
        var objective: String?
        if let text = params.objective { objective = try GoalRules.objective(text) }
        try GoalRules.check(budget: params.tokenBudget.value)
        guard goal != nil || objective != nil else {
            throw AgentError(.noGoal, "cannot update goal for thread \(params.threadId): no goal exists")
        }
        account(atMs: atMs)
        let old = goal
        var new =
            old
            ?? ThreadGoal(
                threadId: params.threadId, objective: "", status: .active, tokensUsed: 0, timeUsedSeconds: 0,
                createdAt: atMs / 1000, updatedAt: atMs / 1000)
        if let objective { new.objective = objective }
        params.tokenBudget.apply(to: &new.tokenBudget)
        if let status = params.status { new.status = status }
        if old == nil || params.status == .active { isHeld = false }
        idleTurns = 0
        if let old, old.objective != new.objective { notice = .objectiveEdited }
        return replace(with: new, atMs: atMs)
    }

    /// Takes the goal away; says whether there was one.
    package mutating func clear() -> Bool {
        guard goal != nil else { return false }
        self = GoalBook(turnRuns: turnRuns)
        return true
    }

    /// Takes back what a client has changed, because it could not be written down. What was spent meanwhile counts.
    package mutating func takeBack(to before: GoalBook, atMs: Int) {
        guard var old = before.goal else {
            _ = clear()
            return
        }
        if let goal {
            old.tokensUsed = max(old.tokensUsed, goal.tokensUsed)
            old.timeUsedSeconds = max(old.timeUsedSeconds, goal.timeUsedSeconds)
        }
        notice = before.notice
        idleTurns = before.idleTurns
        isHeld = before.isHeld
        _ = replace(with: old, atMs: atMs)
        goal?.updatedAt = old.updatedAt
    }

    // MARK: - Turns

    /// A turn has started: for the goal, or because somebody asked for it.
    package mutating func turnStarted(forGoal isOwnTurn: Bool = false, atMs: Int) {
        turnRuns = true
        self.isOwnTurn = isOwnTurn
        hasActed = false
        hasStalled = false
        notice = nil
        meter = nil
        startMeterIfActive(atMs: atMs)
    }

    /// The turn that has started could not be written down and doesn't take place.
    package mutating func turnRefused() {
        turnRuns = false
        stopMeter()
    }

    /// Somebody says something while the turn runs. From here on it is no turn that nobody asked for.
    package mutating func userSpoke() {
        isOwnTurn = false
    }

    /// The agent has used a tool.
    package mutating func toolCalled(_ name: String) {
        if !GoalToolCall.names.contains(name) { hasActed = true }
    }

    /// The model has answered; its tokens are in the goal with the next accounting.
    package mutating func responseCompleted(_ usage: TokenUsageBreakdown) {
        meter?.count(usage)
    }

    /// Brings the counters up to date, as after a tool call. Returns the goal if they have grown.
    @discardableResult
    package mutating func account(atMs: Int) -> ThreadGoal? {
        guard var changed = goal, let spent = meter?.read(atMs: atMs), spent.tokens > 0 || spent.seconds > 0 else {
            return nil
        }
        changed.tokensUsed = changed.tokensUsed.saturatingAdd(spent.tokens)
        changed.timeUsedSeconds = changed.timeUsedSeconds.saturatingAdd(spent.seconds)
        return replace(with: changed, atMs: atMs)
    }

    /// What the model must be told with the running turn's next request: that the budget is spent or that the
    /// objective is another one now. Each is told once.
    package mutating func takeNotice() -> String? {
        defer { notice = nil }
        guard let notice, let goal, meter != nil else { return nil }
        return notice.text(for: goal)
    }

    /// The turn is over. A turn that failed stops the goal, or it would fail again and again; so does the last of too
    /// many in which nothing happened. `wasStopped` says that somebody wanted the agent to stop. Returns the goal if
    /// anything about it has changed.
    package mutating func turnEnded(
        _ status: TurnStatus, error: CodexErrorInfo? = nil, wasStopped: Bool, atMs: Int
    ) -> ThreadGoal? {
        let before = goal
        account(atMs: atMs)
        idleTurns = isOwnTurn && !hasActed ? idleTurns + 1 : 0
        if status == .completed, idleTurns >= Self.idleTurnLimit, var stalled = goal, stalled.status == .active {
            hasStalled = true
            idleTurns = 0
            stalled.status = .paused
            _ = replace(with: stalled, atMs: atMs)
        }
        if status == .failed, var stopped = goal, stopped.status == .active {
            stopped.status = error == .usageLimitExceeded ? .usageLimited : .blocked
            _ = replace(with: stopped, atMs: atMs)
        }
        isHeld = wasStopped && goal != nil
        turnRuns = false
        stopMeter()
        notice = nil
        return goal == before ? nil : goal
    }

    // MARK: - The agent

    /// The agent sets itself a goal. Refused while it has one that isn't reached.
    mutating func create(
        threadID: String, objective: String, tokenBudget: Int?, atMs: Int
    ) throws(AgentError) -> ThreadGoal {
        let objective = try GoalRules.objective(objective)
        try GoalRules.check(budget: tokenBudget)
        guard goal == nil || goal?.status == .complete else {
            throw AgentError(.unfinishedGoal, "this thread already has a goal, and it isn't complete yet")
        }
        _ = clear()
        return replace(
            with: ThreadGoal(
                threadId: threadID, objective: objective, status: .active, tokenBudget: tokenBudget, tokensUsed: 0,
                timeUsedSeconds: 0, createdAt: atMs / 1000, updatedAt: atMs / 1000),
            atMs: atMs)
    }

    /// The agent says how the goal stands. What was spent up to here counts first, and a goal whose budget is spent
    /// can't be put aside.
    mutating func update(_ status: GoalUpdate, atMs: Int) throws(AgentError) -> ThreadGoal {
        account(atMs: atMs)
        guard var changed = goal else { throw AgentError(.noGoal, "this thread has no goal to update") }
        switch status {
        case .complete: changed.status = .complete
        case .blocked: changed.status = .blocked
        case .paused: if changed.status != .budgetLimited { changed.status = .paused }
        }
        return replace(with: changed, atMs: atMs)
    }

    // MARK: - Inside

    /// An empty book.
    private init(turnRuns: Bool) {
        self.turnRuns = turnRuns
    }

    /// Puts the goal in place and lets the meter follow its status.
    private mutating func replace(with new: ThreadGoal, atMs: Int) -> ThreadGoal {
        var new = new
        new.status = GoalRules.status(new.status, budget: new.tokenBudget, used: new.tokensUsed)
        new.updatedAt = atMs / 1000
        if goal?.status == .active, new.status == .budgetLimited { notice = .budgetReached }
        goal = new
        switch new.status {
        case .active: startMeterIfActive(atMs: atMs)
        case .budgetLimited: break
        case .paused, .blocked, .usageLimited, .complete: stopMeter()
        }
        return new
    }

    private mutating func startMeterIfActive(atMs: Int) {
        guard turnRuns, meter == nil, goal?.status == .active else { return }
        meter = GoalMeter(atMs: atMs, spareMs: spareMs)
    }

    private mutating func stopMeter() {
        guard let meter else { return }
        spareMs = meter.spareMs
        self.meter = nil
    }
}
