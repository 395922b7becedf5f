package import WireJSON

/// A `webSearch` item: a search in the web.
package struct WebSearchItem: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// What was searched for; empty until known.
    package var query: String
    /// What was done in detail; null until known.
    package var action: WebSearchAction?
    /// What was found, in the provider's form.
    package var results: [RawJSON]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(id: String, query: String, action: WebSearchAction? = nil, results: [RawJSON]? = nil) {
        self.id = id
        self.query = query
        self.action = action
        self.results = results
    }
}

/// What a search in the web did.
package enum WebSearchAction: TaggedUnion {
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
            TaggedVariant("openPage", WebSearchOpenPage.self),
            TaggedVariant("findInPage", WebSearchFindInPage.self),
            TaggedVariant("other"),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "search": self = .search(try WebSearchQuery(from: decoder))
        case "openPage": self = .openPage(try WebSearchOpenPage(from: decoder))
        case "findInPage": self = .findInPage(try WebSearchFindInPage(from: decoder))
        default: self = .other
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .search(let payload): try Self.encode("search", payload, to: encoder)
        case .openPage(let payload): try Self.encode("openPage", payload, to: encoder)
        case .findInPage(let payload): try Self.encode("findInPage", payload, to: encoder)
        case .other: try Self.encode("other", to: encoder)
        }
    }
}

/// The fields of a `search`.
package struct WebSearchQuery: Codable, Hashable, Sendable {
    /// What was searched for.
    package var query: String?
    /// The same, if it was more than one thing.
    package var queries: [String]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(query: String? = nil, queries: [String]? = nil) {
        self.query = query
        self.queries = queries
    }
}

/// The fields of an `openPage`.
package struct WebSearchOpenPage: Codable, Hashable, Sendable {
    /// The page.
    package var url: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(url: String? = nil) {
        self.url = url
    }
}

/// The fields of a `findInPage`.
package struct WebSearchFindInPage: Codable, Hashable, Sendable {
    /// The page.
    package var url: String?
    /// What was looked for.
    package var pattern: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(url: String? = nil, pattern: String? = nil) {
        self.url = url
        self.pattern = pattern
    }
}
