import WireJSON

/// What the offline model reads of a request's input: the person's last message, and what tools gave back since.
struct OfflineConversation {
    /// One tool call that has its output.
    struct Output: Hashable {
        /// The tool.
        var name: String
        /// The command, if the tool runs one.
        var command: String?
        /// What the tool gave back, as text.
        var text: String
    }

    /// The text of the person's last message.
    private(set) var message = ""
    /// How many messages of the person came before it.
    private(set) var earlierMessages = 0
    /// Whether the request is to a reviewer.
    private(set) var isReview = false
    /// The outputs after it, in order.
    private(set) var outputs: [Output] = []

    /// Messages in the user's role that are context, not the person's words: what Heddle and its peer put there begin so.
    private static let contextBeginnings = [
        "<environment_context>", "# AGENTS.md instructions", "<turn_aborted>", "<user_shell_command>",
        "<user_action>", "<subagent_notification>",
    ]

    /// Reads a request's input items. Items that are no JSON objects are skipped.
    init(_ input: [RawJSON]) {
        var messages: [String] = []
        /// Name and command of every call since the last message, by call id.
        var calls: [String: (name: String, command: String?)] = [:]
        for raw in input {
            guard let item = (try? raw.document())?.root else { continue }
            let callID = item["call_id"]?.string ?? ""
            switch item["type"]?.string ?? "message" {
            case "message" where item["role"]?.string == "developer":
                if OfflineReview.isForReviewer(Self.text(item["content"])) { isReview = true }
            case "message" where item["role"]?.string == "user":
                var text = Self.text(item["content"])
                if let objective = OfflineGoal.message(text) { text = objective }
                if Self.contextBeginnings.contains(where: text.hasPrefix) { continue }
                messages.append(text)
                outputs = []
                calls = [:]
            case "function_call", "custom_tool_call":
                calls[callID] = (item["name"]?.string ?? "", Self.command(item))
            case let type where type.hasSuffix("_output"):
                let call = calls[callID]
                outputs.append(
                    Output(name: call?.name ?? "tool", command: call?.command, text: Self.text(item["output"])))
            default:
                continue
            }
        }
        message = messages.last ?? ""
        earlierMessages = max(0, messages.count - 1)
    }

    /// A string as it is; of a list of parts, their texts.
    private static func text(_ content: JSONNode?) -> String {
        guard let content else { return "" }
        return content.string ?? content.elements.compactMap { $0["text"]?.string }.joined(separator: "\n")
    }

    /// The `cmd` of a function call's arguments.
    private static func command(_ call: JSONNode) -> String? {
        guard let arguments = call["arguments"]?.string else { return nil }
        return (try? JSONDocument(parsing: Array(arguments.utf8)))?.root["cmd"]?.string
    }
}

extension OfflineConversation {
    /// The ids of the agents that were made since the last message.
    var agentIDs: [String] {
        outputs.filter { $0.name == "spawn_agent" }.compactMap { output in
            (try? JSONDocument(parsing: Array(output.text.utf8)))?.root["agent_id"]?.string
        }
    }

    /// What was done since the last message, in a line for each output.
    var account: String {
        outputs.isEmpty ? "Done." : outputs.map(\.account).joined(separator: "\n")
    }
}

extension OfflineConversation.Output {
    /// Longest quotation of an output, in characters.
    private static let longestLine = 160

    /// What was called, how it ended, and the first line of what it printed.
    var account: String {
        let subject = "`\(command ?? name)`"
        let printed = text.firstRange(of: "Output:\n").map { text[$0.upperBound...] } ?? text[...]
        let line = printed.split(whereSeparator: \.isNewline).first.map { $0.prefix(Self.longestLine) } ?? ""
        guard let exitCode else { return line.isEmpty ? "\(subject) gave nothing back." : "\(subject): \(line)" }
        return "\(subject) exited with code \(exitCode)" + (line.isEmpty ? " and printed nothing." : ": \(line)")
    }

    /// The number after `exited with code`, if the text says so.
    private var exitCode: Int? {
        guard let phrase = text.firstRange(of: "exited with code ") else { return nil }
        return Int(text[phrase.upperBound...].prefix { $0.isNumber || $0 == "-" })
    }
}
