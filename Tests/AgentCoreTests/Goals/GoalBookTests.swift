import AgentCore
import AppServerProtocol
import Testing
import WireJSON

@Suite("A goal that a client sets")
struct GoalSettingTests {
    @Test("is active, has used nothing and is trimmed")
    func new() throws {
        var thread = GoalFixture()
        let goal = try thread.set(objective: "  count sheep \n", budget: .set(400))
        #expect(
            goal
                == ThreadGoal(
                    threadId: "t", objective: "count sheep", status: .active, tokenBudget: 400, tokensUsed: 0,
                    timeUsedSeconds: 0, createdAt: 1000, updatedAt: 1000))
        #expect(thread.goal == goal)
    }

    @Test("keeps what a later change leaves out, the counters too")
    func partial() throws {
        var thread = try GoalFixture(objective: "sheep", budget: 400)
        thread.startTurn()
        thread.respond()
        thread.endTurn()
        thread.pass(milliseconds: 5000)
        let edited = try thread.set(objective: "goats")
        #expect(edited.objective == "goats" && edited.tokenBudget == 400 && edited.tokensUsed == 110)
        #expect(edited.createdAt == 1000 && edited.updatedAt == 1005)
        #expect(try thread.set(status: .complete).objective == "goats")
        #expect(try thread.set(objective: "cows").status == .complete)
        #expect(try thread.set(budget: .null).tokenBudget == nil)
        #expect(try thread.set(status: .active).tokensUsed == 110)
    }

    @Test("isn't there until it has an objective")
    func missing() {
        var thread = GoalFixture()
        let error = #expect(throws: AgentError.self) { try thread.set(status: .paused) }
        #expect(error == AgentError(.noGoal, "cannot update goal for thread t: no goal exists"))
        #expect(thread.goal == nil)
    }

    @Test(
        "is refused with a reason, and then nothing changes",
        arguments: [
            ("", nil, "goal objective must not be empty"), (" \n", nil, "goal objective must not be empty"),
            (String(repeating: "é", count: 4001), nil, "goal objective must be at most 4000 characters"),
            ("x", 0, "goal budgets must be positive when provided"),
            ("x", -1, "goal budgets must be positive when provided"),
        ] as [(String, Int?, String)])
    func refused(objective: String, budget: Int?, message: String) throws {
        var thread = try GoalFixture(objective: "sheep")
        let before = thread.book
        let error = #expect(throws: AgentError.self) {
            try thread.set(objective: objective, status: .paused, budget: budget.map { .set($0) } ?? .absent)
        }
        #expect(error == AgentError(.invalidParams, message))
        #expect(thread.book == before)
    }

    @Test("may be as long as 4,000 scalars")
    func longest() throws {
        var thread = GoalFixture()
        #expect(throws: Never.self) { try thread.set(objective: String(repeating: "é", count: 4000)) }
    }

    @Test("can't be active when its budget is spent")
    func spent() throws {
        var thread = try GoalFixture(objective: "sheep")
        thread.startTurn()
        thread.respond()
        thread.endTurn()
        #expect(try thread.set(budget: .set(110)).status == .budgetLimited)
        #expect(try thread.set(status: .active).status == .budgetLimited)
        #expect(try thread.set(budget: .set(1000)).status == .budgetLimited)
        #expect(try thread.set(status: .active).status == .active)
        #expect(try thread.set(status: .paused, budget: .set(1)).status == .paused)
    }

    @Test("is gone once it is cleared")
    func clear() throws {
        var thread = try GoalFixture(objective: "sheep")
        #expect(thread.book.clear() == true)
        #expect(thread.goal == nil)
        #expect(thread.book.clear() == false)
        #expect(!thread.book.isContinuationDue)
    }
}

@Suite("A turn for a goal")
struct GoalTurnTests {
    @Test("is due on an idle thread while the goal is active")
    func due() throws {
        var thread = GoalFixture()
        #expect(!thread.book.isContinuationDue)
        try thread.set(objective: "sheep", status: .paused)
        #expect(!thread.book.isContinuationDue)
        try thread.set(status: .active)
        #expect(thread.book.isContinuationDue)
        thread.startTurn()
        #expect(!thread.book.isContinuationDue)
        thread.endTurn()
        #expect(thread.book.isContinuationDue)
    }

