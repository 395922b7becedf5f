import AgentCore
import Testing

@Suite("Paths as text")
struct PathTextTests {
    @Test(
        "are resolved without asking the file system",
        arguments: [
            ("a", "/w", "/w/a"), ("/a", "/w", "/a"), ("../b", "/w/x", "/w/b"), (".", "/w", "/w"), ("", "/w", "/w"),
            ("a//b/", "/w/", "/w/a/b"), ("../../..", "/w", "/"), ("/", "/w", "/"), ("~/x", "/w", "/w/~/x"),
        ])
    func resolving(path: String, base: String, expected: String) {
        #expect(PathText.resolve(path, against: base) == expected)
    }

    @Test("know their last component", arguments: [("/a/b", "b"), ("/a/b/", "b"), ("b", "b"), ("/", "/"), ("", "")])
    func naming(path: String, expected: String) {
        #expect(PathText.name(of: path) == expected)
    }

    @Test("know what stands above them")
    func lineage() {
        #expect(PathText.lineage(of: "/a/b/../c") == ["/a/c", "/a", "/"])
        #expect(PathText.lineage(of: "/") == ["/"])
        #expect(PathText.join("/", "a") == "/a")
        #expect(PathText.join("/a", "b") == "/a/b")
    }
}
