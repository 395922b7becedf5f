import CommandPolicy
import Foundation
import Support
import Testing

/// Whatever is made up, nothing crashes, and what must hold for every command holds.
///
/// `HEDDLE_SHELL_FUZZ_SCRIPTS` and `HEDDLE_SHELL_FUZZ_SEED` set how many scripts are made up, and from what.
@Suite("Any command")
struct PolicyFuzzTests {
    private static let defaultScripts = 2_000

    private static let rules = #"""
        prefix_rule(["a"])
        prefix_rule(["x"])
        prefix_rule(["echo"])
        prefix_rule(["env"])
        prefix_rule(["find"])
        prefix_rule(["git", "status"])
        prefix_rule(["b"], "prompt")
        prefix_rule(["rm"], "forbidden")
        """#

    @Test("is judged, described and offered a rule for as it should be")
    func properties() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["HEDDLE_SHELL_FUZZ_SEED"].flatMap { UInt64($0) } ?? .random(in: 0 ... .max)
        let scripts = environment["HEDDLE_SHELL_FUZZ_SCRIPTS"].flatMap { Int($0) } ?? Self.defaultScripts
        print("policy fuzz: HEDDLE_SHELL_FUZZ_SEED=\(seed) HEDDLE_SHELL_FUZZ_SCRIPTS=\(scripts)")
        let examples = (PlainScriptTests.table.rows + OpaqueScriptTests.table.rows + RuleVerdictTests.aboutScripts.rows)
            .map(\.left)
        var generator = ScriptGenerator(seed: seed, examples: examples)
        var random = SeededGenerator(seed: seed)
        let rules = try RuleSet(text: Self.rules, path: "t")
        for _ in 0..<scripts {
            var script = generator.script()
            if random.chance(30) { script = Self.disturbed(script, &random) }
            try check(script, rules)
            _ = try? RuleSet(text: Self.disturbed(Self.rules, &random), path: "t")
        }
    }

    private func check(_ script: String, _ rules: RuleSet) throws {
        let command = ParsedCommand(argv: ["bash", "-c", script])
        let verdict = rules.verdict(on: command)
        let shown = script.debugDescription
        try #require(!command.activities.isEmpty || command.opacity == nil, "\(shown)")
        if let commands = command.reading.commands {
            // Written out and read again, every command is the same.
            for words in commands where command.script != nil {
                let again = ShellScript(ShellQuoting.join(words)).commands
                try #require(again.map(Self.bytes) == Self.bytes([words]), "\(shown): \(words)")
            }
            if commands.contains(where: { $0[0] == "rm" }) { try #require(verdict.decision == .forbidden, "\(shown)") }
            let allAllowed = verdict.undecided.isEmpty
            try #require(allAllowed || verdict.decision != .allow, "\(shown)")
        } else {
            try #require(verdict.decision != .allow, "\(shown)")
            try #require(command.activities == [.unknown(command: script)], "\(shown)")
        }
        try checkProposal(for: command, verdict, rules)
    }

    /// What is offered is neither for opaque scripts nor useless.
    private func checkProposal(for command: ParsedCommand, _ verdict: RuleVerdict, _ rules: RuleSet) throws {
        guard let words = ProposedRule.prefix(for: command, verdict: verdict) else { return }
        try #require(command.opacity == nil && verdict.decision == nil)
        let text = RuleWriter.appending(PrefixRule(pattern: words.map { [$0] }), to: Self.rules)
        let after = try RuleSet(text: text, path: "t").verdict(on: command)
        try #require(after.undecided.count < verdict.undecided.count, "\(command.text.debugDescription): \(words)")
    }

    private static func bytes(_ commands: [[String]]) -> [[[UInt8]]] {
        commands.map { $0.map { Array($0.utf8) } }
    }

    /// A text with characters of all sorts in it.
    private static func disturbed(_ text: String, _ random: inout SeededGenerator) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let bound: UInt32 = random.chance(50) ? 0x80 : random.chance(50) ? 0x3000 : 0x11_0000
            guard let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &random)) else { continue }
            let place = Int.random(in: 0...scalars.count, using: &random)
            if place < scalars.count, random.chance(50) {
                scalars[place] = scalar
            } else {
                scalars.insert(scalar, at: place)
            }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