    @Test("is due after a restart, since the goal is stored as active")
    func restart() throws {
        let thread = try GoalFixture(objective: "sheep")
        #expect(GoalBook(goal: thread.goal).isContinuationDue)
        #expect(!GoalBook(goal: nil).isContinuationDue)
    }

    @Test("counts fresh input and output, and whole seconds")
    func accounting() throws {
        var thread = try GoalFixture(objective: "sheep")
        thread.startTurn()
        thread.respond()
        thread.pass(milliseconds: 2300)
        let first = thread.account()
        #expect(first?.tokensUsed == 110 && first?.timeUsedSeconds == 2 && first?.updatedAt == 1002)
        #expect(thread.account() == nil)
        thread.respond()
        thread.pass(milliseconds: 800)
        let last = thread.endTurn()
        #expect(last?.tokensUsed == 220 && last?.timeUsedSeconds == 3)
    }

    @Test("adds up with others to seconds that none of them lasted")
    func shortTurns() throws {
        var thread = try GoalFixture(objective: "sheep")
        for _ in 1...5 {
            thread.startTurn()
            thread.pass(milliseconds: 400)
            thread.endTurn()
            thread.pass(milliseconds: 10_000)
        }
        #expect(thread.goal?.timeUsedSeconds == 2)
    }

    @Test("isn't counted before the goal is set, nor after it is put aside")
    func partOfATurn() throws {
        var thread = GoalFixture()
        thread.startTurn()
        thread.respond()
        thread.pass(milliseconds: 4000)
        try thread.set(objective: "sheep")
        thread.respond()
        thread.pass(milliseconds: 1000)
        let paused = try thread.set(status: .paused)
        #expect(paused.tokensUsed == 110 && paused.timeUsedSeconds == 1)
        thread.respond()
        thread.pass(milliseconds: 1000)
        #expect(thread.endTurn() == nil)
        #expect(thread.goal == paused)
    }

    @Test("goes on to its end when the budget is spent on the way; the model is told once")
    func budgetSpent() throws {
        var thread = try GoalFixture(objective: "sheep", budget: 150)
        thread.startTurn()
        thread.respond()
        #expect(thread.account()?.status == .active)
        #expect(thread.book.takeNotice() == nil)
        thread.respond()
        #expect(thread.account()?.status == .budgetLimited)
        #expect(thread.book.takeNotice()?.contains("- tokens remaining: 0") == true)
        #expect(thread.book.takeNotice() == nil)
        thread.respond()
        #expect(thread.endTurn()?.tokensUsed == 330)
        #expect(!thread.book.isContinuationDue)
        thread.startTurn()
        thread.respond()
        #expect(thread.endTurn() == nil, "a later turn isn't the goal's")
    }

    @Test("hears of a new objective, but not of the first one or of the same")
    func edited() throws {
        var thread = GoalFixture()
        thread.startTurn()
        try thread.set(objective: "sheep")
        #expect(thread.book.takeNotice() == nil)
        try thread.set(objective: "sheep")
        #expect(thread.book.takeNotice() == nil)
        try thread.set(objective: "goats")
        #expect(thread.book.takeNotice()?.contains("goats") == true)
        thread.endTurn()
        try thread.set(objective: "cows")
        #expect(thread.book.takeNotice() == nil, "no turn runs that could hear it")
        thread.startTurn()
        #expect(thread.book.takeNotice() == nil, "a new turn begins with the objective anyway")
    }

    @Test("that is interrupted holds the goal until another turn ends or a client makes it active")
    func interrupted() throws {
        var thread = try GoalFixture(objective: "sheep")
        thread.startTurn()
        thread.endTurn(.interrupted)
        #expect(thread.goal?.status == .active && thread.book.isHeld && !thread.book.isContinuationDue)
        thread.startTurn()
        thread.endTurn(.completed)
        #expect(thread.book.isContinuationDue)
        thread.startTurn()
        thread.endTurn(.interrupted)
        try thread.set(budget: .set(500))
        #expect(!thread.book.isContinuationDue)
        try thread.set(status: .active)
        #expect(thread.book.isContinuationDue)
    }

