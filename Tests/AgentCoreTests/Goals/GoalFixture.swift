import AgentCore
import AppServerProtocol
import WireJSON

/// A book with a clock of its own, so that a test reads like the course of a thread.
struct GoalFixture {
    static let threadID = "t"
    var book = GoalBook()
    /// The present time in Unix milliseconds.
    var now = 1_000_000

    /// A thread with a goal.
    init(objective: String, status: ThreadGoalStatus? = nil, budget: Int? = nil) throws {
        try set(objective: objective, status: status, budget: budget.map { .set($0) } ?? .absent)
    }

    /// A thread without a goal.
    init() {}

    var goal: ThreadGoal? { book.goal }

    @discardableResult
    mutating func set(
        objective: String? = nil, status: ThreadGoalStatus? = nil, budget: Patch<Int> = .absent
    ) throws(AgentError) -> ThreadGoal {
        try book.set(
            ThreadGoalSetParams(threadId: Self.threadID, objective: objective, status: status, tokenBudget: budget),
            atMs: now)
    }

    mutating func pass(milliseconds: Int) { now += milliseconds }

    mutating func startTurn(forGoal: Bool = false) { book.turnStarted(forGoal: forGoal, atMs: now) }

    /// An answer of the model that counts with 110 tokens.
    mutating func respond() {
        book.responseCompleted(
            TokenUsageBreakdown(
                totalTokens: 150, inputTokens: 100, cachedInputTokens: 40, outputTokens: 50, reasoningOutputTokens: 10))
    }

    @discardableResult
    mutating func account() -> ThreadGoal? { book.account(atMs: now) }

    @discardableResult
    mutating func endTurn(_ status: TurnStatus = .completed, error: CodexErrorInfo? = nil) -> ThreadGoal? {
        book.turnEnded(status, error: error, wasStopped: status == .interrupted, atMs: now)
    }

    /// A call of a tool as the model writes it.
    mutating func call(_ name: String, _ arguments: String = "{}") throws -> GoalToolResult {
        let call = try GoalToolCall(name: name, arguments: arguments)!
        return book.run(call, threadID: Self.threadID, atMs: now)
    }
}
