/// What a rule says about the commands that it matches.
package enum RuleDecision: String, Hashable, Sendable, CaseIterable, Comparable {
    /// It runs without a question.
    case allow
    /// The user is asked each time.
    case prompt
    /// It doesn't run.
    case forbidden

    /// Whether the right side is the stricter one.
    package static func < (left: Self, right: Self) -> Bool {
        left.strictness < right.strictness
    }

    private var strictness: Int {
        switch self {
        case .allow: 0
        case .prompt: 1
        case .forbidden: 2
        }
    }
}