    @Test("that is interrupted before there is a goal doesn't hold the first one")
    func interruptedBefore() throws {
        var thread = GoalFixture()
        thread.startTurn()
        thread.endTurn(.interrupted)
        try thread.set(objective: "sheep")
        #expect(thread.book.isContinuationDue)
    }

    @Test("without any call of a tool may follow others so often, then the goal is put aside")
    func idle() throws {
        var thread = try GoalFixture(objective: "sheep")
        for _ in 1..<GoalBook.idleTurnLimit {
            thread.startTurn(forGoal: true)
            thread.book.toolCalled("get_goal")
            #expect(thread.endTurn() == nil)
        }
        thread.startTurn(forGoal: true)
        #expect(thread.endTurn()?.status == .paused)
        #expect(thread.book.hasStalled && !thread.book.isContinuationDue)
        try thread.set(status: .active)
        thread.startTurn(forGoal: true)
        #expect(thread.endTurn() == nil, "a client who makes it active again gives it as many turns again")
        #expect(!thread.book.hasStalled)
    }

    @Test(
        "in which something happens begins the count of idle ones anew",
        arguments: [
            { $0.book.toolCalled("exec_command") }, { $0.book.userSpoke() },
        ] as [@Sendable (inout GoalFixture) -> Void])
    func notIdle(happening: @Sendable (inout GoalFixture) -> Void) throws {
        var thread = try GoalFixture(objective: "sheep")
        for number in 1...(2 * GoalBook.idleTurnLimit - 1) {
            thread.startTurn(forGoal: true)
            if number == GoalBook.idleTurnLimit { happening(&thread) }
            #expect(thread.endTurn() == nil)
        }
        #expect(thread.goal?.status == .active)
    }

    @Test("that could not begin leaves the goal as it was")
    func refused() throws {
        var thread = try GoalFixture(objective: "sheep")
        thread.startTurn(forGoal: true)
        thread.pass(milliseconds: 5000)
        thread.book.turnRefused()
        #expect(thread.goal?.timeUsedSeconds == 0 && thread.book.isContinuationDue)
    }

    @Test(
        "that fails stops the goal",
        arguments: [
            (CodexErrorInfo.usageLimitExceeded, ThreadGoalStatus.usageLimited), (.other, .blocked),
            (.serverOverloaded, .blocked),
        ])
    func failed(error: CodexErrorInfo, status: ThreadGoalStatus) throws {
        var thread = try GoalFixture(objective: "sheep")
        thread.startTurn()
        #expect(thread.endTurn(.failed, error: error)?.status == status)
        #expect(!thread.book.isContinuationDue)
    }

    @Test("that fails leaves alone a goal that it wasn't for")
    func failedElsewhere() throws {
        var thread = try GoalFixture(objective: "sheep", status: .paused)
        thread.startTurn()
        #expect(thread.endTurn(.failed, error: .usageLimitExceeded) == nil)
        #expect(thread.goal?.status == .paused)
    }

    @Test("that is cleared of its goal counts nothing more")
    func cleared() throws {
        var thread = try GoalFixture(objective: "sheep")
        thread.startTurn()
        thread.respond()
        #expect(thread.book.clear() == true)
        #expect(thread.endTurn() == nil)
        try thread.set(objective: "goats")
        #expect(thread.goal?.tokensUsed == 0 && thread.book.isContinuationDue)
    }

    @Test("survives absurd numbers of a provider and a clock that goes back")
    func absurd() throws {
        var thread = try GoalFixture(objective: "sheep")
        thread.startTurn()
        for (input, cached, output) in [(Int.min, Int.max, -5), (Int.max, -1, Int.max)] {
            thread.book.responseCompleted(
                TokenUsageBreakdown(
                    totalTokens: 0, inputTokens: input, cachedInputTokens: cached, outputTokens: output,
                    reasoningOutputTokens: 0))
        }
        thread.pass(milliseconds: -60_000)
        let goal = thread.account()
        #expect(goal?.tokensUsed == .max && goal?.timeUsedSeconds == 0)
        thread.respond()
        #expect(thread.endTurn()?.tokensUsed ?? .max == .max)
    }
}
