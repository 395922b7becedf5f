import CommandPolicy
import Foundation
import TestSupport
import Testing

@Suite("Words that shells know", .ownThread)
struct ShellVocabularyTests {
    /// What bash says about itself.
    private func words(_ option: String) throws -> [String]? {
        let bash = URL(filePath: "/bin/bash")
        guard FileManager.default.isExecutableFile(atPath: bash.path) else { return nil }
        let process = Process()
        process.executableURL = bash
        process.arguments = ["-c", "compgen \(option)"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test("make a script opaque if they are reserved")
    func reserved() throws {
        guard let words = try words("-k") else { return }
        #expect(words.count > 15)
        for word in words { #expect(ShellScript("\(word) a").commands == nil, "\(word)") }
    }

    /// Builtins of bash whose words are all that there is to them, be it that they run what the words say.
    private static let plain: Set<String> = [
        ".", ":", "bg", "break", "builtin", "caller", "cd", "command", "continue", "dirs", "disown", "echo", "eval",
        "exec",
        "exit", "false", "fg", "help", "kill", "logout", "printf", "pwd", "return", "shift", "source", "suspend",
        "test",
        "times", "true", "type", "ulimit", "umask", "wait",
    ]

    @Test("make a script opaque if they are builtins that change what later words mean")
    func builtins() throws {
        guard let words = try words("-b") else { return }
        #expect(words.count > 50)
        for word in words where word != "[" {
            #expect((ShellScript("\(word) a").commands != nil) == Self.plain.contains(word), "\(word)")
        }
    }
}
