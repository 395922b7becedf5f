package import WireJSON

/// `item/tool/call`: the model calls a tool that the client offers. The turn waits for what it gives.
package enum ItemToolCall: ServerRequest {
    package typealias Params = DynamicToolCallParams
    package typealias Response = DynamicToolCallResponse

    package static var method: String { "item/tool/call" }
}

/// The call.
package struct DynamicToolCallParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The model's id of the call; also the `dynamicToolCall` item.
    package var callId: String
    /// The tool's namespace.
    package var namespace: String?
    /// The tool's name.
    package var tool: String
    /// The arguments; any JSON.
    package var arguments: RawJSON

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, turnId: String, callId: String, namespace: String? = nil, tool: String,
        arguments: RawJSON
    ) {
        self.threadId = threadId
        self.turnId = turnId
        self.callId = callId
        self.namespace = namespace
        self.tool = tool
        self.arguments = arguments
    }
}

/// What the tool gives.
package struct DynamicToolCallResponse: Codable, Hashable, Sendable {
    /// The output for the model, part by part.
    package var contentItems: [DynamicToolCallOutputContentItem]
    /// Whether it worked.
    package var success: Bool

    /// Makes the value from its fields.
    package init(contentItems: [DynamicToolCallOutputContentItem], success: Bool) {
        self.contentItems = contentItems
        self.success = success
    }
}
