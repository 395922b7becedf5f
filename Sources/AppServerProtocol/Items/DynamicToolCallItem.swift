package import WireJSON

/// A `dynamicToolCall` item: a call of a tool that the client offers.
package struct DynamicToolCallItem: Codable, Hashable, Sendable {
    /// The item's id: that of the model's call.
    package var id: String
    /// The tool's namespace.
    package var namespace: String?
    /// The tool's name.
    package var tool: String
    /// The arguments; any JSON.
    package var arguments: RawJSON
    /// How far the call has got.
    package var status: DynamicToolCallStatus
    /// What the tool gave; null until then.
    package var contentItems: [DynamicToolCallOutputContentItem]?
    /// Whether the client says that it worked; null until then.
    package var success: Bool?
    /// How long the call took, in milliseconds; null until it ends.
    package var durationMs: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String, namespace: String? = nil, tool: String, arguments: RawJSON, status: DynamicToolCallStatus,
        contentItems: [DynamicToolCallOutputContentItem]? = nil, success: Bool? = nil, durationMs: Int? = nil
    ) {
        self.id = id
        self.namespace = namespace
        self.tool = tool
        self.arguments = arguments
        self.status = status
        self.contentItems = contentItems
        self.success = success
        self.durationMs = durationMs
    }
}

/// How far a call has got.
package enum DynamicToolCallStatus: String, ClosedEnum {
    /// The client works on it.
    case inProgress
    /// It worked.
    case completed
    /// It didn't.
    case failed
}

/// One part of what a tool of the client's gave.
package enum DynamicToolCallOutputContentItem: TaggedUnion {
    /// Text.
    case inputText(DynamicToolOutputText)
    /// An image.
    case inputImage(DynamicToolOutputImage)
    /// A recording.
    case inputAudio(DynamicToolOutputAudio)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("inputText", DynamicToolOutputText.self),
            TaggedVariant("inputImage", DynamicToolOutputImage.self),
            TaggedVariant("inputAudio", DynamicToolOutputAudio.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "inputText": self = .inputText(try DynamicToolOutputText(from: decoder))
        case "inputImage": self = .inputImage(try DynamicToolOutputImage(from: decoder))
        case "inputAudio": self = .inputAudio(try DynamicToolOutputAudio(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .inputText(let payload): try Self.encode("inputText", payload, to: encoder)
        case .inputImage(let payload): try Self.encode("inputImage", payload, to: encoder)
        case .inputAudio(let payload): try Self.encode("inputAudio", payload, to: encoder)
        }
    }
}

/// The fields of an `inputText` part.
package struct DynamicToolOutputText: Codable, Hashable, Sendable {
    /// The text.
    package var text: String

    /// Makes the value from its fields.
    package init(text: String) {
        self.text = text
    }
}

/// The fields of an `inputImage` part.
package struct DynamicToolOutputImage: Codable, Hashable, Sendable {
    /// The image as a `data:` URL.
    package var imageUrl: String

    /// Makes the value from its fields.
    package init(imageUrl: String) {
        self.imageUrl = imageUrl
    }
}

/// The fields of an `inputAudio` part.
package struct DynamicToolOutputAudio: Codable, Hashable, Sendable {
    /// The recording as a `data:` URL.
    package var audioUrl: String

    /// Makes the value from its fields.
    package init(audioUrl: String) {
        self.audioUrl = audioUrl
    }
}
