/// What a command seems to do.
package enum CommandAction: TaggedUnion {
    /// Shows a file.
    case read(ReadCommandAction)
    /// Lists files.
    case listFiles(ListFilesCommandAction)
    /// Searches in files.
    case search(SearchCommandAction)
    /// Something else.
    case unknown(UnknownCommandAction)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("read", ReadCommandAction.self),
            TaggedVariant("listFiles", ListFilesCommandAction.self),
            TaggedVariant("search", SearchCommandAction.self),
            TaggedVariant("unknown", UnknownCommandAction.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "read": self = .read(try ReadCommandAction(from: decoder))
        case "listFiles": self = .listFiles(try ListFilesCommandAction(from: decoder))
        case "search": self = .search(try SearchCommandAction(from: decoder))
        case "unknown": self = .unknown(try UnknownCommandAction(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .read(let payload): try Self.encode("read", payload, to: encoder)
        case .listFiles(let payload): try Self.encode("listFiles", payload, to: encoder)
        case .search(let payload): try Self.encode("search", payload, to: encoder)
        case .unknown(let payload): try Self.encode("unknown", payload, to: encoder)
        }
    }
}

/// The fields of a `read` action.
package struct ReadCommandAction: Codable, Hashable, Sendable {
    /// The part of the command line that does it.
    package var command: String
    /// The file's name without its directory.
    package var name: String
    /// The file; an absolute path.
    package var path: LegacyAppPathString

    /// Makes the value from its fields.
    package init(command: String, name: String, path: LegacyAppPathString) {
        self.command = command
        self.name = name
        self.path = path
    }
}

/// The fields of a `listFiles` action.
package struct ListFilesCommandAction: Codable, Hashable, Sendable {
    /// The part of the command line that does it.
    package var command: String
    /// The directory, if one is named.
    package var path: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(command: String, path: String? = nil) {
        self.command = command
        self.path = path
    }
}

/// The fields of a `search` action.
package struct SearchCommandAction: Codable, Hashable, Sendable {
    /// The part of the command line that does it.
    package var command: String
    /// What is searched for, if it can be told.
    package var query: String?
    /// Where, if a place is named.
    package var path: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(command: String, query: String? = nil, path: String? = nil) {
        self.command = command
        self.query = query
        self.path = path
    }
}

/// The fields of an `unknown` action.
package struct UnknownCommandAction: Codable, Hashable, Sendable {
    /// The part of the command line that does it.
    package var command: String

    /// Makes the value from its fields.
    package init(command: String) {
        self.command = command
    }
}
