/// How far the user has read a thread.
package struct ThreadReadState: Codable, Hashable, Sendable {
    /// Where the unread part begins; null when all is read.
    package var firstUnread: ThreadUnreadPosition?
    /// A mark that changes with the state. Passing it back guards an edit against a state that the caller hasn't
    /// seen.
    package var revision: String

    /// Makes the value from its fields; those with a default may be left out.
    package init(firstUnread: ThreadUnreadPosition? = nil, revision: String) {
        self.firstUnread = firstUnread
        self.revision = revision
    }
}

/// Where the unread part of a thread begins.
package enum ThreadUnreadPosition: TaggedUnion {
    /// At the very beginning.
    case threadStart
    /// At a turn.
    case turn(UnreadTurn)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("threadStart"),
            TaggedVariant("turn", UnreadTurn.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "threadStart": self = .threadStart
        case "turn": self = .turn(try UnreadTurn(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .threadStart: try Self.encode("threadStart", to: encoder)
        case .turn(let payload): try Self.encode("turn", payload, to: encoder)
        }
    }
}

/// The fields of a `turn` position.
package struct UnreadTurn: Codable, Hashable, Sendable {
    /// The first turn that is unread.
    package var turnId: String

    /// Makes the value from its fields.
    package init(turnId: String) {
        self.turnId = turnId
    }
}
