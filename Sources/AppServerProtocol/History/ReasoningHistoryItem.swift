/// The fields of a `reasoning` item.
package struct ReasoningHistoryItem: Codable, Hashable, Sendable {
    /// The provider's id.
    package var id: String?
    /// The summary, part by part.
    package var summary: [ReasoningItemReasoningSummary]
    /// The reasoning itself, part by part.
    package var content: [ReasoningItemContent]?
    /// The reasoning in a form that only the provider can read.
    package var encryptedContent: String?
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case id
        case summary
        case content
        case encryptedContent = "encrypted_content"
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String? = nil, summary: [ReasoningItemReasoningSummary], content: [ReasoningItemContent]? = nil,
        encryptedContent: String? = nil,
        internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.id = id
        self.summary = summary
        self.content = content
        self.encryptedContent = encryptedContent
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}

/// One part of the model's reasoning.
package enum ReasoningItemContent: TaggedUnion {
    /// Reasoning.
    case reasoningText(ModelTextContent)
    /// Text.
    case text(ModelTextContent)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("reasoning_text", ModelTextContent.self),
            TaggedVariant("text", ModelTextContent.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "reasoning_text": self = .reasoningText(try ModelTextContent(from: decoder))
        case "text": self = .text(try ModelTextContent(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .reasoningText(let payload): try Self.encode("reasoning_text", payload, to: encoder)
        case .text(let payload): try Self.encode("text", payload, to: encoder)
        }
    }
}

/// One part of a summary of reasoning.
package enum ReasoningItemReasoningSummary: TaggedUnion {
    /// Text.
    case summaryText(ModelTextContent)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("summary_text", ModelTextContent.self)
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "summary_text": self = .summaryText(try ModelTextContent(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .summaryText(let payload): try Self.encode("summary_text", payload, to: encoder)
        }
    }
}
