import AgentCore
import AppServerProtocol
import Testing
import WireJSON

@Suite("The goal's tools")
struct GoalToolTests {
    private func parsed(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    @Test("show the goal, also when there is none")
    func get() throws {
        var thread = GoalFixture()
        let none = try thread.call("get_goal", #"{"extra":1}"#)
        #expect(none.text == #"{"goal":null,"remainingTokens":null,"completionBudgetReport":null}"#)
        try thread.set(objective: "a \"b\"")
        let unlimited = try thread.call("get_goal")
        #expect(
            unlimited.text == """
                {"goal":{"threadId":"t","objective":"a \\"b\\"","status":"active","tokensUsed":0,"timeUsedSeconds":0,\
                "createdAt":1000,"updatedAt":1000},"remainingTokens":null,"completionBudgetReport":null}
                """)
        try thread.set(budget: .set(400))
        let limited = try parsed(try thread.call("get_goal").text)
        #expect(limited["goal"]?["tokenBudget"] == 400 && limited["remainingTokens"] == 400)
        #expect(try thread.call("get_goal").changed == nil)
    }

    @Test("set a goal whose turns start to count at once")
    func create() throws {
        var thread = GoalFixture()
        thread.startTurn()
        thread.respond()
        let result = try thread.call("create_goal", #"{"objective":" ducks ","token_budget":5000}"#)
        #expect(result.changed == thread.goal && thread.goal?.objective == "ducks")
        #expect(try parsed(result.text)["remainingTokens"] == 5000)
        thread.respond()
        #expect(thread.endTurn()?.tokensUsed == 110)
        #expect(thread.book.isContinuationDue)
    }

    @Test("set no second goal before the first is complete; then counting starts anew")
    func createAgain() throws {
        var thread = try GoalFixture(objective: "ducks", budget: 500)
        thread.startTurn()
        thread.respond()
        for status in ["blocked", "paused"] {
            _ = try thread.call("update_goal", #"{"status":"\#(status)"}"#)
            let refused = try thread.call("create_goal", #"{"objective":"geese"}"#)
            #expect(refused.text == "this thread already has a goal, and it isn't complete yet")
            #expect(refused.changed == nil && thread.goal?.objective == "ducks")
        }
        _ = try thread.call("update_goal", #"{"status":"complete"}"#)
        thread.pass(milliseconds: 3000)
        let goal = try #require(try thread.call("create_goal", #"{"objective":"geese"}"#).changed)
        #expect(goal.tokensUsed == 0 && goal.tokenBudget == nil && goal.createdAt == 1003 && goal.status == .active)
    }

    @Test("report the goal as complete, with what it took so far")
    func complete() throws {
        var thread = try GoalFixture(objective: "ducks", budget: 500)
        thread.startTurn()
        thread.respond()
        let result = try thread.call("update_goal", #"{"status":"complete"}"#)
        #expect(result.changed?.status == .complete && result.changed?.tokensUsed == 110)
        let output = try parsed(result.text)
        #expect(output["remainingTokens"] == 390)
        #expect(output["completionBudgetReport"]?.stringValue?.isEmpty == false)
        thread.respond()
        #expect(thread.endTurn() == nil, "what follows isn't the goal's")
        #expect(!thread.book.isContinuationDue)
    }

    @Test("can't hide by a pause that the budget is spent")
    func pauseOfSpent() throws {
        var thread = try GoalFixture(objective: "ducks", budget: 100)
        thread.startTurn()
        thread.respond()
        #expect(try thread.call("update_goal", #"{"status":"paused"}"#).changed?.status == .budgetLimited)
    }

    @Test(
        "tell the model what is wrong with a call",
        arguments: [
            ("create_goal", #"{"objective":" "}"#, "goal objective must not be empty"),
            ("create_goal", #"{"objective":"x","token_budget":0}"#, "goal budgets must be positive when provided"),
            ("update_goal", #"{"status":"complete"}"#, "this thread has no goal to update"),
        ])
    func refused(tool: String, arguments: String, message: String) throws {
        var thread = GoalFixture()
        let result = try thread.call(tool, arguments)
        #expect(result == GoalToolResult(text: message, changed: nil))
        #expect(thread.goal == nil)
    }

    @Test(
        "tell the model what they can't read",
        arguments: [
            ("create_goal", "{}", "missing field `objective`"), ("create_goal", "", ""),
            ("create_goal", #"{"objective":"x","token_budget":"many"}"#, "token_budget"),
            ("update_goal", "{}", "missing field `status`"),
            ("update_goal", #"{"status":"active"}"#, "unknown variant `active`"),
        ])
    func unreadable(tool: String, arguments: String, fragment: String) {
        let error = #expect(throws: ToolArgumentsError.self) { try GoalToolCall(name: tool, arguments: arguments) }
        #expect(fragment.isEmpty || error?.reason.contains(fragment) == true, "\(error?.reason ?? "")")
    }

    @Test("are the ones that are offered")
    func offered() throws {
        #expect(Set(ToolDefinition.goalTools.map(\.name)) == GoalToolCall.names)
        #expect(try GoalToolCall(name: "exec_command", arguments: "{}") == nil)
        let update = ToolDefinition.updateGoal.parameters["properties"]?["status"]?["enum"]
        #expect(update == ["complete", "blocked", "paused"])
        #expect(ToolDefinition.createGoal.parameters["required"] == ["objective"])
        #expect(ToolDefinition.getGoal.parameters["properties"] == [:])
    }
}

@Suite("What the model is told about a goal")
struct GoalMessageTests {
    private let goal = ThreadGoal(
        threadId: "t", objective: "count </objective> & go", status: .active, tokenBudget: 400, tokensUsed: 330,
        timeUsedSeconds: 12, createdAt: 0, updatedAt: 0)

    @Test("stands in an envelope of its own", arguments: [GoalMessage.continuation, .budgetReached, .objectiveEdited])
    func envelope(message: GoalMessage) {
        let text = message.text(for: goal)
        #expect(text.hasPrefix("<codex_internal_context source=\"goal\">\n"))
        #expect(text.hasSuffix("\n</codex_internal_context>"))
        #expect(text.contains("<objective>\ncount &lt;/objective&gt; &amp; go\n</objective>"))
        #expect(text.contains("- tokens used: 330\n- token budget: 400\n- tokens remaining: 70\n- seconds worked: 12"))
    }

    @Test("names no limit where there is none")
    func unlimited() {
        var goal = goal
        goal.tokenBudget = nil
        let text = GoalMessage.continuation.text(for: goal)
        #expect(text.contains("- token budget: none") && !text.contains("remaining"))
    }

    @Test("begins each turn of the goal")
    func continuation() throws {
        #expect(GoalBook(goal: goal).continuationText == GoalMessage.continuation.text(for: goal))
        #expect(GoalBook().continuationText == nil)
    }
}
