import Foundation
import Support
import TestSupport
import Testing

@Suite("Shell quoting", .ownThread)
struct ShellQuotingTests {
    @Test(
        "shows command lines as clients know them",
        arguments: [
            (["/bin/bash", "-lc", "echo hi"], "/bin/bash -lc 'echo hi'"), (["ls"], "ls"), ([""], "''"),
            (["a", "it's"], #"a "it's""#), (["sed", "-n", "1,5p"], "sed -n '1,5p'"), (["FOO=1"], "'FOO=1'"),
            (["it's $5"], #"'it'\''s $5'"#), (["a\nb"], "'a\nb'"), (["é"], "'é'"), (["~"], "'~'"),
        ])
    func joining(words: [String], expected: String) {
        #expect(ShellQuoting.join(words) == expected)
    }

    @Test("survives a real shell")
    func roundTrip() throws {
        let words = ["it's", "$HOME", "a\\b", "`x`", "\"q\"", "!", "a'b\"c$d\\e`f", "*", "\t", "", "-n", "#x", "a\nb'"]
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "printf '%s\\0' " + ShellQuoting.join(words)]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try #require(try pipe.fileHandleForReading.readToEnd())
        process.waitUntilExit()
        #expect(String(decoding: output, as: UTF8.self) == words.map { $0 + "\0" }.joined())
    }
}
