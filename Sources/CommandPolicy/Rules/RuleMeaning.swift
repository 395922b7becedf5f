/// Makes rules of the calls in a rules file.
struct RuleMeaning {
    /// How errors name the file.
    let path: String

    /// What a call says.
    func statement(of call: RuleCall) throws(RuleFileError) -> RuleStatement {
        switch call.name {
        case "prefix_rule": .prefix(try prefixRule(call))
        case "network_rule": .network(try networkRule(call))
        default: try hostExecutable(call)
        }
    }

    // MARK: - Rules about commands

    private func prefixRule(_ call: RuleCall) throws(RuleFileError) -> PrefixRule {
        let pattern = try elements(required("pattern", of: call), "pattern")
        guard !pattern.isEmpty else {
            throw error(call.arguments["pattern"], call, "the pattern is empty; expected words")
        }
        var places: [[String]] = []
        for element in pattern { places.append(try alternatives(element, call)) }
        let rule = PrefixRule(
            pattern: places, decision: try decision(call) ?? .allow, justification: try justification(call))
        try checkExamples("match", of: call, rule, shouldMatch: true)
        try checkExamples("not_match", of: call, rule, shouldMatch: false)
        return rule
    }

    private func alternatives(_ element: RuleValue, _ call: RuleCall) throws(RuleFileError) -> [String] {
        switch element.content {
        case .text(let word): return [word]
        case .list(let values):
            guard !values.isEmpty else { throw error(element, call, "a list of alternatives is empty; expected words") }
            return try texts(values, "alternative")
        }
    }

    private func checkExamples(
        _ argument: String, of call: RuleCall, _ rule: PrefixRule, shouldMatch: Bool
    ) throws(RuleFileError) {
        guard let value = call.arguments[argument] else { return }
        for example in try elements(value, argument) {
            let words = try exampleWords(example, call)
            guard rule.matches(words) != shouldMatch else { continue }
            let shown = words.joined(separator: " ")
            let message =
                shouldMatch
                ? "the rule does not match its example '\(shown)'; change the pattern or the example"
                : "the rule matches '\(shown)', which stands in not_match; change the pattern or the example"
            throw error(example, call, message, .example)
        }
    }

    /// The words of an example, which is a list of them or a command line.
    private func exampleWords(_ example: RuleValue, _ call: RuleCall) throws(RuleFileError) -> [String] {
        switch example.content {
        case .list(let values):
            guard !values.isEmpty else { throw error(example, call, "an example is empty; expected words") }
            return try texts(values, "word of an example")
        case .text(let line):
            guard let commands = ShellScript(line).commands, commands.count == 1 else {
                throw error(example, call, "an example is one simple command; write it as a list of words")
            }
            return commands[0]
        }
    }

    // MARK: - The other calls

    private func hostExecutable(_ call: RuleCall) throws(RuleFileError) -> RuleStatement {
        let nameValue = try required("name", of: call)
        let name = try text(nameValue, "name")
        guard !name.isEmpty, !ExactText.isPath(name) else {
            throw error(nameValue, call, "'\(name)' is not a program's bare name; expected one without '/'")
        }
        var paths: [String] = []
        for value in try elements(required("paths", of: call), "paths") {
            let path = try text(value, "path")
            guard ExactText.starts(path, with: "/"), ExactText.same(ExactText.name(ofPath: path), name) else {
                throw error(
                    value, call, "'\(path)' is not a path of '\(name)'; expected an absolute one that ends in /\(name)")
            }
            paths.append(path)
        }
        return .host(name: name, paths: paths)
    }

    private func networkRule(_ call: RuleCall) throws(RuleFileError) -> NetworkRule {
        let hostValue = try required("host", of: call)
        let host = try text(hostValue, "host")
        guard !host.isEmpty else { throw error(hostValue, call, "the host is empty; expected a name") }
        let schemeValue = try required("protocol", of: call)
        let schemeText = try text(schemeValue, "protocol")
        guard let scheme = NetworkRule.Scheme(rawValue: schemeText) else {
            let expected = NetworkRule.Scheme.allCases.map(\.rawValue).joined(separator: ", ")
            throw error(schemeValue, call, "'\(schemeText)' is no protocol; expected one of \(expected)")
        }
        _ = try required("decision", of: call)
        return NetworkRule(
            host: host, scheme: scheme, decision: try decision(call) ?? .prompt, justification: try justification(call))
    }

    // MARK: - Arguments

    private func required(_ name: String, of call: RuleCall) throws(RuleFileError) -> RuleValue {
        guard let value = call.arguments[name] else {
            throw error(nil, call, "\(call.name) has no '\(name)'; expected \(name)=…")
        }
        return value
    }

    private func decision(_ call: RuleCall) throws(RuleFileError) -> RuleDecision? {
        guard let value = call.arguments["decision"] else { return nil }
        let word = try text(value, "decision")
        // The peer's network rules say "deny".
        if call.name == "network_rule", word == "deny" { return .forbidden }
        guard let decision = RuleDecision(rawValue: word) else {
            throw error(value, call, "'\(word)' is no decision; expected allow, prompt or forbidden")
        }
        return decision
    }

    private func justification(_ call: RuleCall) throws(RuleFileError) -> String? {
        guard let value = call.arguments["justification"] else { return nil }
        let words = try text(value, "justification")
        guard words.utf8.contains(where: { $0 > 0x20 }) else {
            throw error(value, call, "the justification is empty; write one or leave it out")
        }
        return words
    }

    private func elements(_ value: RuleValue, _ name: String) throws(RuleFileError) -> [RuleValue] {
        guard case .list(let values) = value.content else { throw error(value, "\(name) is a string; expected a list") }
        return values
    }

    private func text(_ value: RuleValue, _ name: String) throws(RuleFileError) -> String {
        guard case .text(let text) = value.content else { throw error(value, "\(name) is a list; expected a string") }
        return text
    }

    private func texts(_ values: [RuleValue], _ name: String) throws(RuleFileError) -> [String] {
        var texts: [String] = []
        for value in values { texts.append(try text(value, name)) }
        return texts
    }

    private func error(_ value: RuleValue, _ message: String) -> RuleFileError {
        RuleFileError(kind: .meaning, path: path, start: value.start, end: value.end, message: message)
    }

    private func error(
        _ value: RuleValue?, _ call: RuleCall, _ message: String, _ kind: RuleFileError.Kind = .meaning
    ) -> RuleFileError {
        RuleFileError(
            kind: kind, path: path, start: value?.start ?? call.start, end: value?.end ?? call.end, message: message)
    }
}
