/// A `fileChange` item: a change of files.
package struct FileChangeItem: Codable, Hashable, Sendable {
    /// The item's id: that of the model's call.
    package var id: String
    /// The files, sorted by path.
    package var changes: [FileUpdateChange]
    /// How far the change has got.
    package var status: PatchApplyStatus

    /// Makes the value from its fields.
    package init(id: String, changes: [FileUpdateChange], status: PatchApplyStatus) {
        self.id = id
        self.changes = changes
        self.status = status
    }
}

/// The change of one file.
package struct FileUpdateChange: Codable, Hashable, Sendable {
    /// The file; an absolute path.
    package var path: String
    /// What happens to the file.
    package var kind: PatchChangeKind
    /// For `add` and `delete` the whole content; for `update` the hunks of a unified diff, without file headers.
    package var diff: String

    /// Makes the value from its fields.
    package init(path: String, kind: PatchChangeKind, diff: String) {
        self.path = path
        self.kind = kind
        self.diff = diff
    }
}

/// What happens to a file.
package enum PatchChangeKind: TaggedUnion {
    /// It is made.
    case add
    /// It is removed.
    case delete
    /// Its content changes.
    case update(UpdatePatchChange)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("add"),
            TaggedVariant("delete"),
            TaggedVariant("update", UpdatePatchChange.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "add": self = .add
        case "delete": self = .delete
        case "update": self = .update(try UpdatePatchChange(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .add: try Self.encode("add", to: encoder)
        case .delete: try Self.encode("delete", to: encoder)
        case .update(let payload): try Self.encode("update", payload, to: encoder)
        }
    }
}

/// The fields of an `update`.
package struct UpdatePatchChange: Codable, Hashable, Sendable {
    /// Where the file moves to; null if it stays.
    package var movePath: String?

    private enum CodingKeys: String, CodingKey {
        case movePath = "move_path"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(movePath: String? = nil) {
        self.movePath = movePath
    }
}

/// How far a change of files has got.
package enum PatchApplyStatus: String, ClosedEnum {
    /// It is being made, or waits for an approval.
    case inProgress
    /// It is made.
    case completed
    /// It couldn't be made.
    case failed
    /// It was not allowed.
    case declined
}
