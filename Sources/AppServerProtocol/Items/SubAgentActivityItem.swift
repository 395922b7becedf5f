/// A `subAgentActivity` item: something that happened to a helper agent.
package struct SubAgentActivityItem: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// The model that the helper got at its start; null otherwise and in old logs.
    package var model: String?
    /// The effort that the helper got at its start, if known.
    package var reasoningEffort: ReasoningEffort?
    /// What happened.
    package var kind: SubAgentActivityKind
    /// The helper's thread.
    package var agentThreadId: String
    /// The helper's place in the tree of agents.
    package var agentPath: String

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String, model: String? = nil, reasoningEffort: ReasoningEffort? = nil, kind: SubAgentActivityKind,
        agentThreadId: String, agentPath: String
    ) {
        self.id = id
        self.model = model
        self.reasoningEffort = reasoningEffort
        self.kind = kind
        self.agentThreadId = agentThreadId
        self.agentPath = agentPath
    }
}

/// What happened to a helper agent.
package enum SubAgentActivityKind: String, ClosedEnum {
    /// It started.
    case started
    /// It got an input.
    case interacted
    /// It was stopped.
    case interrupted
    /// It is done.
    case completed
}
