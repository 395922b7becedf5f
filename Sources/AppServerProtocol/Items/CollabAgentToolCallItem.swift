/// A `collabAgentToolCall` item: something that the agent asked of other agents.
package struct CollabAgentToolCallItem: Codable, Hashable, Sendable {
    /// The item's id: that of the model's call.
    package var id: String
    /// What was asked.
    package var tool: CollabAgentTool
    /// How far the call has got.
    package var status: CollabAgentToolCallStatus
    /// The thread of the agent that asks.
    package var senderThreadId: String
    /// The threads of the agents that are asked; for `spawnAgent` the new one, once it exists.
    package var receiverThreadIds: [String]
    /// The text that goes to them.
    package var prompt: String?
    /// The model that a new agent is to use.
    package var model: String?
    /// How hard a new agent is to think.
    package var reasoningEffort: ReasoningEffort?
    /// What the agents were doing last, by thread id.
    package var agentsStates: [String: CollabAgentState]

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String, tool: CollabAgentTool, status: CollabAgentToolCallStatus, senderThreadId: String,
        receiverThreadIds: [String], prompt: String? = nil, model: String? = nil,
        reasoningEffort: ReasoningEffort? = nil, agentsStates: [String: CollabAgentState]
    ) {
        self.id = id
        self.tool = tool
        self.status = status
        self.senderThreadId = senderThreadId
        self.receiverThreadIds = receiverThreadIds
        self.prompt = prompt
        self.model = model
        self.reasoningEffort = reasoningEffort
        self.agentsStates = agentsStates
    }
}

/// What one agent can ask of others.
package enum CollabAgentTool: String, ClosedEnum {
    /// Start, and work on something.
    case spawnAgent
    /// Take this input.
    case sendInput
    /// Go on.
    case resumeAgent
    /// Tell when you are done.
    case wait
    /// Go away.
    case closeAgent
    /// Take note of this.
    case sendMessage
    /// Do this next.
    case followupTask
    /// Stop what you are doing.
    case interruptAgent
    /// Who is there?
    case listAgents
}

/// How far a call has got.
package enum CollabAgentToolCallStatus: String, ClosedEnum {
    /// It runs.
    case inProgress
    /// It worked.
    case completed
    /// It didn't.
    case failed
    /// It was stopped.
    case interrupted
}

/// What an agent was doing last.
package struct CollabAgentState: Codable, Hashable, Sendable {
    /// What it was doing.
    package var status: CollabAgentStatus
    /// What it said about it.
    package var message: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(status: CollabAgentStatus, message: String? = nil) {
        self.status = status
        self.message = message
    }
}

/// What an agent is doing.
package enum CollabAgentStatus: String, ClosedEnum {
    /// It is about to start.
    case pendingInit
    /// It works.
    case running
    /// It was stopped.
    case interrupted
    /// It is done.
    case completed
    /// It failed.
    case errored
    /// It has gone away.
    case shutdown
    /// There is no such agent.
    case notFound
}
