extension RuleSet {
    /// What the rules say about a command.
    ///
    /// - Each simple command is judged for itself, and the strictest decision counts. A script is allowed only if each
    ///   of its commands is.
    /// - An opaque script is allowed only by a rule that spells out all of its words.
    /// - A rule allows no more than it names: a word that makes the command run another program, or write where it
    ///   otherwise reads (`rg --pre`, `find -exec`), has to stand in the pattern, and so has the program that a wrapper
    ///   runs (`env`, `xargs`, `timeout`).
    /// - Stricter rules see more than allowing ones: programs by the last part of any path, commands behind wrappers
    ///   and in shells within, and what can be told of opaque scripts.
    ///
    /// - Parameters:
    ///   - command: The command as it will be started.
    ///   - executables: Finds the program behind a name.
    package func verdict(
        on command: ParsedCommand, executables: ExecutableLookup = .none
    ) -> RuleVerdict {
        var judge = RuleJudge(rules: self, executables: executables)
        switch command.reading {
        case .plain(let pipelines):
            for words in pipelines.flatMap(\.commands) { judge.judge(words, depth: 0) }
        case .opaque(let script):
            judge.judgeWhole(command.argv, script)
        }
        return judge.verdict
    }
}

/// Collects what the rules say about the parts of one command.
private struct RuleJudge {
    private(set) var verdict = RuleVerdict()
    private let rules: RuleSet
    private let executables: ExecutableLookup

    init(rules: RuleSet, executables: ExecutableLookup) {
        self.rules = rules
        self.executables = executables
        verdict.decision = .allow
    }

    /// Judges a simple command that will run with exactly these words.
    mutating func judge(_ words: [String], depth: Int) {
        let allowing = rules.prefixRules.filter { $0.decision == .allow && allows($0, words) }
        for rule in allowing { verdict.matches.append(.init(rule: rule, command: words)) }
        let isRestricted = restrict(words, depth: depth)
        if allowing.isEmpty, !isRestricted { leaveOpen(words) }
    }

    /// Judges a command whose script is opaque.
    mutating func judgeWhole(_ argv: [String], _ script: OpaqueScript) {
        let allowing = rules.prefixRules.filter { rule in
            rule.decision == .allow && rule.pattern.count == argv.count && rule.matches(argv)
        }
        for rule in allowing { verdict.matches.append(.init(rule: rule, command: argv)) }
        let isRestricted = restrict(argv, depth: 0)
        if allowing.isEmpty, !isRestricted { leaveOpen(argv) }
    }

    private mutating func leaveOpen(_ words: [String]) {
        verdict.undecided.append(words)
        // What is forbidden or asked about stays so.
        if verdict.decision == .allow { verdict.decision = nil }
    }

    // MARK: - Allowing

    private func allows(_ rule: PrefixRule, _ words: [String]) -> Bool {
        guard rule.matchesBehindName(words), rule.pattern[0].contains(where: { isSameProgram(words[0], $0) }) else {
            return false
        }
        if ShellInvocation.codeIndex(in: words) != nil { return rule.pattern.count == words.count }
        let mustBeNamed = [EscapingOption.firstIndex(in: words), WrapperCommand.innerStart(of: words)]
        return mustBeNamed.allSatisfy { $0.map { $0 < rule.pattern.count } ?? true }
    }

    /// Whether a program is the one that an allowing rule names.
    private func isSameProgram(_ program: String, _ name: String) -> Bool {
        if ExactText.same(program, name) {
            guard !ExactText.isPath(name), let declared = rules.hostExecutables[name],
                let found = executables.find(name)
            else { return true }
            return declared.contains { ExactText.same($0, found) }
        }
        // `./git` and `/tmp/git` are not git.
        guard ExactText.starts(program, with: "/"), !ExactText.isPath(name),
            ExactText.same(ExactText.name(ofPath: program), name)
        else { return false }
        if let declared = rules.hostExecutables[name] { return declared.contains { ExactText.same($0, program) } }
        return executables.find(name).map { ExactText.same($0, program) } ?? false
    }

    // MARK: - Restricting

    /// Applies the rules that ask or forbid; returns whether one matched.
    private mutating func restrict(_ words: [String], depth: Int) -> Bool {
        let strict = rules.prefixRules.filter { $0.decision != .allow && mayName($0, words) }
        for rule in strict {
            verdict.matches.append(.init(rule: rule, command: words))
            verdict.decision = max(verdict.decision ?? .allow, rule.decision)
        }
        guard depth < CommandLimits.wrapperDepth else { return !strict.isEmpty }
        var isRestricted = !strict.isEmpty
        for inner in HiddenCommands.within(words) where restrict(inner, depth: depth + 1) { isRestricted = true }
        return isRestricted
    }

    private func mayName(_ rule: PrefixRule, _ words: [String]) -> Bool {
        guard rule.matchesBehindName(words) else { return false }
        return rule.pattern[0].contains { name in
            if ExactText.same(words[0], name) { return true }
            switch (ExactText.isPath(words[0]), ExactText.isPath(name)) {
            case (true, false): return ExactText.same(ExactText.name(ofPath: words[0]), name)
            case (false, true): return executables.find(words[0]).map { ExactText.same($0, name) } ?? false
            case (true, true), (false, false): return false
            }
        }
    }
}
