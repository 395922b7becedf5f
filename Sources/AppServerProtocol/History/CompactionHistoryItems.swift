/// The fields of a `compaction`.
package struct CompactionHistoryItem: Codable, Hashable, Sendable {
    /// The provider's id.
    package var id: String?
    /// The shortened history in a form that only the provider can read.
    package var encryptedContent: String
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case id
        case encryptedContent = "encrypted_content"
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String? = nil, encryptedContent: String,
        internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.id = id
        self.encryptedContent = encryptedContent
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}

/// The fields of a `context_compaction`.
package struct ContextCompactionHistoryItem: Codable, Hashable, Sendable {
    /// The provider's id.
    package var id: String?
    /// The shortened history in a form that only the provider can read.
    package var encryptedContent: String?
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case id
        case encryptedContent = "encrypted_content"
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String? = nil, encryptedContent: String? = nil,
        internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.id = id
        self.encryptedContent = encryptedContent
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}

/// The fields of a `configuration_update`.
package struct ConfigurationUpdateHistoryItem: Codable, Hashable, Sendable {
    /// How the model shall reason from here on.
    package var reasoning: ConfigurationReasoning

    /// Makes the value from its fields.
    package init(reasoning: ConfigurationReasoning) {
        self.reasoning = reasoning
    }
}

/// How a model shall reason.
package struct ConfigurationReasoning: Codable, Hashable, Sendable {
    /// How hard.
    package var effort: ReasoningEffort

    /// Makes the value from its fields.
    package init(effort: ReasoningEffort) {
        self.effort = effort
    }
}
