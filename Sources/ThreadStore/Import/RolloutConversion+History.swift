internal import AppServerProtocol
internal import WireJSON

/// What the model sees, and what older files have nowhere else.
extension RolloutConversion {
    /// What the other program writes into items for itself. Providers refuse fields that they don't know.
    private static let privateFields = ["internal_chat_message_metadata_passthrough", "record_type"]
    /// Items of the history that are not sent to a model.
    private static let unsentTypes: Set<String> = ["ghost_snapshot", "other"]

    /// Takes in an item of the model's history.
    mutating func takeModelItem(_ record: RolloutRecord) {
        guard let type = record.type else { return note(unknown: record.name) }
        guard !Self.unsentTypes.contains(type) else { return }
        if isBare { takeBareMessage(record.payload) }
        append(modelItem: Self.sent(record.payload))
        if isLegacy || isBare { takeLegacyItem(record.payload, type: type) }
    }

    /// The item as it is sent to a model. The user's messages have no ids, as those that Heddle makes.
    private static func sent(_ item: JSONObject) -> RawJSON {
        var item = item
        for field in privateFields { item[field] = nil }
        if item.text("type") == "message", item.text("role") == "user" || item["id"]?.isNull == true {
            item["id"] = nil
        }
        return RawJSON(.object(item))
    }

    /// Puts a shorter history in place of the one so far.
    mutating func compact(_ payload: JSONObject) {
        if let replacement = payload["replacement_history"]?.arrayValue?.compactMap(\.objectValue) {
            return replaceModelItems(by: replacement.map(Self.sent))
        }
        // Older files have the summary only; the user's own messages stood before it.
        var items = modelItems.filter(Self.isOfUser)
        if let message = payload.text("message"), !message.isEmpty {
            items.append(
                RawJSON([
                    "type": "message", "role": "user",
                    "content": [["type": "input_text", "text": .string(message)]],
                ]))
        }
        replaceModelItems(by: items)
    }

    /// Whether an item is a message that the user wrote: what the program adds in the user's name is in tags.
    private static func isOfUser(_ item: RawJSON) -> Bool {
        guard let item = try? item.decode(JSONValue.self).objectValue, item.text("role") == "user",
            let first = item.list("content").first?["text"]?.stringValue
        else { return false }
        return !first.hasPrefix("<")
    }

    // MARK: - Files without items

    /// Makes items of what older files have only as the model's history: thoughts, and commands with their output.
    private mutating func takeLegacyItem(_ item: JSONObject, type: String) {
        switch type {
        case "reasoning":
            let summary = item.list("summary").compactMap { $0["text"]?.stringValue }
            let content = item.list("content").compactMap { $0["text"]?.stringValue }
            guard !(summary.isEmpty && content.isEmpty) else { return }
            append(
                .reasoning(
                    ReasoningItem(id: item.text("id") ?? nextItemId(), summary: summary, content: content)))
        case "function_call", "local_shell_call":
            calls.begin(item, cwd: header.cwd)
        case "function_call_output":
            if let command = calls.end(item) { append(command) }
        case "web_search_call":
            guard !calls.isTold(item.text("id")) else { return }
            var wire = item
            wire["type"] = "WebSearch"
            wire["id"] = .string(item.text("id") ?? nextItemId())
            wire["query"] = item["action"]?["query"] ?? ""
            if let search = RolloutItems.item(wire) { append(search) }
        default:
            break
        }
    }

    /// Makes messages of the oldest files into items; each one of the user's begins a turn.
    private mutating func takeBareMessage(_ item: JSONObject) {
        guard item.text("type") == "message" else { return }
        let texts = item.list("content").compactMap { $0["text"]?.stringValue }
        let text = texts.joined(separator: "\n")
        switch item.text("role") {
        case "user" where !text.hasPrefix("<"):
            beginTurn(nil, isImplicit: true)
            append(
                .userMessage(
                    UserMessageItem(id: nextItemId(), content: texts.map { .text(TextUserInput(text: $0)) })))
        case "assistant":
            append(.agentMessage(AgentMessageItem(id: item.text("id") ?? nextItemId(), text: text)))
        default:
            break
        }
    }
}
