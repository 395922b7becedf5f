import Foundation
import Testing

@testable import CommandExecution

@Suite("A pattern of paths")
struct PathPatternTests {
    @Test(
        "matches names",
        arguments: [
            ("", "", true), ("", "*", true), ("a", "?", true), ("ab", "?", false), ("abc", "a*c", true),
            ("abcbc", "a*bc", true), ("abd", "a*c", false), (".env", "*", true), (".env.local", ".env*", true),
            ("env", ".env*", false), ("aXbXc", "*X*X*", true), ("é", "?", true), ("[a]", "[a]", true),
            ("a", "[a]", false),
        ])
    func names(name: String, pattern: String, matches: Bool) {
        #expect(PathPattern.matches(Array(name), Array(pattern)) == matches)
    }

    @Test("is looked up in the directories that are there, not following links")
    func lookUp() throws {
        let base = Places.canonical("/var/tmp") + "/heddle-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: base) }
        for directory in ["a/b/c", ".hidden", "other"] {
            try FileManager.default.createDirectory(atPath: "\(base)/\(directory)", withIntermediateDirectories: true)
        }
        for file in [".env", "a/.env", "a/b/c/.env", ".hidden/.env", "other/env", "a/x.key", "a/b/y.key"] {
            try "".write(toFile: "\(base)/\(file)", atomically: false, encoding: .utf8)
        }
        try FileManager.default.createSymbolicLink(atPath: "\(base)/loop", withDestinationPath: ".")
        func matches(_ pattern: String) throws -> [String] {
            try PathPattern(base + pattern).matches().map { String($0.dropFirst(base.count)) }
        }
        #expect(try matches("/**/.env") == ["/.env", "/.hidden/.env", "/a/.env", "/a/b/c/.env"])
        #expect(try matches("/a/*.key") == ["/a/x.key"])
        #expect(try matches("/a/**/*.key") == ["/a/b/y.key", "/a/x.key"])
        #expect(try matches("/a/b") == ["/a/b"])
        #expect(try matches("/?") == ["/a"])
        #expect(try matches("/no/*") == [])
        let error = #expect(throws: SandboxError.self) { try PathPattern(base + "/**/.env").matches(visitLimit: 3) }
        #expect(error?.kind == .patternTooBroad)
        #expect(throws: SandboxError.self) { try PathPattern("relative/*") }
    }
}
