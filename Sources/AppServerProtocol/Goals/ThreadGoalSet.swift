package import WireJSON

/// `thread/goal/set`: gives a thread a goal, or changes the one that it has.
package enum ThreadGoalSet: ClientRequest {
    package typealias Params = ThreadGoalSetParams
    package typealias Response = ThreadGoalSetResponse

    package static var method: String { "thread/goal/set" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// What to set; missing fields of a goal stay as they are.
package struct ThreadGoalSetParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// What is to be reached.
    package var objective: String?
    /// How far it is; a new goal is active unless said otherwise.
    package var status: ThreadGoalStatus?
    /// How many tokens it may cost, at least 1; null for no limit.
    package var tokenBudget: Patch<Int>
    /// Who sets it.
    package var origin: ThreadGoalMutationOrigin?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, objective: String? = nil, status: ThreadGoalStatus? = nil, tokenBudget: Patch<Int> = .absent,
        origin: ThreadGoalMutationOrigin? = nil
    ) {
        self.threadId = threadId
        self.objective = objective
        self.status = status
        self.tokenBudget = tokenBudget
        self.origin = origin
    }
}

/// The goal.
package struct ThreadGoalSetResponse: Codable, Hashable, Sendable {
    /// The goal now.
    package var goal: ThreadGoal

    /// Makes the value from its fields.
    package init(goal: ThreadGoal) {
        self.goal = goal
    }
}
