/// How a guess at the user's next input ended.
package enum ThreadPredictionResult: TaggedUnion {
    /// It was made.
    case completed(CompletedPrediction)
    /// It wasn't possible.
    case failed

    package static var variants: [TaggedVariant] {
        [TaggedVariant("completed", CompletedPrediction.self), TaggedVariant("failed")]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "completed": self = .completed(try CompletedPrediction(from: decoder))
        case "failed": self = .failed
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .completed(let payload): try Self.encode("completed", payload, to: encoder)
        case .failed: try Self.encode("failed", to: encoder)
        }
    }
}

/// The fields of a `completed` guess.
package struct CompletedPrediction: Codable, Hashable, Sendable {
    /// The guess; null if there is nothing to guess.
    package var text: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(text: String? = nil) {
        self.text = text
    }
}
