/// `turn/started`: a turn began to work.
package struct TurnStartedNotification: ServerNotification {
    package static var method: String { "turn/started" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turn: Turn

    /// Makes the value from its fields.
    package init(threadId: String, turn: Turn) {
        self.threadId = threadId
        self.turn = turn
    }
}

/// `turn/completed`: a turn ended, one way or another. Nothing of the turn comes after it.
package struct TurnCompletedNotification: ServerNotification {
    package static var method: String { "turn/completed" }

    /// The thread.
    package var threadId: String
    /// The turn, with its status and error.
    package var turn: Turn

    /// Makes the value from its fields.
    package init(threadId: String, turn: Turn) {
        self.threadId = threadId
        self.turn = turn
    }
}

/// `turn/diff/updated`: the files that the turn changed, all together.
package struct TurnDiffUpdatedNotification: ServerNotification {
    package static var method: String { "turn/diff/updated" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// A unified diff in the form of Git, from the turn's start to now; paths are relative to the working
    /// directory.
    package var diff: String

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, diff: String) {
        self.threadId = threadId
        self.turnId = turnId
        self.diff = diff
    }
}

/// `turn/plan/updated`: the agent noted what it wants to do.
package struct TurnPlanUpdatedNotification: ServerNotification {
    package static var method: String { "turn/plan/updated" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// Why the plan changed.
    package var explanation: String?
    /// All steps, in place of those before.
    package var plan: [TurnPlanStep]

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, turnId: String, explanation: String? = nil, plan: [TurnPlanStep]) {
        self.threadId = threadId
        self.turnId = turnId
        self.explanation = explanation
        self.plan = plan
    }
}

/// A step of the agent's plan.
package struct TurnPlanStep: Codable, Hashable, Sendable {
    /// What to do.
    package var step: String
    /// How far it has got.
    package var status: TurnPlanStepStatus

    /// Makes the value from its fields.
    package init(step: String, status: TurnPlanStepStatus) {
        self.step = step
        self.status = status
    }
}

/// How far a step has got.
package enum TurnPlanStepStatus: String, ClosedEnum {
    /// It is still to do.
    case pending
    /// The agent is at it.
    case inProgress
    /// It is done.
    case completed
}
