package import WireJSON

/// One output item of a model's answer: what it means, and the bytes that go back into the history verbatim.
package struct ModelItem: Hashable, Sendable {
    /// What an output item is.
    package enum Kind: Hashable, Sendable {
        /// Text for the person. `text` joins the item's parts; `phase` says whether it is commentary or the final answer.
        case message(role: String, text: String, phase: String?)
        /// Thoughts: the parts of their summary, and of their full text if the model shows it.
        case reasoning(summary: [String], content: [String])
        /// A call of a tool with JSON arguments, still as text because models get them wrong.
        case functionCall(callID: String, name: String, namespace: String?, arguments: String)
        /// A call of a tool that takes free text.
        case customToolCall(callID: String, name: String, input: String)
        /// A web search that the provider ran by itself.
        case webSearchCall
        /// A call of the provider's own shell tool, which Heddle records but doesn't run.
        case localShellCall
        /// A kind that this version doesn't know; it is kept in the history all the same.
        case other(type: String)
    }

    /// The provider's id of the item; empty if it gave none.
    package var id: String
    /// What the item is.
    package var kind: Kind
    /// The item as the provider sent it.
    package var raw: RawJSON

    /// Makes an item from its parts.
    package init(id: String, kind: Kind, raw: RawJSON) {
        self.id = id
        self.kind = kind
        self.raw = raw
    }

    /// Reads an output item of the Responses API. Members that are missing or of a wrong type count as empty.
    package init(_ node: JSONNode) {
        id = node["id"]?.string ?? ""
        kind = Kind(node)
        raw = RawJSON(node)
    }
}

extension ModelItem.Kind {
    /// Reads what an output item is.
    init(_ node: JSONNode) {
        let callID = node["call_id"]?.string ?? ""
        switch node["type"]?.string ?? "" {
        case "message":
            self = .message(
                role: node["role"]?.string ?? "assistant",
                text: Self.texts(node["content"]).joined(),
                phase: node["phase"]?.string)
        case "reasoning":
            self = .reasoning(summary: Self.texts(node["summary"]), content: Self.texts(node["content"]))
        case "function_call":
            self = .functionCall(
                callID: callID,
                name: node["name"]?.string ?? "",
                namespace: node["namespace"]?.string,
                arguments: node["arguments"]?.string ?? "")
        case "custom_tool_call":
            self = .customToolCall(
                callID: callID, name: node["name"]?.string ?? "", input: node["input"]?.string ?? "")
        case "web_search_call":
            self = .webSearchCall
        case "local_shell_call":
            self = .localShellCall
        case let type:
            self = .other(type: type)
        }
    }

    /// The `text` of every part of a content list.
    private static func texts(_ parts: JSONNode?) -> [String] {
        guard let parts else { return [] }
        return parts.elements.compactMap { $0["text"]?.string }
    }
}
