package import WireJSON

/// A text, in the form of the Responses API.
package struct ModelTextContent: Codable, Hashable, Sendable {
    /// The text.
    package var text: String

    /// Makes the value from its fields.
    package init(text: String) {
        self.text = text
    }
}

/// An image by its address, in the form of the Responses API.
package struct ModelImageContent: Codable, Hashable, Sendable {
    /// How closely the model shall look.
    package var detail: ImageDetail?
    /// The image as a URL.
    package var imageUrl: String

    private enum CodingKeys: String, CodingKey {
        case detail
        case imageUrl = "image_url"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(detail: ImageDetail? = nil, imageUrl: String) {
        self.detail = detail
        self.imageUrl = imageUrl
    }
}

/// An image that the provider holds, in the form of the Responses API.
package struct ModelImageFileContent: Codable, Hashable, Sendable {
    /// How closely the model shall look.
    package var detail: ImageDetail?
    /// The provider's id of the image.
    package var fileId: String

    private enum CodingKeys: String, CodingKey {
        case detail
        case fileId = "file_id"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(detail: ImageDetail? = nil, fileId: String) {
        self.detail = detail
        self.fileId = fileId
    }
}

/// A recording, in the form of the Responses API.
package struct ModelAudioContent: Codable, Hashable, Sendable {
    /// The recording as a URL.
    package var audioUrl: String

    private enum CodingKeys: String, CodingKey {
        case audioUrl = "audio_url"
    }

    /// Makes the value from its fields.
    package init(audioUrl: String) {
        self.audioUrl = audioUrl
    }
}

/// A text that the model wrote, in the form of the Responses API.
package struct ModelOutputText: Codable, Hashable, Sendable {
    /// The text.
    package var text: String
    /// What the provider noted about spans of the text.
    package var annotations: [RawJSON]?
    /// How probable the provider found the tokens.
    package var logprobs: [RawJSON]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(text: String, annotations: [RawJSON]? = nil, logprobs: [RawJSON]? = nil) {
        self.text = text
        self.annotations = annotations
        self.logprobs = logprobs
    }
}

/// Something that only the provider can read.
package struct ModelEncryptedContent: Codable, Hashable, Sendable {
    /// The provider's text.
    package var encryptedContent: String

    private enum CodingKeys: String, CodingKey {
        case encryptedContent = "encrypted_content"
    }

    /// Makes the value from its fields.
    package init(encryptedContent: String) {
        self.encryptedContent = encryptedContent
    }
}
