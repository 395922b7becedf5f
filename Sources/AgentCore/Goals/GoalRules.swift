import AppServerProtocol

/// What a goal may be, whoever sets it.
enum GoalRules {
    /// The longest objective in Unicode scalars. It stands in the model's input once for every turn of the goal, and
    /// the protocol names this number.
    static let objectiveMaxLength = 4000

    /// The objective without blanks around it; refused when nothing is left or when it is too long.
    static func objective(_ text: String) throws(AgentError) -> String {
        let isBlank = { (character: Character) in character.isWhitespace }
        let start = text.drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else {
            throw AgentError(.invalidParams, "goal objective must not be empty")
        }
        let objective = String(start[...last])
        guard objective.unicodeScalars.count <= objectiveMaxLength else {
            throw AgentError(.invalidParams, "goal objective must be at most \(objectiveMaxLength) characters")
        }
        return objective
    }

    /// Refuses a budget that allows nothing.
    static func check(budget: Int?) throws(AgentError) {
        guard let budget, budget <= 0 else { return }
        throw AgentError(.invalidParams, "goal budgets must be positive when provided")
    }

    /// How a goal stands that was to have a status: one whose budget is spent can't be active.
    static func status(_ wanted: ThreadGoalStatus, budget: Int?, used: Int) -> ThreadGoalStatus {
        guard wanted == .active, let budget, used >= budget else { return wanted }
        return .budgetLimited
    }
}

extension AgentError.Kind {
    /// The thread has no goal that could be changed.
    package static let noGoal = AgentError.Kind(rawValue: "noGoal")
    /// The thread's goal has to be reached before the agent may set itself another one.
    package static let unfinishedGoal = AgentError.Kind(rawValue: "unfinishedGoal")
}
