internal import WireJSON

/// The tool calls of a model-visible history that have no output yet.
///
/// A provider refuses a history in which a call has no output or an output no call, so that one lost line would make
/// the thread unusable for good.
package struct OpenCalls: Codable, Hashable, Sendable {
    /// A tool call that has no output yet.
    struct Call: Codable, Hashable, Sendable {
        /// The provider's id of the call.
        var callId: String
        /// The `type` of the item that answers it.
        var outputType: String
    }

    /// What an aborted call answers to the model.
    static let abortedOutput = "No result: the server stopped before this call ended."

    private static let outputTypes = [
        "function_call": "function_call_output",
        "custom_tool_call": "custom_tool_call_output",
        "local_shell_call": "function_call_output",
    ]

    /// The calls, in order.
    private(set) var calls: [Call] = []

    /// None.
    package init() {}

    /// Those of a whole history.
    init(in items: [RawJSON]) {
        for item in items { _ = take(item) }
    }

    /// Takes in an item. Returns a text when the item is to be left out because it answers no call.
    mutating func take(_ item: RawJSON) -> String? {
        // Most items are messages; only those that mention a call are worth a parse.
        guard Self.mentionsCall(item.bytes), let root = try? item.document().root, let type = root["type"]?.string,
            let callId = root["call_id"]?.string
        else { return nil }
        if let outputType = Self.outputTypes[type] {
            calls.append(Call(callId: callId, outputType: outputType))
        } else if Self.outputTypes.values.contains(type) {
            guard let index = calls.firstIndex(where: { $0.callId == callId }) else {
                return "an output (\(type)) for the call \(callId), which is not in the history or has one already"
            }
            calls.remove(at: index)
        }
        return nil
    }

    private static let callKey = BytePattern(Array(#""call_id""#.utf8), anchor: 5)

    /// Whether the JSON of an item (or of a whole record) has to do with a call.
    static func mentionsCall(_ bytes: [UInt8]) -> Bool { callKey.isIn(bytes) }

    /// The items that answer the calls, in order, for calls that will never end.
    ///
    /// - Parameter waiting: calls that still may.
    func abortedOutputs(except waiting: Set<String> = []) -> [RawJSON] {
        calls.filter { !waiting.contains($0.callId) }.compactMap { call in
            try? RawJSON(
                encoding: JSONValue.object([
                    "type": .string(call.outputType), "call_id": .string(call.callId),
                    "output": .string(Self.abortedOutput),
                ]))
        }
    }
}
