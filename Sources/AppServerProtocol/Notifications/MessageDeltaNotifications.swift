/// `item/agentMessage/delta`: the agent's message goes on.
package struct AgentMessageDeltaNotification: ServerNotification {
    package static var method: String { "item/agentMessage/delta" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The `agentMessage` item.
    package var itemId: String
    /// The text to add.
    package var delta: String

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, itemId: String, delta: String) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.delta = delta
    }
}

/// `item/plan/delta`: the proposed plan goes on. The final plan may differ from the sum of the deltas.
package struct PlanDeltaNotification: ServerNotification {
    package static var method: String { "item/plan/delta" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The `plan` item.
    package var itemId: String
    /// The text to add.
    package var delta: String

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, itemId: String, delta: String) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.delta = delta
    }
}
