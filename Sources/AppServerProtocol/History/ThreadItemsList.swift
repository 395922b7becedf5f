/// `thread/items/list`: pages through a thread's items, whatever turn they belong to.
package enum ThreadItemsList: ClientRequest {
    package typealias Params = ThreadItemsListParams
    package typealias Response = ThreadItemsListResponse

    package static var method: String { "thread/items/list" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which items to show.
package struct ThreadItemsListParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// Only items of this turn.
    package var turnId: String?
    /// Where to go on.
    package var cursor: ThreadItemsListCursor?
    /// How many items at most: 25 unless given, 0 counts as 1.
    package var limit: Int?
    /// Oldest first unless given.
    package var sortDirection: SortDirection?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, turnId: String? = nil, cursor: ThreadItemsListCursor? = nil, limit: Int? = nil,
        sortDirection: SortDirection? = nil
    ) {
        self.threadId = threadId
        self.turnId = turnId
        self.cursor = cursor
        self.limit = limit
        self.sortDirection = sortDirection
    }
}

/// A place among items: a cursor of an earlier page, or an item.
package enum ThreadItemsListCursor: Alternatives {
    /// `nextCursor` or `backwardsCursor` of an earlier page.
    case text(String)
    /// Right behind an item of the turn that `turnId` names, or right before it when the newest come first.
    case anchor(ThreadItemsListAnchor)

    package static var alternatives: [any Codable.Type] { [String.self, ThreadItemsListAnchor.self] }

    package init(from decoder: any Decoder) throws {
        if let cursor = try? decoder.singleValueContainer().decode(String.self) {
            self = .text(cursor)
        } else if let anchor = try? ThreadItemsListAnchor(from: decoder) {
            self = .anchor(anchor)
        } else {
            throw Self.mismatch(in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let cursor): try container.encode(cursor)
        case .anchor(let anchor): try container.encode(anchor)
        }
    }
}

/// A place among the items of a turn.
package enum ThreadItemsListAnchor: TaggedUnion {
    /// At an item, which is not part of the page itself.
    case item(ItemAnchor)

    package static var variants: [TaggedVariant] { [TaggedVariant("item", ItemAnchor.self)] }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "item": self = .item(try ItemAnchor(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .item(let payload): try Self.encode("item", payload, to: encoder)
        }
    }
}

/// The fields of an `item` anchor.
package struct ItemAnchor: Codable, Hashable, Sendable {
    /// The item's id.
    package var itemId: String

    /// Makes the value from its fields.
    package init(itemId: String) {
        self.itemId = itemId
    }
}

/// One page of items.
package struct ThreadItemsListResponse: Codable, Hashable, Sendable {
    /// The items.
    package var data: [ThreadItemEntry]
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?
    /// Where this page starts when read in the other direction; null for an empty page.
    package var backwardsCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(data: [ThreadItemEntry], nextCursor: String? = nil, backwardsCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
        self.backwardsCursor = backwardsCursor
    }
}

/// An item in its place.
package struct ThreadItemEntry: Codable, Hashable, Sendable {
    /// The turn that the item belongs to.
    package var turnId: String
    /// The item.
    package var item: ThreadItem
    /// When it began, Unix milliseconds; null if that isn't known.
    package var startedAtMs: Int?
    /// When it reached its final state, Unix milliseconds; null while it runs.
    package var completedAtMs: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(turnId: String, item: ThreadItem, startedAtMs: Int? = nil, completedAtMs: Int? = nil) {
        self.turnId = turnId
        self.item = item
        self.startedAtMs = startedAtMs
        self.completedAtMs = completedAtMs
    }
}
