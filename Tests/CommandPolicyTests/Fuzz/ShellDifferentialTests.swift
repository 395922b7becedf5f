import CommandPolicy
import Foundation
import TestSupport
import Testing

/// A script that is called plain runs in real shells with exactly the words that were told, and does nothing else.
///
/// `HEDDLE_SHELL_FUZZ_SCRIPTS` sets how many scripts are made up, `HEDDLE_SHELL_FUZZ_SEED` repeats a run.
@Suite("Plain scripts in real shells", .ownThread)
struct ShellDifferentialTests {
    /// A few seconds' worth.
    private static let defaultScripts = 1_500
    /// Every so many scripts the slower shell is asked, too.
    private static let dashInterval = 4

    /// What became of the scripts.
    private struct Counts: CustomStringConvertible {
        var scripts = 0
        var plain = 0
        var commands = 0
        var inBash = 0
        var inDash = 0
        var unwatched = 0

        var description: String {
            """
            \(scripts) scripts, \(plain) plain; run in bash: \(inBash), in dash: \(inDash) \
            (\(commands) commands compared); not to be watched: \(unwatched)
            """
        }
    }

    @Test("do what their words say, made up")
    func fuzz() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["HEDDLE_SHELL_FUZZ_SEED"].flatMap { UInt64($0) } ?? .random(in: 0 ... .max)
        let scripts = environment["HEDDLE_SHELL_FUZZ_SCRIPTS"].flatMap { Int($0) } ?? Self.defaultScripts
        print("shell fuzz: HEDDLE_SHELL_FUZZ_SEED=\(seed) HEDDLE_SHELL_FUZZ_SCRIPTS=\(scripts)")
        let bash = try RealShell(.bash)
        let dash = try RealShell(.dash)
        let examples = PlainScriptTests.table.rows.map(\.left) + OpaqueScriptTests.table.rows.map(\.left)
        var generator = ScriptGenerator(seed: seed, examples: examples)
        var counts = Counts()
        for number in 0..<scripts {
            let script = generator.script()
            let locale = number.isMultiple(of: 3) ? "C" : "C.UTF-8"
            counts.scripts += 1
            guard ShellInvocation.script(of: ["bash", "-c", script]) != nil,
                case .plain(let pipelines) = ShellScript(script)
            else { continue }
            counts.plain += 1
            let expected = ExpectedRun(pipelines)
            var wasRun = false
            if let bash, try compare(script, expected, bash, &counts, locale: locale) {
                counts.inBash += 1
                wasRun = true
            }
            if number.isMultiple(of: Self.dashInterval), let dash,
                try compare(script, expected, dash, &counts, locale: locale)
            {
                counts.inDash += 1
                wasRun = true
            }
            if !wasRun { counts.unwatched += 1 }
        }
        print("shell fuzz: \(counts)")
        // Else the test would have looked at nothing.
        #expect(counts.plain > scripts / 20 && counts.plain < scripts)
        if bash != nil { #expect(counts.inBash > counts.plain / 2) }
    }

    @Test("do what their words say, all of the table", arguments: RealShell.Kind.allCases)
    func table(kind: RealShell.Kind) throws {
        guard let shell = try RealShell(kind) else { return }
        var counts = Counts()
        var compared = 0
        for (script, _) in PlainScriptTests.table.rows {
            guard case .plain(let pipelines) = ShellScript(script) else { continue }
            if try compare(script, ExpectedRun(pipelines), shell, &counts) { compared += 1 }
        }
        #expect(compared > 50)
    }

    /// Places for a character, at `•`.
    private static let places = [
        "•", "•a", "a•", "a •", "a •b", "a b•", "a b•c", "a \"•\"", "a '•'", "a \\•", "a \"\\•\"", "a ''•", "a b=•",
        "a ••", "•\na",
        "a\n•", "a b:•c", "a -•", "a b •", "a; •", "a && • b",
    ]

    @Test(
        "do what their words say, every character of ASCII in every sort of place", arguments: RealShell.Kind.allCases)
    func characters(kind: RealShell.Kind) throws {
        guard let shell = try RealShell(kind) else { return }
        var counts = Counts()
        var compared = 0
        for byte in UInt8(1)...0x7F where byte != UInt8(ascii: "/") {
            let sign = String(Character(Unicode.Scalar(byte)))
            for place in Self.places {
                let script = place.replacing("•", with: sign)
                guard ShellInvocation.script(of: ["sh", "-c", script]) != nil,
                    case .plain(let pipelines) = ShellScript(script)
                else { continue }
                if try compare(script, ExpectedRun(pipelines), shell, &counts) { compared += 1 }
            }
        }
        #expect(compared > 500)
    }

    /// Runs a script and compares; false if the shell can't be watched with it.
    private func compare(
        _ script: String, _ expected: ExpectedRun, _ shell: RealShell, _ counts: inout Counts,
        locale: String = "C.UTF-8"
    ) throws -> Bool {
        guard expected.hasOnlyFileNames, expected.names.isDisjoint(with: shell.unwatched) else { return false }
        let found = try shell.run(script, programs: expected.names.filter { !$0.isEmpty }, locale: locale)
        counts.commands += expected.commands.count
        let isSame = found.map { sorted($0) == sorted(expected.commands) } ?? false
        try #require(isSame, "\(script.debugDescription) was to run \(shown(expected.commands)), ran \(shown(found))")
        return true
    }

    private func sorted(_ commands: [RealShell.Words]) -> [RealShell.Words] {
        commands.sorted { left, right in left.lexicographicallyPrecedes(right) { $0.lexicographicallyPrecedes($1) } }
    }

    private func shown(_ commands: [RealShell.Words]?) -> String {
        guard let commands else { return "something that left a file" }
        return commands.map { "\($0.map { String(decoding: $0, as: UTF8.self) })" }.joined(separator: " ")
    }
}
