/// What a review looks at.
package enum ReviewTarget: TaggedUnion {
    /// What is not committed yet: staged, unstaged and untracked.
    case uncommittedChanges
    /// What the current branch has changed since it left another one.
    case baseBranch(BaseBranchReviewTarget)
    /// What a commit has changed.
    case commit(CommitReviewTarget)
    /// Whatever the instructions say.
    case custom(CustomReviewTarget)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("uncommittedChanges"),
            TaggedVariant("baseBranch", BaseBranchReviewTarget.self),
            TaggedVariant("commit", CommitReviewTarget.self),
            TaggedVariant("custom", CustomReviewTarget.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "uncommittedChanges": self = .uncommittedChanges
        case "baseBranch": self = .baseBranch(try BaseBranchReviewTarget(from: decoder))
        case "commit": self = .commit(try CommitReviewTarget(from: decoder))
        case "custom": self = .custom(try CustomReviewTarget(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .uncommittedChanges: try Self.encode("uncommittedChanges", to: encoder)
        case .baseBranch(let payload): try Self.encode("baseBranch", payload, to: encoder)
        case .commit(let payload): try Self.encode("commit", payload, to: encoder)
        case .custom(let payload): try Self.encode("custom", payload, to: encoder)
        }
    }
}

/// The fields of the `baseBranch` target.
package struct BaseBranchReviewTarget: Codable, Hashable, Sendable {
    /// The branch that the changes are to go into.
    package var branch: String

    /// Makes the value from its field.
    package init(branch: String) {
        self.branch = branch
    }
}

/// The fields of the `commit` target.
package struct CommitReviewTarget: Codable, Hashable, Sendable {
    /// The commit.
    package var sha: String
    /// What it is called, for people.
    package var title: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(sha: String, title: String? = nil) {
        self.sha = sha
        self.title = title
    }
}

/// The fields of the `custom` target.
package struct CustomReviewTarget: Codable, Hashable, Sendable {
    /// What the reviewer is to do.
    package var instructions: String

    /// Makes the value from its field.
    package init(instructions: String) {
        self.instructions = instructions
    }
}
