import AppServerProtocol

/// The deltas of an item that is not complete yet, joined.
///
/// Kept beside the item and not in it: appending to a string in place costs the length of the delta, changing it
/// inside the turn's array of enums would copy the whole text each time.
package struct RunningItem: Sendable {
    /// The item's id.
    package let id: String
    /// Text of a message or plan, or a command's output.
    package var text = ""
    /// A reasoning item's summary, part by part.
    package var summary: [String] = []
    /// A reasoning item's content, part by part.
    package var content: [String] = []

    /// An item that has produced nothing.
    init(id: String) {
        self.id = id
    }

    /// Appends to a part, making the parts before it when they are missing.
    static func append(_ delta: String, to parts: inout [String], at index: Int) {
        while parts.count <= index { parts.append("") }
        parts[index].append(delta)
    }

    /// The item as a client should see it now.
    func filling(_ item: ThreadItem) -> ThreadItem {
        switch item {
        case .agentMessage(var message):
            if !text.isEmpty { message.text = text }
            return .agentMessage(message)
        case .reasoning(var reasoning):
            if !summary.isEmpty { reasoning.summary = summary }
            if !content.isEmpty { reasoning.content = content }
            return .reasoning(reasoning)
        case .commandExecution(var command):
            if !text.isEmpty { command.aggregatedOutput = text }
            return .commandExecution(command)
        default:
            return item
        }
    }
}
