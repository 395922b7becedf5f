/// The rule that is offered beside a question, so that the same question isn't asked again.
package enum ProposedRule {
    /// The words that commands would be allowed to begin with; nil if no rule should be offered.
    ///
    /// None is offered for what can't be told from its words (opaque scripts), for programs that run whatever they are
    /// told (shells, interpreters with code, wrappers), where a rule has asked the question, and where one rule would
    /// not answer it.
    ///
    /// - Parameters:
    ///   - command: The command in question.
    ///   - verdict: What the rules say about it.
    ///   - requested: The words that the model would like to have allowed; taken if they are fit for a rule, and the
    ///     whole command would be allowed by it.
    package static func prefix(
        for command: ParsedCommand, verdict: RuleVerdict, requested: [String]? = nil
    ) -> [String]? {
        guard verdict.decision == nil, command.opacity == nil, let first = verdict.undecided.first,
            verdict.undecided.allSatisfy(isFit)
        else { return nil }
        if let requested, isFit(requested), verdict.undecided.allSatisfy({ covers(requested, $0) }) { return requested }
        return first
    }

    /// Whether a rule of these words would allow the command.
    private static func covers(_ words: [String], _ command: [String]) -> Bool {
        var rules = RuleSet()
        rules.add(PrefixRule(pattern: words.map { [$0] }))
        return rules.verdict(on: ParsedCommand(argv: command)).decision == .allow
    }

    /// Whether words may become a rule that allows all commands that begin with them.
    static func isFit(_ words: [String]) -> Bool {
        guard let program = words.first, !words.contains(where: \.isEmpty) else { return false }
        guard words.reduce(0, { $0 + $1.utf8.count }) <= CommandLimits.proposedPrefixBytes else { return false }
        let name = ExactText.name(ofPath: program)
        if ProgramKinds.runsAnything(name) { return false }
        if ProgramKinds.isInterpreter(name), words.count == 1 || ExactText.starts(words[1], with: "-") { return false }
        if words.count == 1, ProgramKinds.families.contains(name) { return false }
        return EscapingOption.firstIndex(in: words) == nil
    }
}
