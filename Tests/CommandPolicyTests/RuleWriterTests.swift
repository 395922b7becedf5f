import CommandPolicy
import Testing

@Suite("Rules that are written")
struct RuleWriterTests {
    @Test("stand on a line of their own at the end")
    func appending() {
        let rule = PrefixRule(pattern: [["git"], ["push", "pull"]], decision: .allow)
        let line = #"prefix_rule(pattern=["git", ["push", "pull"]], decision="allow")"#
        #expect(RuleWriter.line(for: rule) == line)
        #expect(RuleWriter.appending(rule, to: "") == line + "\n")
        #expect(RuleWriter.appending(rule, to: "# a") == "# a\n" + line + "\n")
        #expect(RuleWriter.appending(rule, to: "# a\n") == "# a\n" + line + "\n")
        #expect(RuleWriter.appending(rule, to: line) == line)
        #expect(RuleWriter.appending(rule, to: "broken(") == "broken(\n" + line + "\n")
    }

    @Test("are known again by their bytes only")
    func bytes() {
        let text = RuleWriter.appending(PrefixRule(pattern: [["K"]]), to: "")
        #expect(RuleWriter.appending(PrefixRule(pattern: [["\u{212A}"]]), to: text).split(separator: "\n").count == 2)
    }

    @Test("are read back as they were, whatever their words are")
    func roundTrip() throws {
        let words = [
            "it's", "\"", "\\", "\\n", "a\nb", "\t", "\r", "\u{1B}[2K", "\u{202E}", "\u{7F}", "é", "e\u{301}", "😀",
            "\u{E0041}",
            "#", "[", "]", ")", ",", "", " ", "$HOME", "\u{212A}", "\u{37E}",
        ]
        let rule = PrefixRule(
            pattern: words.map { [$0] } + [words], decision: .prompt, justification: words.joined(separator: " "))
        let text = RuleWriter.appending(rule, to: "")
        #expect(text.split(separator: "\n").count == 1)
        let read = try RuleSet(text: text, path: "x").prefixRules
        #expect(read == [rule])
        let bytes = read.flatMap { $0.pattern.flatMap { $0.map { Array($0.utf8) } } }
        #expect(bytes == (words + words).map { Array($0.utf8) })
    }
}
