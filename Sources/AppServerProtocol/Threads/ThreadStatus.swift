/// What a thread is doing.
package enum ThreadStatus: TaggedUnion {
    /// It is stored, and not in memory.
    case notLoaded
    /// It is in memory, and no turn runs.
    case idle
    /// Its last turn failed; the next one may work.
    case systemError
    /// A turn runs.
    case active(ActiveThread)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("notLoaded"),
            TaggedVariant("idle"),
            TaggedVariant("systemError"),
            TaggedVariant("active", ActiveThread.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "notLoaded": self = .notLoaded
        case "idle": self = .idle
        case "systemError": self = .systemError
        case "active": self = .active(try ActiveThread(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .notLoaded: try Self.encode("notLoaded", to: encoder)
        case .idle: try Self.encode("idle", to: encoder)
        case .systemError: try Self.encode("systemError", to: encoder)
        case .active(let payload): try Self.encode("active", payload, to: encoder)
        }
    }
}

/// The fields of the `active` status.
package struct ActiveThread: Codable, Hashable, Sendable {
    /// What the running turn waits for; empty while it works.
    package var activeFlags: [ThreadActiveFlag]

    /// Makes the value from its fields.
    package init(activeFlags: [ThreadActiveFlag]) {
        self.activeFlags = activeFlags
    }
}

/// What a running turn waits for.
package enum ThreadActiveFlag: String, ClosedEnum {
    /// An answer to an approval request.
    case waitingOnApproval
    /// An answer to a question.
    case waitingOnUserInput
}
