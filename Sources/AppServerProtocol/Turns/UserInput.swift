package import WireJSON

/// One part of what a user says to the agent.
package enum UserInput: TaggedUnion {
    /// Text.
    case text(TextUserInput)
    /// An image, by its address.
    case image(ImageUserInput)
    /// An image that the provider already holds, by its file id. Same `type` as the one by address.
    case imageFile(ImageFileUserInput)
    /// An image in a file.
    case localImage(LocalImageUserInput)
    /// A recording, by its address.
    case audio(AudioUserInput)
    /// A recording in a file.
    case localAudio(LocalAudioUserInput)
    /// A skill to use.
    case skill(SkillUserInput)
    /// Something that the user points at, such as a file or an app.
    case mention(MentionUserInput)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("text", TextUserInput.self),
            TaggedVariant("image", ImageUserInput.self),
            TaggedVariant("image", ImageFileUserInput.self),
            TaggedVariant("localImage", LocalImageUserInput.self),
            TaggedVariant("audio", AudioUserInput.self),
            TaggedVariant("localAudio", LocalAudioUserInput.self),
            TaggedVariant("skill", SkillUserInput.self),
            TaggedVariant("mention", MentionUserInput.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "text": self = .text(try TextUserInput(from: decoder))
        case "image":
            self =
                try Self.holds("fileId", insteadOf: "url", in: decoder)
                ? .imageFile(try ImageFileUserInput(from: decoder)) : .image(try ImageUserInput(from: decoder))
        case "localImage": self = .localImage(try LocalImageUserInput(from: decoder))
        case "audio": self = .audio(try AudioUserInput(from: decoder))
        case "localAudio": self = .localAudio(try LocalAudioUserInput(from: decoder))
        case "skill": self = .skill(try SkillUserInput(from: decoder))
        case "mention": self = .mention(try MentionUserInput(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let payload): try Self.encode("text", payload, to: encoder)
        case .image(let payload): try Self.encode("image", payload, to: encoder)
        case .imageFile(let payload): try Self.encode("image", payload, to: encoder)
        case .localImage(let payload): try Self.encode("localImage", payload, to: encoder)
        case .audio(let payload): try Self.encode("audio", payload, to: encoder)
        case .localAudio(let payload): try Self.encode("localAudio", payload, to: encoder)
        case .skill(let payload): try Self.encode("skill", payload, to: encoder)
        case .mention(let payload): try Self.encode("mention", payload, to: encoder)
        }
    }
}

/// The fields of a `text` input.
package struct TextUserInput: Codable, Hashable, Sendable {
    /// The text. All texts of one input together may have 1,048,576 characters.
    package var text: String
    /// Spans of the text that clients show in their own way. They mean nothing to the agent.
    @EmptyByDefault package var textElements: [TextElement]

    private enum CodingKeys: String, CodingKey {
        case text
        case textElements = "text_elements"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(text: String, textElements: [TextElement] = []) {
        self.text = text
        self.textElements = textElements
    }
}

/// The fields of an `image` input with an address.
package struct ImageUserInput: Codable, Hashable, Sendable {
    /// How closely the model shall look; `high` unless given.
    package var detail: ImageDetail?
    /// The image as a `data:` URL. Other addresses are refused.
    package var url: String

    /// Makes the value from its fields; those with a default may be left out.
    package init(detail: ImageDetail? = nil, url: String) {
        self.detail = detail
        self.url = url
    }
}

/// The fields of an `image` input with a file id.
package struct ImageFileUserInput: Codable, Hashable, Sendable {
    /// How closely the model shall look; `high` unless given.
    package var detail: ImageDetail?
    /// The provider's id of the image.
    package var fileId: String

    /// Makes the value from its fields; those with a default may be left out.
    package init(detail: ImageDetail? = nil, fileId: String) {
        self.detail = detail
        self.fileId = fileId
    }
}

/// The fields of a `localImage` input.
package struct LocalImageUserInput: Codable, Hashable, Sendable {
    /// How closely the model shall look; `high` unless given.
    package var detail: ImageDetail?
    /// The image file. If it can't be read, the model is told so.
    package var path: String

    /// Makes the value from its fields; those with a default may be left out.
    package init(detail: ImageDetail? = nil, path: String) {
        self.detail = detail
        self.path = path
    }
}

/// The fields of an `audio` input.
package struct AudioUserInput: Codable, Hashable, Sendable {
    /// The recording as a `data:` URL.
    package var url: String

    /// Makes the value from its fields.
    package init(url: String) {
        self.url = url
    }
}

/// The fields of a `localAudio` input.
package struct LocalAudioUserInput: Codable, Hashable, Sendable {
    /// The sound file.
    package var path: String

    /// Makes the value from its fields.
    package init(path: String) {
        self.path = path
    }
}

/// The fields of a `skill` input.
package struct SkillUserInput: Codable, Hashable, Sendable {
    /// The skill's name.
    package var name: String
    /// The skill's file.
    package var path: String

    /// Makes the value from its fields.
    package init(name: String, path: String) {
        self.name = name
        self.path = path
    }
}

/// The fields of a `mention` input.
package struct MentionUserInput: Codable, Hashable, Sendable {
    /// What to call it.
    package var name: String
    /// Where it is.
    package var path: String

    /// Makes the value from its fields.
    package init(name: String, path: String) {
        self.name = name
        self.path = path
    }
}

/// How closely a model looks at an image.
package enum ImageDetail: String, ClosedEnum {
    /// As the model thinks fit.
    case auto
    /// At a small version.
    case low
    /// At a large version.
    case high
    /// At every pixel.
    case original
}
