package import AppServerProtocol
import ThreadStore
package import WireJSON

/// How an agent stands, as the agent that made it is told.
package struct AgentStatus: Hashable, Sendable {
    /// What it does.
    package var status: CollabAgentStatus
    /// What it said last, or why it failed.
    package var message: String?

    /// A status from its parts.
    package init(_ status: CollabAgentStatus, _ message: String? = nil) {
        self.status = status
        self.message = message
    }

    /// Whether nothing more comes of it by itself, so that nobody need wait for it.
    package var isFinal: Bool {
        switch status {
        case .pendingInit, .running: false
        case .interrupted, .completed, .errored, .shutdown, .notFound: true
        }
    }

    /// The status as clients see it.
    package var state: CollabAgentState { CollabAgentState(status: status, message: message) }

    /// The status as models read it. They know the words.
    package var modelValue: JSONValue {
        switch status {
        case .pendingInit: "pending_init"
        case .running: "running"
        case .interrupted: "interrupted"
        case .completed: ["completed": message.map(JSONValue.string) ?? .null]
        case .errored: ["errored": message.map(JSONValue.string) ?? .null]
        case .shutdown: "shutdown"
        case .notFound: "not_found"
        }
    }

    /// What the agent that made it is told in its history when it has ended its work. Models know the form.
    package func notice(of id: String) -> String {
        let body = RawJSON(["agent_path": .string(id), "status": modelValue])
        return Self.noticeBounds.0 + String(decoding: body.bytes, as: UTF8.self) + Self.noticeBounds.1
    }

    private static let noticeBounds = ("<subagent_notification>\n", "\n</subagent_notification>")
}

extension AgentStatus {
    /// How a turn's end leaves an agent.
    init(_ turn: Turn, answer: String?) {
        switch turn.status {
        case .completed: self.init(.completed, answer)
        case .failed: self.init(.errored, turn.error?.message)
        case .interrupted: self.init(.interrupted)
        case .inProgress: self.init(.running)
        }
    }
}

extension FeedState {
    /// How the thread stands as somebody's agent. Of what it said before it was loaded only its end is told.
    var agentStatus: AgentStatus {
        if turn != nil || goesOn { return AgentStatus(.running) }
        if let ending { return ending }
        switch digest.lastTurn?.status {
        case .interrupted: return AgentStatus(.interrupted)
        case .failed: return AgentStatus(.errored)
        default: return AgentStatus(.pendingInit)
        }
    }
}
