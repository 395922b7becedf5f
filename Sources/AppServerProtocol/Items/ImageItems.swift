/// An `imageView` item: an image that the agent looked at.
package struct ImageViewItem: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// The image file.
    package var path: LegacyAppPathString

    /// Makes the value from its fields.
    package init(id: String, path: LegacyAppPathString) {
        self.id = id
        self.path = path
    }
}

/// An `imageGeneration` item: an image that the model made.
package struct ImageGenerationItem: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// How far it has got, in the provider's word.
    package var status: String
    /// The text that the image was made from.
    package var revisedPrompt: String?
    /// The image in Base64; empty until it is there.
    package var result: String
    /// Whether the background is transparent, if known.
    package var transparentBackground: Bool?
    /// The file that holds the image.
    package var savedPath: AbsolutePathBuf?
    /// Why there is no image.
    package var failure: ImageGenerationFailure?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String, status: String, revisedPrompt: String? = nil, result: String, transparentBackground: Bool? = nil,
        savedPath: AbsolutePathBuf? = nil, failure: ImageGenerationFailure? = nil
    ) {
        self.id = id
        self.status = status
        self.revisedPrompt = revisedPrompt
        self.result = result
        self.transparentBackground = transparentBackground
        self.savedPath = savedPath
        self.failure = failure
    }
}

/// Why a model made no image.
package enum ImageGenerationFailure: TaggedUnion {
    /// The user's allowance is used up.
    case usageLimitExceeded(ImageUsageLimit)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("usageLimitExceeded", ImageUsageLimit.self)
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "usageLimitExceeded": self = .usageLimitExceeded(try ImageUsageLimit(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .usageLimitExceeded(let payload): try Self.encode("usageLimitExceeded", payload, to: encoder)
        }
    }
}

/// The fields of a `usageLimitExceeded` failure.
package struct ImageUsageLimit: Codable, Hashable, Sendable {
    /// Which allowance.
    package var limitId: String
    /// When there is a new one, in Unix seconds.
    package var resetsAt: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(limitId: String, resetsAt: Int? = nil) {
        self.limitId = limitId
        self.resetsAt = resetsAt
    }
}
