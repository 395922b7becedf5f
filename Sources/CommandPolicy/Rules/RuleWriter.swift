/// Writes rules into rules files.
package enum RuleWriter {
    /// The text of a rules file with one more rule at its end; the same text if that rule stands in it already.
    ///
    /// - Parameter text: The file as it is, which need not be readable as rules.
    package static func appending(_ rule: PrefixRule, to text: String) -> String {
        let line = line(for: rule)
        let known = (try? RuleSet(text: text, path: ""))?.prefixRules ?? []
        if known.contains(where: { ExactText.same(self.line(for: $0), line) }) { return text }
        let separator = text.isEmpty || text.utf8.last == UInt8(ascii: "\n") ? "" : "\n"
        return text + separator + line + "\n"
    }

    /// The rule as one line.
    package static func line(for rule: PrefixRule) -> String {
        let pattern = rule.pattern.map { $0.count == 1 ? quoted($0[0]) : list($0) }
        var line =
            "prefix_rule(pattern=[\(pattern.joined(separator: ", "))], decision=\(quoted(rule.decision.rawValue))"
        if let justification = rule.justification { line += ", justification=\(quoted(justification))" }
        return line + ")"
    }

    private static func list(_ words: [String]) -> String {
        "[\(words.map(quoted).joined(separator: ", "))]"
    }

    /// A word as a string of the rules language, on one line, in which everything can be seen.
    private static func quoted(_ word: String) -> String {
        var text = "\""
        for scalar in word.unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\" + String(scalar)
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            case _ where ScalarRisk.anywhere(scalar) != nil:
                let digits = String(scalar.value, radix: 16)
                let width = scalar.value > 0xFFFF ? 8 : 4
                text += (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
