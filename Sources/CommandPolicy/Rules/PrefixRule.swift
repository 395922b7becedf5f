/// A rule about all commands that begin with certain words.
package struct PrefixRule: Hashable, Sendable {
    /// For each place the words that may stand there; at least one place, each with at least one word.
    package var pattern: [[String]]
    /// What it says.
    package var decision: RuleDecision
    /// Why, in the words of who wrote it.
    package var justification: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(pattern: [[String]], decision: RuleDecision = .allow, justification: String? = nil) {
        self.pattern = pattern
        self.decision = decision
        self.justification = justification
    }

    /// Whether a command begins with the pattern, word by word.
    package func matches(_ words: [String]) -> Bool {
        guard let first = words.first else { return false }
        return pattern[0].contains { ExactText.same($0, first) } && matchesBehindName(words)
    }

    /// Whether the words behind the first one do.
    func matchesBehindName(_ words: [String]) -> Bool {
        guard words.count >= pattern.count else { return false }
        return zip(pattern, words).dropFirst().allSatisfy { alternatives, word in
            alternatives.contains { ExactText.same($0, word) }
        }
    }
}
