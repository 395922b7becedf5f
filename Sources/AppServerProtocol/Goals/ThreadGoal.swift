/// Something that the agent works towards by itself, turn after turn.
package struct ThreadGoal: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// What is to be reached, in the user's or the agent's words; at most 4,000 characters.
    package var objective: String
    /// How far it is.
    package var status: ThreadGoalStatus
    /// How many tokens it may cost; null for no limit.
    package var tokenBudget: Int?
    /// How many tokens it has cost.
    package var tokensUsed: Int
    /// How long turns have worked on it, in seconds.
    package var timeUsedSeconds: Int
    /// When it was set, Unix seconds.
    package var createdAt: Int
    /// When it last changed, Unix seconds.
    package var updatedAt: Int

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, objective: String, status: ThreadGoalStatus, tokenBudget: Int? = nil, tokensUsed: Int,
        timeUsedSeconds: Int, createdAt: Int, updatedAt: Int
    ) {
        self.threadId = threadId
        self.objective = objective
        self.status = status
        self.tokenBudget = tokenBudget
        self.tokensUsed = tokensUsed
        self.timeUsedSeconds = timeUsedSeconds
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// How far a goal is.
package enum ThreadGoalStatus: String, ClosedEnum {
    /// The agent goes on by itself.
    case active
    /// The user has stopped it for now.
    case paused
    /// The agent can't go on without the user.
    case blocked
    /// The provider's limits keep it from going on.
    case usageLimited
    /// The token budget is used up.
    case budgetLimited
    /// It is reached.
    case complete
}

/// Who changes a goal.
package enum ThreadGoalMutationOrigin: String, ClosedEnum {
    /// A person.
    case user
    /// A program.
    case automatic
}
