package import WireJSON

/// The fields of an `additional_tools` item.
package struct AdditionalToolsHistoryItem: Codable, Hashable, Sendable {
    /// The provider's id.
    package var id: String?
    /// Who brings the tools.
    package var role: String
    /// The tools, in the form of the Responses API.
    package var tools: [RawJSON]

    /// Makes the value from its fields; those with a default may be left out.
    package init(id: String? = nil, role: String, tools: [RawJSON]) {
        self.id = id
        self.role = role
        self.tools = tools
    }
}

/// The fields of a `tool_search_call`.
package struct ToolSearchCallHistoryItem: Codable, Hashable, Sendable {
    /// A part that only the provider can read.
    package var encryptedContent: String?
    /// The provider's id.
    package var id: String?
    /// What the result refers to.
    package var callId: String?
    /// How far the provider got with it.
    package var status: String?
    /// Who searches: `client` or `server`.
    package var execution: String
    /// What is searched for; any JSON.
    package var arguments: RawJSON
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case encryptedContent = "encrypted_content"
        case id
        case callId = "call_id"
        case status
        case execution
        case arguments
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        encryptedContent: String? = nil, id: String? = nil, callId: String? = nil, status: String? = nil,
        execution: String, arguments: RawJSON,
        internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.encryptedContent = encryptedContent
        self.id = id
        self.callId = callId
        self.status = status
        self.execution = execution
        self.arguments = arguments
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}

/// The fields of a `tool_search_output`.
package struct ToolSearchOutputHistoryItem: Codable, Hashable, Sendable {
    /// The provider's id.
    package var id: String?
    /// The search that this is the result of.
    package var callId: String?
    /// How far the search got.
    package var status: String
    /// Who searched: `client` or `server`.
    package var execution: String
    /// The tools that were found, in the form of the Responses API.
    package var tools: [RawJSON]
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case id
        case callId = "call_id"
        case status
        case execution
        case tools
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String? = nil, callId: String? = nil, status: String, execution: String, tools: [RawJSON],
        internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.id = id
        self.callId = callId
        self.status = status
        self.execution = execution
        self.tools = tools
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}
