import WireJSON

/// Turns the data of server-sent events of the Responses API into `ModelEvent`s.
///
/// A token of an answer is one event, so the common path looks up members in the parsed text and decodes nothing else:
/// the type is compared as bytes, and the item's id is made a string once per item.
struct ResponseEventDecoder {
    /// How many events were no JSON object. They are skipped, and mentioned if the stream then fails.
    private(set) var garbageEvents = 0
    /// Whether `response.completed` has come.
    private(set) var isCompleted = false
    /// The item id of the last delta: its bytes, and the string that they are.
    private var itemIDBytes: ArraySlice<UInt8> = []
    private var itemID = ""
    /// The serving model that was told last.
    private var servedModel: String?

    /// Decodes one event's data and calls `emit` with what it says, which may be nothing.
    ///
    /// Throws `ModelFailure` for `response.failed`, `response.incomplete` and `error`, and what `emit` threw.
    mutating func decode(_ data: [UInt8], emit: (ModelEvent) throws -> Void) throws {
        if isCompleted || data.elementsEqual("[DONE]".utf8) { return }
        guard let root = (try? JSONDocument(parsing: data))?.root, let type = root["type"], type.kind == .string else {
            garbageEvents += 1
            return
        }
        switch EventType(type) {
        case .outputTextDelta:
            try emit(.textDelta(itemID: itemID(root), text: root["delta"]?.string ?? ""))
        case .reasoningSummaryTextDelta:
            try emit(
                .reasoningSummaryDelta(
                    itemID: itemID(root), index: index(root, "summary_index"), text: root["delta"]?.string ?? ""))
        case .reasoningTextDelta:
            try emit(
                .reasoningTextDelta(
                    itemID: itemID(root), index: index(root, "content_index"), text: root["delta"]?.string ?? ""))
        case .reasoningSummaryPartAdded:
            try emit(.reasoningSummaryPartAdded(itemID: itemID(root), index: index(root, "summary_index")))
        case .outputItemAdded:
            if let item = root["item"], item.kind == .object { try emit(.itemAdded(ModelItem(item))) }
        case .outputItemDone:
            if let item = root["item"], item.kind == .object { try emit(.itemDone(ModelItem(item))) }
        case .created:
            let response = root["response"]
            try emit(.created(responseID: response?["id"]?.string ?? ""))
            try tellServedModel(Self.servedModel(inHeaders: response?["headers"]), emit: emit)
        case .completed:
            let response = root["response"]
            isCompleted = true
            try emit(.completed(responseID: response?["id"]?.string ?? "", usage: ModelUsage(response?["usage"])))
        case .failed:
            throw ModelFailure(streamedError: root["response"]?["error"])
        case .error:
            // The error stands beside the type, or in a member of its own.
            throw ModelFailure(streamedError: root["error"] ?? root)
        case .incomplete:
            throw ModelFailure(incomplete: root["response"])
        case nil:
            break
        }
    }

    /// Reports which model serves the answer, unless it has been reported.
    mutating func tellServedModel(_ model: String?, emit: (ModelEvent) throws -> Void) throws {
        guard let model, !model.isEmpty, model != servedModel else { return }
        servedModel = model
        try emit(.servedModel(model))
    }

    private mutating func itemID(_ root: JSONNode) -> String {
        guard let node = root["item_id"] else { return "" }
        let bytes = node.rawBytes
        if bytes != itemIDBytes {
            itemID = node.string ?? ""
            itemIDBytes = ArraySlice(Array(bytes))
        }
        return itemID
    }

    private func index(_ root: JSONNode, _ name: String) -> Int {
        root[name]?.int64.map { Int(clamping: $0) } ?? 0
    }

    /// The value of a header `OpenAI-Model`, in any spelling of its case.
    private static func servedModel(inHeaders headers: JSONNode?) -> String? {
        guard let headers else { return nil }
        for (name, value) in headers.members where name.lowercased() == "openai-model" { return value.string }
        return nil
    }
}

/// The event types that mean something to Heddle.
private enum EventType: String, CaseIterable {
    // The first one is a streamed token, so it is found first.
    case outputTextDelta = "response.output_text.delta"
    case reasoningSummaryTextDelta = "response.reasoning_summary_text.delta"
    case reasoningTextDelta = "response.reasoning_text.delta"
    case reasoningSummaryPartAdded = "response.reasoning_summary_part.added"
    case outputItemAdded = "response.output_item.added"
    case outputItemDone = "response.output_item.done"
    case created = "response.created"
    case completed = "response.completed"
    case failed = "response.failed"
    case incomplete = "response.incomplete"
    case error

    /// The types with their bytes in quotation marks, as they stand in a text.
    private static let quoted = allCases.map { (type: $0, bytes: Array("\"\($0.rawValue)\"".utf8)) }

    /// Compares the bytes of a `type` member; nil for any other type. No known type has a character that is escaped.
    init?(_ node: JSONNode) {
        let raw = node.rawBytes
        for (type, bytes) in Self.quoted where bytes.count == raw.count && raw.elementsEqual(bytes) {
            self = type
            return
        }
        return nil
    }
}
