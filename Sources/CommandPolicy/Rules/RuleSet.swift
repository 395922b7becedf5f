/// All rules of all files together.
package struct RuleSet: Hashable, Sendable {
    /// The rules about commands, in the order of their files.
    package private(set) var prefixRules: [PrefixRule] = []
    /// The rules about hosts, in the order of their files.
    package private(set) var networkRules: [NetworkRule] = []
    /// The paths that a program's name stands for; a later declaration replaces an earlier one.
    package private(set) var hostExecutables: [String: [String]] = [:]

    /// No rules.
    package init() {}

    /// The rules of one file.
    ///
    /// - Parameters:
    ///   - text: What stands in it.
    ///   - path: How errors name it.
    package init(text: String, path: String) throws(RuleFileError) {
        for statement in try RuleFileParser.parse(text, path: path) { add(statement) }
    }

    /// Adds the rules of another set behind these.
    package mutating func merge(_ other: RuleSet) {
        prefixRules += other.prefixRules
        networkRules += other.networkRules
        hostExecutables.merge(other.hostExecutables) { _, later in later }
    }

    /// Adds a rule that came from somewhere else than a file.
    package mutating func add(_ rule: PrefixRule) {
        prefixRules.append(rule)
    }

    private mutating func add(_ statement: RuleStatement) {
        switch statement {
        case .prefix(let rule): prefixRules.append(rule)
        case .network(let rule): networkRules.append(rule)
        case .host(let name, let paths): hostExecutables[name] = paths
        }
    }
}

/// One call in a rules file.
enum RuleStatement: Hashable {
    case prefix(PrefixRule)
    case network(NetworkRule)
    case host(name: String, paths: [String])
}
