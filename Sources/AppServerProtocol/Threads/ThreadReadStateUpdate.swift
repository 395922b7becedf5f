/// `thread/readState/update`: marks a thread as read or unread.
package enum ThreadReadStateUpdate: ClientRequest {
    package typealias Params = ThreadReadStateUpdateParams
    package typealias Response = ThreadReadStateUpdateResponse

    package static var method: String { "thread/readState/update" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// The mark.
package struct ThreadReadStateUpdateParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The `revision` of the state that the user saw.
    package var expectedRevision: String
    /// Read or unread.
    package var operation: ThreadReadStateOperation

    /// Makes the value from its fields.
    package init(threadId: String, expectedRevision: String, operation: ThreadReadStateOperation) {
        self.threadId = threadId
        self.expectedRevision = expectedRevision
        self.operation = operation
    }
}

/// The state now.
package struct ThreadReadStateUpdateResponse: Codable, Hashable, Sendable {
    /// How far the user has read.
    package var readState: ThreadReadState

    /// Makes the value from its fields.
    package init(readState: ThreadReadState) {
        self.readState = readState
    }
}

/// What to do with a thread's unread mark.
package enum ThreadReadStateOperation: TaggedUnion {
    /// Everything up to now is read.
    case read
    /// The thread counts as unread.
    case unread

    package static var variants: [TaggedVariant] { [TaggedVariant("read"), TaggedVariant("unread")] }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "read": self = .read
        case "unread": self = .unread
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .read: try Self.encode("read", to: encoder)
        case .unread: try Self.encode("unread", to: encoder)
        }
    }
}
