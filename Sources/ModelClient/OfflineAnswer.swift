import WireJSON

/// Makes the items and events of one answer of the offline model, with ids and token counts that depend on the request alone.
///
/// Ids are made of the turn's id, the number of items in the request's input (which rises with every answer of a turn) and a
/// counter. A token is four bytes, rounded up per answer: of the whole input, and of what the answer says.
struct OfflineAnswer {
    /// How many bytes count as one token.
    static let bytesPerToken = 4

    /// Replaces the counted usage.
    var usage: ModelUsage?

    private let suffix: String
    private let inputBytes: Int
    private var outputBytes = 0
    private var reasoningBytes = 0
    private var items = 0

    /// Begins the answer to a request.
    init(_ request: ModelRequest) {
        suffix = "\(request.turnID)_\(request.input.count)"
        inputBytes = request.input.reduce(0) { $0 + $1.bytes.count }
    }

    private var responseID: String { "resp_\(suffix)" }

    /// The first event.
    var created: ModelEvent { .created(responseID: responseID) }

    /// The last event.
    var completed: ModelEvent {
        func tokens(_ bytes: Int) -> Int { (bytes + Self.bytesPerToken - 1) / Self.bytesPerToken }
        let counted = ModelUsage(
            inputTokens: tokens(inputBytes), outputTokens: tokens(outputBytes),
            reasoningOutputTokens: tokens(reasoningBytes))
        return .completed(responseID: responseID, usage: usage ?? counted)
    }

    private mutating func nextID(_ prefix: String) -> String {
        items += 1
        return "\(prefix)_\(suffix)_\(items)"
    }

    // MARK: Items

    /// Begins a message and returns its id; the caller sends the deltas.
    mutating func beginMessage(_ handle: (ModelEvent) throws -> Void) rethrows -> String {
        let id = nextID("msg")
        try handle(.itemAdded(message(id, status: "in_progress", text: nil)))
        return id
    }

    /// Completes a message.
    mutating func endMessage(_ id: String, text: String, _ handle: (ModelEvent) throws -> Void) rethrows {
        outputBytes += text.utf8.count
        try handle(.itemDone(message(id, status: "completed", text: text)))
    }

    /// Sends thoughts as a summary of one part.
    mutating func think(_ text: String, _ handle: (ModelEvent) throws -> Void) rethrows {
        let id = nextID("rs")
        outputBytes += text.utf8.count
        reasoningBytes += text.utf8.count
        try handle(.itemAdded(reasoning(id, summary: [])))
        try handle(.reasoningSummaryPartAdded(itemID: id, index: 0))
        for word in OfflineScript.words(text) {
            try handle(.reasoningSummaryDelta(itemID: id, index: 0, text: word))
        }
        try handle(.itemDone(reasoning(id, summary: [text])))
    }

    /// Sends a call of a tool; one in a namespace has that in front of its name, with a dot.
    mutating func call(_ name: String, _ arguments: RawJSON, _ handle: (ModelEvent) throws -> Void) rethrows {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        let (namespace, name) = parts.count == 2 ? (parts[0], parts[1]) : (nil, name)
        let id = nextID("fc")
        let callID = nextID("call")
        let text = String(decoding: arguments.bytes, as: UTF8.self)
        outputBytes += text.utf8.count
        var item: JSONObject = [
            "type": "function_call", "id": .string(id), "call_id": .string(callID), "name": .string(name),
            "arguments": .string(text), "status": "completed",
        ]
        if let namespace { item["namespace"] = .string(namespace) }
        let raw = RawJSON(.object(item))
        let kind = ModelItem.Kind.functionCall(callID: callID, name: name, namespace: namespace, arguments: text)
        try handle(.itemDone(ModelItem(id: id, kind: kind, raw: raw)))
    }

    private func message(_ id: String, status: JSONValue, text: String?) -> ModelItem {
        let content: [JSONValue] = text.map { [["type": "output_text", "text": .string($0), "annotations": []]] } ?? []
        let raw = RawJSON([
            "type": "message", "role": "assistant", "id": .string(id), "status": status, "content": .array(content),
        ])
        return ModelItem(id: id, kind: .message(role: "assistant", text: text ?? "", phase: nil), raw: raw)
    }

    private func reasoning(_ id: String, summary: [String]) -> ModelItem {
        let parts = summary.map { text -> JSONValue in ["type": "summary_text", "text": .string(text)] }
        let raw = RawJSON(["type": "reasoning", "id": .string(id), "summary": .array(parts)])
        return ModelItem(id: id, kind: .reasoning(summary: summary, content: []), raw: raw)
    }
}
