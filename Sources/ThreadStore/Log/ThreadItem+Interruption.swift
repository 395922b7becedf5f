package import AppServerProtocol

extension ThreadItem {
    /// What an item says in an error field when nothing more is known of its end.
    static let interruptionMessage = "interrupted before it ended"

    /// The final state of an item that was running when its turn ended for good; nil when nothing of it is worth
    /// keeping (a message of which no text is known).
    ///
    /// - Parameter durationMs: how long it ran at least, where the item has a place for it.
    package func afterInterruption(durationMs: Int?) -> ThreadItem? {
        switch self {
        case .userMessage(let item):
            // One without content was refused, because it could not be written down.
            return item.content.isEmpty ? nil : self
        case .agentMessage(let item):
            return item.text.isEmpty ? nil : self
        case .plan(let item):
            return item.text.isEmpty ? nil : self
        case .reasoning(let item):
            return item.summary.isEmpty && item.content.isEmpty ? nil : self
        case .contextCompaction:
            return nil
        case .commandExecution(var item):
            guard item.status == .inProgress else { return self }
            item.status = .failed
            item.durationMs = item.durationMs ?? durationMs
            return .commandExecution(item)
        case .fileChange(var item):
            if item.status == .inProgress { item.status = .failed }
            return .fileChange(item)
        case .mcpToolCall(var item):
            guard item.status == .inProgress else { return self }
            item.status = .failed
            item.error = item.error ?? McpToolCallError(message: Self.interruptionMessage)
            item.durationMs = item.durationMs ?? durationMs
            return .mcpToolCall(item)
        case .dynamicToolCall(var item):
            guard item.status == .inProgress else { return self }
            item.status = .failed
            item.success = item.success ?? false
            item.durationMs = item.durationMs ?? durationMs
            return .dynamicToolCall(item)
        case .collabAgentToolCall(var item):
            if item.status == .inProgress { item.status = .interrupted }
            return .collabAgentToolCall(item)
        default:
            return self
        }
    }
}
