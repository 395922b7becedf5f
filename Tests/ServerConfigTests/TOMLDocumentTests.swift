import ServerConfig
import Testing
import WireJSON

@Suite("A TOML text")
struct TOMLDocumentTests {
    @Test("becomes a JSON tree")
    func tree() throws {
        let root = try settings(
            """
            text = "a\\u00e9"
            integer = -9223372036854775808
            float = 2.5
            whole = 1.0
            flag = true
            list = [1, "b", [2.0], {c = 3}]
            inline = { a = 1, b.c = 2 }
            [table.inner]
            x = 0x10
            [[many]]
            n = 1
            [[many]]
            n = 2
            """)
        #expect(
            root == [
                "text": "aé", "integer": .number(JSONNumber(Int64.min)), "float": 2.5, "whole": 1.0, "flag": true,
                "list": [1, "b", [2.0], ["c": 3]], "inline": ["a": 1, "b": ["c": 2]],
                "table": ["inner": ["x": 16]], "many": [["n": 1], ["n": 2]],
            ])
    }

    @Test("keeps dates and times as strings")
    func dates() throws {
        let root = try settings(
            """
            a = 1979-05-27T07:32:00Z
            b = 1979-05-27T07:32:00.5-07:00
            c = 1979-05-27
            d = 07:32:00
            e = 1979-05-27T07:32:00
            """)
        #expect(root["a"] == "1979-05-27T07:32:00Z")
        #expect(root["b"] == "1979-05-27T07:32:00.5-07:00")
        #expect(root["c"] == "1979-05-27")
        #expect(root["d"] == "07:32:00")
        #expect(root["e"] == "1979-05-27T07:32:00")
    }

    @Test("keeps numbers that JSON lacks as strings")
    func notFinite() throws {
        #expect(try settings("a = inf\nb = -inf\nc = nan") == ["a": "inf", "b": "-inf", "c": "nan"])
    }

    @Test("may be empty")
    func empty() throws {
        #expect(try settings("").isEmpty)
        #expect(try settings("# nothing\n").isEmpty)
    }

    @Test(
        "that is none says where",
        arguments: [
            ("model = \"x\"\nfoo = = 1\n", 2, 7), ("a = 1\na = 2\n", 2, 5), ("[a\n", 1, 3), ("a = \"b\n", 1, 7),
        ])
    func position(text: String, line: Int, column: Int) throws {
        let error = try #require(throws: ConfigError.self) { try TOMLDocument(parsing: text) }
        #expect(error.kind == .invalidTOML)
        #expect(error.range?.start == SourcePosition(line: line, column: column))
        #expect(!error.message.isEmpty)
    }

    @Test("must be UTF-8, and says up to where it is")
    func invalidUTF8() throws {
        let error = try #require(throws: ConfigError.self) {
            try TOMLDocument(parsing: Array("é = 1\nb = \"".utf8) + [0xff] + Array("\"".utf8))
        }
        #expect(error.range?.start == SourcePosition(line: 2, column: 6))
    }

    @Test("may not hold a NUL, which would hide the rest")
    func nul() throws {
        let error = try #require(throws: ConfigError.self) { try TOMLDocument(parsing: "a = 1\n\0b = 2") }
        #expect(error.range?.start == SourcePosition(line: 2, column: 1))
    }

    @Test("of absurd depth is an error, not a crash")
    func depth() throws {
        let text = "a = " + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        let error = try #require(throws: ConfigError.self) { try TOMLDocument(parsing: text) }
        #expect(error.kind == .invalidTOML)
    }
}
