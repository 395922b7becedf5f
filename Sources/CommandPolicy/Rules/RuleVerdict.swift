/// What the rules say about a command.
package struct RuleVerdict: Hashable, Sendable {
    /// The strictest decision that applies; nil if the rules leave it open: none matches, or not every simple command is
    /// allowed.
    package var decision: RuleDecision?
    /// The rules that matched, each with the command that it matched.
    package var matches: [Match] = []
    /// The simple commands that no rule allows; those of an opaque script are one, with all of its words.
    package var undecided: [[String]] = []

    /// Makes the value from its fields; nothing is decided where they are left out.
    package init(decision: RuleDecision? = nil, matches: [Match] = [], undecided: [[String]] = []) {
        self.decision = decision
        self.matches = matches
        self.undecided = undecided
    }

    /// A rule and what it matched.
    package struct Match: Hashable, Sendable {
        /// The rule.
        package var rule: PrefixRule
        /// The words that it matched: a simple command, or one that a wrapper would run.
        package var command: [String]

        /// Makes the value from its fields.
        package init(rule: PrefixRule, command: [String]) {
            self.rule = rule
            self.command = command
        }
    }

    /// Why, in the words of who wrote the deciding rule.
    package var justification: String? {
        matches.first { $0.rule.decision == decision && $0.rule.justification != nil }?.rule.justification
    }
}
