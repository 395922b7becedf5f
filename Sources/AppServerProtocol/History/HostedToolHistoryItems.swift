/// The fields of a `web_search_call`.
package struct WebSearchCallHistoryItem: Codable, Hashable, Sendable {
    /// A part that only the provider can read.
    package var encryptedContent: String?
    /// The provider's id.
    package var id: String?
    /// How far the search got.
    package var status: String?
    /// What was done.
    package var action: ResponsesApiWebSearchAction?
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case encryptedContent = "encrypted_content"
        case id
        case status
        case action
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        encryptedContent: String? = nil, id: String? = nil, status: String? = nil,
        action: ResponsesApiWebSearchAction? = nil,
        internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.encryptedContent = encryptedContent
        self.id = id
        self.status = status
        self.action = action
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}

/// What a search in the web did, in the words of the Responses API.
package enum ResponsesApiWebSearchAction: TaggedUnion {
    /// Searched.
    case search(WebSearchQuery)
    /// Opened a page.
    case openPage(WebSearchOpenPage)
    /// Looked for something on a page.
    case findInPage(WebSearchFindInPage)
    /// Something else.
    case other

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("search", WebSearchQuery.self),
            TaggedVariant("open_page", WebSearchOpenPage.self),
            TaggedVariant("find_in_page", WebSearchFindInPage.self),
            TaggedVariant("other"),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "search": self = .search(try WebSearchQuery(from: decoder))
        case "open_page": self = .openPage(try WebSearchOpenPage(from: decoder))
        case "find_in_page": self = .findInPage(try WebSearchFindInPage(from: decoder))
        default: self = .other
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .search(let payload): try Self.encode("search", payload, to: encoder)
        case .openPage(let payload): try Self.encode("open_page", payload, to: encoder)
        case .findInPage(let payload): try Self.encode("find_in_page", payload, to: encoder)
        case .other: try Self.encode("other", to: encoder)
        }
    }
}

/// The fields of an `image_generation_call`.
package struct ImageGenerationCallHistoryItem: Codable, Hashable, Sendable {
    /// A part that only the provider can read.
    package var encryptedContent: String?
    /// The provider's id.
    package var id: String?
    /// How far it got.
    package var status: String
    /// The text that the image was made from.
    package var revisedPrompt: String?
    /// The image in Base64.
    package var result: String
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case encryptedContent = "encrypted_content"
        case id
        case status
        case revisedPrompt = "revised_prompt"
        case result
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        encryptedContent: String? = nil, id: String? = nil, status: String, revisedPrompt: String? = nil,
        result: String, internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.encryptedContent = encryptedContent
        self.id = id
        self.status = status
        self.revisedPrompt = revisedPrompt
        self.result = result
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}
