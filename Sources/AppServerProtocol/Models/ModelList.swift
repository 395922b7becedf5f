/// `model/list`: pages through the models that the user can choose from.
package enum ModelList: ClientRequest {
    package typealias Params = ModelListParams
    package typealias Response = ModelListResponse

    package static var method: String { "model/list" }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// Which page to show.
package struct ModelListParams: Codable, Hashable, Sendable {
    /// Where to go on: `nextCursor` of an earlier page.
    package var cursor: String?
    /// How many models at most.
    package var limit: Int?
    /// Whether to show models that are kept out of the usual list.
    package var includeHidden: Bool?

    /// Makes the value from its fields; those with a default may be left out.
    package init(cursor: String? = nil, limit: Int? = nil, includeHidden: Bool? = nil) {
        self.cursor = cursor
        self.limit = limit
        self.includeHidden = includeHidden
    }
}

/// One page of models.
package struct ModelListResponse: Codable, Hashable, Sendable {
    /// The models, best first.
    package var data: [Model]
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(data: [Model], nextCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
    }
}
