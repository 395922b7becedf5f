/// `thread/goal/updated`: a thread's goal was set, changed or worked on.
package struct ThreadGoalUpdatedNotification: ServerNotification {
    package static var method: String { "thread/goal/updated" }

    /// The thread.
    package var threadId: String
    /// The turn that worked on it; null for a change by a client.
    package var turnId: String?
    /// The goal now.
    package var goal: ThreadGoal

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, turnId: String? = nil, goal: ThreadGoal) {
        self.threadId = threadId
        self.turnId = turnId
        self.goal = goal
    }
}

/// `thread/goal/cleared`: a thread has no goal any more.
package struct ThreadGoalClearedNotification: ServerNotification {
    package static var method: String { "thread/goal/cleared" }

    /// The thread.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}
