import AppServerProtocol
import WireJSON

/// What a turn is for.
enum TurnKind: Hashable, Sendable {
    /// The agent works for the user.
    case regular
    /// The history is shortened.
    case compaction
    /// A reviewer looks at changes.
    case review(ReviewTask)

    /// Why the turn takes no input while it runs; nil if it does.
    var steeringRefusal: AgentError? {
        switch self {
        case .regular: nil
        case .compaction: .notSteerable(.compact)
        case .review: .notSteerable(.review)
        }
    }

    /// What is reviewed; nil for other turns.
    var review: ReviewTask? {
        if case .review(let task) = self { task } else { nil }
    }
}

extension AgentError {
    /// The refusal in the form that clients look for: the fields of a turn's error lie in `data`.
    fileprivate static func notSteerable(_ kind: NonSteerableTurnKind) -> AgentError {
        let message = "cannot steer a \(kind.rawValue) turn"
        return AgentError(
            .activeTurnNotSteerable, message,
            details: [
                "message": .string(message),
                "codexErrorInfo": ["activeTurnNotSteerable": ["turnKind": .string(kind.rawValue)]],
                "additionalDetails": .null, "misalignment": .null,
            ])
    }
}
