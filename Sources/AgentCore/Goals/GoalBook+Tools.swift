package import AppServerProtocol
import WireJSON

/// What came of a call of one of the goal's tools.
package struct GoalToolResult: Hashable, Sendable {
    /// What the model gets as the call's output.
    package var text: String
    /// The goal if the call has changed it; to be stored and announced.
    package var changed: ThreadGoal?

    /// A result from its parts.
    package init(text: String, changed: ThreadGoal? = nil) {
        self.text = text
        self.changed = changed
    }
}

extension GoalBook {
    /// Carries out a call that the model made while a turn runs. A refusal goes to the model, which may mend it.
    package mutating func run(_ call: GoalToolCall, threadID: String, atMs: Int) -> GoalToolResult {
        do throws(AgentError) {
            switch call {
            case .get:
                return GoalToolResult(text: Self.output(goal, report: nil))
            case .create(let objective, let budget):
                let goal = try create(threadID: threadID, objective: objective, tokenBudget: budget, atMs: atMs)
                return GoalToolResult(text: Self.output(goal, report: nil), changed: goal)
            case .update(let status):
                let goal = try update(status, atMs: atMs)
                let report = status == .complete ? Self.completionReport : nil
                return GoalToolResult(text: Self.output(goal, report: report), changed: goal)
            }
        } catch {
            return GoalToolResult(text: error.message)
        }
    }

    /// What the agent is to say when it has reached the goal.
    private static let completionReport = """
        The goal is complete. Tell the user so and what it took: the tokens used, against the budget if there is one, \
        and the time if it is more than a second, in words that are easy to read.
        """

    /// The output of all three tools.
    private static func output(_ goal: ThreadGoal?, report: String?) -> String {
        let value: JSONValue = [
            "goal": goal.map(json) ?? .null,
            "remainingTokens": goal?.remainingTokens.map { .number(JSONNumber(Int64($0))) } ?? .null,
            "completionBudgetReport": report.map(JSONValue.string) ?? .null,
        ]
        var bytes: [UInt8] = []
        JSONText.append(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func json(_ goal: ThreadGoal) -> JSONValue {
        func number(_ value: Int) -> JSONValue { .number(JSONNumber(Int64(value))) }
        var object: JSONObject = [
            "threadId": .string(goal.threadId), "objective": .string(goal.objective),
            "status": .string(goal.status.rawValue),
        ]
        object["tokenBudget"] = goal.tokenBudget.map(number)
        object["tokensUsed"] = number(goal.tokensUsed)
        object["timeUsedSeconds"] = number(goal.timeUsedSeconds)
        object["createdAt"] = number(goal.createdAt)
        object["updatedAt"] = number(goal.updatedAt)
        return .object(object)
    }
}
