package import WireJSON

/// `threadSection/list`: pages through the sections.
package enum ThreadSectionList: ClientRequest {
    package typealias Params = ThreadSectionListParams
    package typealias Response = ThreadSectionListResponse

    package static var method: String { "threadSection/list" }

    package static func scope(_ params: Params) -> OrderingScope {
        .global("sections")
    }
}

/// Which page to show.
package struct ThreadSectionListParams: Codable, Hashable, Sendable {
    /// Where to go on: `nextCursor` of an earlier page.
    package var cursor: String?
    /// How many sections at most: all unless given, 0 counts as 1.
    package var limit: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(cursor: String? = nil, limit: Int? = nil) {
        self.cursor = cursor
        self.limit = limit
    }
}

/// One page of sections.
package struct ThreadSectionListResponse: Codable, Hashable, Sendable {
    /// The sections; the built-in one comes first.
    package var data: [ThreadSection]
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(data: [ThreadSection], nextCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
    }
}

/// `threadSection/create`: makes a section.
package enum ThreadSectionCreate: ClientRequest {
    package typealias Params = ThreadSectionCreateParams
    package typealias Response = ThreadSectionCreateResponse

    package static var method: String { "threadSection/create" }

    package static func scope(_ params: Params) -> OrderingScope {
        .global("sections")
    }
}

/// What the section is to be like.
package struct ThreadSectionCreateParams: Codable, Hashable, Sendable {
    /// Its name; white space around it is dropped, nothing may not be left.
    package var name: String
    /// What it looks like.
    package var appearance: ThreadSectionAppearance?

    /// Makes the value from its fields; those with a default may be left out.
    package init(name: String, appearance: ThreadSectionAppearance? = nil) {
        self.name = name
        self.appearance = appearance
    }
}

/// The section.
package struct ThreadSectionCreateResponse: Codable, Hashable, Sendable {
    /// The new section.
    package var section: ThreadSection

    /// Makes the value from its fields.
    package init(section: ThreadSection) {
        self.section = section
    }
}

/// `threadSection/update`: changes a section.
package enum ThreadSectionUpdate: ClientRequest {
    package typealias Params = ThreadSectionUpdateParams
    package typealias Response = ThreadSectionUpdateResponse

    package static var method: String { "threadSection/update" }

    package static func scope(_ params: Params) -> OrderingScope {
        .global("sections")
    }
}

/// The change.
package struct ThreadSectionUpdateParams: Codable, Hashable, Sendable {
    /// The section.
    package var sectionId: String
    /// Its name.
    package var name: String
    /// What it looks like; null is nothing special, missing leaves it as it is.
    package var appearance: Patch<ThreadSectionAppearance>

    /// Makes the value from its fields; those with a default may be left out.
    package init(sectionId: String, name: String, appearance: Patch<ThreadSectionAppearance> = .absent) {
        self.sectionId = sectionId
        self.name = name
        self.appearance = appearance
    }
}

/// The section.
package struct ThreadSectionUpdateResponse: Codable, Hashable, Sendable {
    /// The section now.
    package var section: ThreadSection

    /// Makes the value from its fields.
    package init(section: ThreadSection) {
        self.section = section
    }
}

/// `threadSection/delete`: deletes a section; its threads are in none then.
package enum ThreadSectionDelete: ClientRequest {
    package typealias Params = ThreadSectionDeleteParams
    package typealias Response = ThreadSectionDeleteResponse

    package static var method: String { "threadSection/delete" }

    package static func scope(_ params: Params) -> OrderingScope {
        .global("sections")
    }
}

/// Which section goes.
package struct ThreadSectionDeleteParams: Codable, Hashable, Sendable {
    /// The section.
    package var sectionId: String

    /// Makes the value from its fields.
    package init(sectionId: String) {
        self.sectionId = sectionId
    }
}

/// Nothing to say.
package struct ThreadSectionDeleteResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
