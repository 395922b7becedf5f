/// The fields of a `message`.
package struct MessageHistoryItem: Codable, Hashable, Sendable {
    /// A part that only the provider can read.
    package var encryptedContent: String?
    /// How far the provider got with it.
    package var status: String?
    /// The provider's id.
    package var id: String?
    /// Who speaks: `user`, `assistant`, `developer` or `system`.
    package var role: String
    /// What is said, part by part.
    package var content: [ContentItem]
    /// What part the message plays in its turn.
    package var phase: MessagePhase?
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case encryptedContent = "encrypted_content"
        case status
        case id
        case role
        case content
        case phase
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        encryptedContent: String? = nil, status: String? = nil, id: String? = nil, role: String,
        content: [ContentItem], phase: MessagePhase? = nil,
        internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.encryptedContent = encryptedContent
        self.status = status
        self.id = id
        self.role = role
        self.content = content
        self.phase = phase
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}

/// The fields of an `agent_message`.
package struct AgentMessageHistoryItem: Codable, Hashable, Sendable {
    /// The provider's id.
    package var id: String?
    /// The agent that speaks.
    package var author: String
    /// The agent that is spoken to.
    package var recipient: String
    /// What is said, part by part.
    package var content: [AgentMessageInputContent]
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case id
        case author
        case recipient
        case content
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String? = nil, author: String, recipient: String, content: [AgentMessageInputContent],
        internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.id = id
        self.author = author
        self.recipient = recipient
        self.content = content
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}

/// One part of a message.
package enum ContentItem: TaggedUnion {
    /// A text of the user's or the developer's.
    case inputText(ModelTextContent)
    /// An image, by its address.
    case inputImage(ModelImageContent)
    /// An image that the provider already holds. Same `type` as the one by address.
    case inputImageFile(ModelImageFileContent)
    /// A recording.
    case inputAudio(ModelAudioContent)
    /// A text of the model's.
    case outputText(ModelOutputText)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("input_text", ModelTextContent.self),
            TaggedVariant("input_image", ModelImageContent.self),
            TaggedVariant("input_image", ModelImageFileContent.self),
            TaggedVariant("input_audio", ModelAudioContent.self),
            TaggedVariant("output_text", ModelOutputText.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "input_text": self = .inputText(try ModelTextContent(from: decoder))
        case "input_image":
            self =
                try Self.holds("file_id", insteadOf: "image_url", in: decoder)
                ? .inputImageFile(try ModelImageFileContent(from: decoder))
                : .inputImage(try ModelImageContent(from: decoder))
        case "input_audio": self = .inputAudio(try ModelAudioContent(from: decoder))
        case "output_text": self = .outputText(try ModelOutputText(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .inputText(let payload): try Self.encode("input_text", payload, to: encoder)
        case .inputImage(let payload): try Self.encode("input_image", payload, to: encoder)
        case .inputImageFile(let payload): try Self.encode("input_image", payload, to: encoder)
        case .inputAudio(let payload): try Self.encode("input_audio", payload, to: encoder)
        case .outputText(let payload): try Self.encode("output_text", payload, to: encoder)
        }
    }
}

/// One part of a message between agents.
package enum AgentMessageInputContent: TaggedUnion {
    /// Text.
    case inputText(ModelTextContent)
    /// Something that only the provider can read.
    case encryptedContent(ModelEncryptedContent)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("input_text", ModelTextContent.self),
            TaggedVariant("encrypted_content", ModelEncryptedContent.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "input_text": self = .inputText(try ModelTextContent(from: decoder))
        case "encrypted_content": self = .encryptedContent(try ModelEncryptedContent(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .inputText(let payload): try Self.encode("input_text", payload, to: encoder)
        case .encryptedContent(let payload): try Self.encode("encrypted_content", payload, to: encoder)
        }
    }
}

/// What the provider wants to have back with an item.
package struct InternalChatMessageMetadataPassthrough: Codable, Hashable, Sendable {
    /// The turn that the item belongs to.
    package var turnId: String?

    private enum CodingKeys: String, CodingKey {
        case turnId = "turn_id"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(turnId: String? = nil) {
        self.turnId = turnId
    }
}
