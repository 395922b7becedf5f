import CommandPolicy
import Testing

@Suite("Rules files")
struct RuleFileTests {
    private func rules(_ text: String) throws -> RuleSet { try RuleSet(text: text, path: "a.rules") }

    @Test("hold calls with literal arguments")
    func reading() throws {
        let rules = try rules(
            #"""
            # What git may do.
            prefix_rule(
                pattern = ["git", ["status", 'diff'],],   # alternatives
                decision = "allow",
                justification = 'it\'s "fine"\n',
                match = [["git", "status"], "git diff --stat", "git 'status'"],
                not_match = ["git push", ["git"]],
            )

            prefix_rule(["rm"], "forbidden"); prefix_rule(pattern=["ls"])
            prefix_rule(pattern=[r"a\b", """c
            d""", "\x41\u00e9\U0001F600\\"], decision="prompt")
            host_executable(name="git", paths=["/usr/bin/git", "/opt/bin/git"])
            host_executable(paths=[], name="ls")
            network_rule(host="example.com", protocol="https", decision="deny", justification="no")
            """#)
        #expect(
            rules.prefixRules == [
                PrefixRule(
                    pattern: [["git"], ["status", "diff"]], decision: .allow, justification: "it's \"fine\"\n"),
                PrefixRule(pattern: [["rm"]], decision: .forbidden),
                PrefixRule(pattern: [["ls"]], decision: .allow),
                PrefixRule(pattern: [[#"a\b"#], ["c\nd"], ["Aé😀\\"]], decision: .prompt),
            ])
        #expect(rules.hostExecutables == ["git": ["/usr/bin/git", "/opt/bin/git"], "ls": []])
        #expect(rules.networkRules.map(\.host) == ["example.com"])
        #expect(rules.networkRules.map(\.decision) == [.forbidden])
    }

    @Test("may be empty, or hold nothing but comments", arguments: ["", "\n\n", "# a", "  # a\n\n# b\n", ";;", "\r\n"])
    func nothing(text: String) throws {
        #expect(try rules(text) == RuleSet())
    }

    @Test("of several places are taken together")
    func merging() throws {
        var all = try rules(#"prefix_rule(["a"]); host_executable("x", ["/1/x"]); host_executable("y", ["/1/y"])"#)
        all.merge(try rules(#"prefix_rule(["b"]); host_executable("x", ["/2/x"])"#))
        #expect(all.prefixRules.map(\.pattern) == [[["a"]], [["b"]]])
        #expect(all.hostExecutables == ["x": ["/2/x"], "y": ["/1/y"]])
    }

    /// Texts, and what is said about them.
    static let errors: [(String, String)] = [
        ("prefix_rule(pattern=[\"a\"]", "1:26: found the end of the file; expected ',' or ')'"),
        ("prefix_rule(pattern=[\"a\"", "1:25: found the end of the file; expected ',' or ']'"),
        ("prefix_rule(pattern=[\"a\"] decision=\"allow\")", "1:27: found 'decision'; expected ',' or ')'"),
        ("prefix_rule", "1:12: found the end of the file; expected '('"),
        ("prefix_rule\n(pattern=[\"a\"])", "1:12: found the end of the line; expected '('"),
        ("prefix_rule(pattern=[\"a\"]) x", "1:28: found 'x'; expected a new line"),
        ("\n\n  nothing()", "3:3: found 'nothing'; expected a call of prefix_rule, host_executable or network_rule"),
        ("X = [\"a\"]", "1:1: found 'X'; expected a call of prefix_rule, host_executable or network_rule"),
        ("for x in y: z", "1:1: found 'for'; expected a call of prefix_rule, host_executable or network_rule"),
        ("prefix_rule(pattern=X)", "1:21: found 'X'; expected a string or a list of strings"),
        ("prefix_rule(pattern=[\"a\"] + [\"b\"])", "1:27: found '+'; expected ',' or ')'"),
        ("prefix_rule(pattern=[1])", "1:22: found '1'; expected a string or a list of strings"),
        ("prefix_rule(pattern=(\"a\",))", "1:21: found '('; expected a string or a list of strings"),
        ("prefix_rule(pattern=[\"a\", [[\"b\"]]])", "1:28: found '['; expected a string"),
        ("prefix_rule(pattern=[\"a\" \"b\"])", "1:26: found a string; expected ',' or ']'"),
        (
            "prefix_rule(pattern=[\"a])",
            "1:22: a string without an end; expected \" before the end of the line"
        ),
        ("prefix_rule(pattern=['a\n'])", "1:22: a string without an end; expected ' before the end of the line"),
        ("prefix_rule(pattern=['\\q'])", "1:23: the escape \\q means nothing; write \\\\ for a backslash"),
        ("prefix_rule(pattern=['\\x4'])", "1:23: an escape that is too short; expected 2 hexadecimal digits"),
        ("prefix_rule(pattern=['\\ud800'])", "1:23: an escape that stands for no character"),
        ("prefix_rule(pattern=['\\x00'])", "1:23: an escape that stands for no character"),
        ("prefix_rule(pattern \"a\")", "1:21: found a string; expected '='"),
        ("prefix_rule(pattern=[\"a\"], \"allow\")", "1:28: found a string; expected an argument with its name"),
        ("prefix_rule()", "1:1: prefix_rule has no 'pattern'; expected pattern=…"),
        ("prefix_rule(pattern=[])", "1:21: the pattern is empty; expected words"),
        ("prefix_rule(pattern=[\"a\", []])", "1:27: a list of alternatives is empty; expected words"),
        ("prefix_rule(pattern=\"a\")", "1:21: pattern is a string; expected a list"),
        ("prefix_rule(pattern=[\"a\"], decision=[])", "1:37: decision is a list; expected a string"),
        (
            "prefix_rule(pattern=[\"a\"], decision=\"deny\")",
            "1:37: 'deny' is no decision; expected allow, prompt or forbidden"
        ),
        (
            "prefix_rule(pattern=[\"a\"],\n  decision=\"Allow\")",
            "2:12: 'Allow' is no decision; expected allow, prompt or forbidden"
        ),
        (
            "prefix_rule(pattern=[\"a\"], bogus=\"x\")",
            "1:28: prefix_rule has no argument 'bogus'; expected pattern, decision, match, not_match, justification"
        ),
        ("prefix_rule(pattern=[\"a\"], pattern=[\"b\"])", "1:28: the argument 'pattern' stands here twice"),
        ("prefix_rule([\"a\"], pattern=[\"b\"])", "1:20: the argument 'pattern' stands here twice"),
        (
            "prefix_rule(pattern=[\"a\"], justification=\" \")",
            "1:42: the justification is empty; write one or leave it out"
        ),
        (
            "prefix_rule(pattern=[\"a\"], match=[\"b c\"])",
            "1:35: the rule does not match its example 'b c'; change the pattern or the example"
        ),
        (
            "prefix_rule(pattern=[\"a\"], not_match=[[\"a\", \"x\"]])",
            "1:39: the rule matches 'a x', which stands in not_match; change the pattern or the example"
        ),
        (
            "prefix_rule(pattern=[\"a\"], match=[\"a && b\"])",
            "1:35: an example is one simple command; write it as a list of words"
        ),
        (
            "prefix_rule(pattern=[\"a\"], match=[\"\"])",
            "1:35: an example is one simple command; write it as a list of words"
        ),
        ("prefix_rule(pattern=[\"a\"], match=[[]])", "1:35: an example is empty; expected words"),
        (
            "host_executable(name=\"a/b\", paths=[])",
            "1:22: 'a/b' is not a program's bare name; expected one without '/'"
        ),
        (
            "host_executable(name=\"b\", paths=[\"bin/b\"])",
            "1:34: 'bin/b' is not a path of 'b'; expected an absolute one that ends in /b"
        ),
        (
            "host_executable(name=\"b\", paths=[\"/bin/c\"])",
            "1:34: '/bin/c' is not a path of 'b'; expected an absolute one that ends in /b"
        ),
        ("host_executable(name=\"b\")", "1:1: host_executable has no 'paths'; expected paths=…"),
        ("network_rule(host=\"a\")", "1:1: network_rule has no 'protocol'; expected protocol=…"),
        (
            "network_rule(host=\"a\", protocol=\"x\", decision=\"allow\")",
            "1:33: 'x' is no protocol; expected one of http, https, socks5_tcp, socks5_udp"
        ),
        ("é", "1:1: found '\\u{00E9}'; expected a call of prefix_rule, host_executable or network_rule"),
    ]

    @Test("that are wrong are refused, with the place and what was expected", arguments: errors)
    func refusal(text: String, expected: String) {
        let error = #expect(throws: RuleFileError.self) { try rules(text) }
        #expect(error?.description == "a.rules:" + expected)
    }

    @Test("end their errors where the wrong thing ends")
    func range() {
        let error = #expect(throws: RuleFileError.self) {
            try rules("prefix_rule(pattern=[\"a\"],\n  decision=\"deny\")")
        }
        #expect(error?.start == .init(line: 2, column: 12))
        #expect(error?.end == .init(line: 2, column: 18))
        #expect(error?.kind == .meaning)
    }

    @Test("have a bound")
    func size() {
        let text = String(repeating: "#", count: CommandLimits.rulesFileBytes + 1)
        #expect(throws: RuleFileError.self) { try rules(text) }
    }

    @Test("survive any damage", arguments: 0..<200)
    func damage(number: UInt64) throws {
        var random = SeededGenerator(seed: number)
        var text = Array(#"prefix_rule(pattern=["git", ["a", 'b']], match=[["git", "a"]]) # x"#.unicodeScalars)
        let signs = Array("()[],='\"\\#;\n x1é\u{0}".unicodeScalars)
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let index = Int.random(in: 0..<text.count, using: &random)
            if Bool.random(using: &random) {
                text[index] = signs.randomElement(using: &random) ?? "x"
            } else {
                text.remove(at: index)
            }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text)
        // Either rules or an error that says where, and no crash.
        do {
            _ = try rules(String(view))
        } catch let error as RuleFileError {
            #expect(error.start.line >= 1 && error.start.column >= 1)
            #expect(error.message.contains("expected") || error.message.contains("write") || error.kind != .syntax)
        }
    }
}
