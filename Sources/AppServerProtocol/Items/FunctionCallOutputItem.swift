/// A `functionCallOutput` item: the result of a tool that the client ran on its own.
package struct FunctionCallOutputItem: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// The tool's name.
    package var name: String
    /// The tool's namespace.
    package var namespace: String?
    /// What the tool gave.
    package var output: FunctionCallOutputBody

    /// Makes the value from its fields; those with a default may be left out.
    package init(id: String, name: String, namespace: String? = nil, output: FunctionCallOutputBody) {
        self.id = id
        self.name = name
        self.namespace = namespace
        self.output = output
    }
}

/// What a tool gave, as the model sees it: a text, or several parts.
package enum FunctionCallOutputBody: Alternatives {
    /// One text.
    case text(String)
    /// Several parts.
    case content([FunctionCallOutputContentItem])

    package static var alternatives: [any Codable.Type] { [String.self, [FunctionCallOutputContentItem].self] }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .content(try container.decode([FunctionCallOutputContentItem].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .content(let parts): try container.encode(parts)
        }
    }
}

/// One part of what a tool gave, in the form of the Responses API.
package enum FunctionCallOutputContentItem: TaggedUnion {
    /// Text.
    case inputText(ModelTextContent)
    /// An image, by its address.
    case inputImage(ModelImageContent)
    /// An image that the provider already holds. Same `type` as the one by address.
    case inputImageFile(ModelImageFileContent)
    /// A recording.
    case inputAudio(ModelAudioContent)
    /// Something that only the provider can read.
    case encryptedContent(ModelEncryptedContent)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("input_text", ModelTextContent.self),
            TaggedVariant("input_image", ModelImageContent.self),
            TaggedVariant("input_image", ModelImageFileContent.self),
            TaggedVariant("input_audio", ModelAudioContent.self),
            TaggedVariant("encrypted_content", ModelEncryptedContent.self),
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
        case "encrypted_content": self = .encryptedContent(try ModelEncryptedContent(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .inputText(let payload): try Self.encode("input_text", payload, to: encoder)
        case .inputImage(let payload): try Self.encode("input_image", payload, to: encoder)
        case .inputImageFile(let payload): try Self.encode("input_image", payload, to: encoder)
        case .inputAudio(let payload): try Self.encode("input_audio", payload, to: encoder)
        case .encryptedContent(let payload): try Self.encode("encrypted_content", payload, to: encoder)
        }
    }
}
