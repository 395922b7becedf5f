/// Settings of single tools.
package struct ToolsV2: Codable, Hashable, Sendable {
    /// Settings of the search in the web.
    package var webSearch: WebSearchToolConfig?

    private enum CodingKeys: String, CodingKey {
        case webSearch = "web_search"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(webSearch: WebSearchToolConfig? = nil) {
        self.webSearch = webSearch
    }
}

/// Whether and how the web is searched.
package enum WebSearchMode: String, ClosedEnum {
    /// Not at all.
    case disabled
    /// In what the provider has stored.
    case cached
    /// In the provider's index.
    case indexed
    /// As it is now.
    case live
}

/// Settings of the search in the web.
package struct WebSearchToolConfig: Codable, Hashable, Sendable {
    /// How much of what is found goes to the model.
    package var contextSize: WebSearchContextSize?
    /// The only domains to search in.
    package var allowedDomains: [String]?
    /// Where the user is.
    package var location: WebSearchLocation?

    private enum CodingKeys: String, CodingKey {
        case contextSize = "context_size"
        case allowedDomains = "allowed_domains"
        case location
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        contextSize: WebSearchContextSize? = nil, allowedDomains: [String]? = nil, location: WebSearchLocation? = nil
    ) {
        self.contextSize = contextSize
        self.allowedDomains = allowedDomains
        self.location = location
    }
}

/// How much of what is found goes to the model.
package enum WebSearchContextSize: String, ClosedEnum {
    /// Little.
    case low
    /// Neither little nor much.
    case medium
    /// Much.
    case high
}

/// Where the user is.
package struct WebSearchLocation: Codable, Hashable, Sendable {
    /// The country, by its two-letter code.
    package var country: String?
    /// The region.
    package var region: String?
    /// The city.
    package var city: String?
    /// The time zone, by its IANA name.
    package var timezone: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(country: String? = nil, region: String? = nil, city: String? = nil, timezone: String? = nil) {
        self.country = country
        self.region = region
        self.city = city
        self.timezone = timezone
    }
}
