/// `thread/goal/get`: shows a thread's goal.
package enum ThreadGoalGet: ClientRequest {
    package typealias Params = ThreadGoalGetParams
    package typealias Response = ThreadGoalGetResponse

    package static var method: String { "thread/goal/get" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Whose goal to show.
package struct ThreadGoalGetParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}

/// The goal.
package struct ThreadGoalGetResponse: Codable, Hashable, Sendable {
    /// The goal; null if there is none.
    package var goal: ThreadGoal?

    /// Makes the value from its fields; those with a default may be left out.
    package init(goal: ThreadGoal? = nil) {
        self.goal = goal
    }
}
