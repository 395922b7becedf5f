import ServerConfig
import Testing

@Suite("A dotted key")
struct ConfigKeyPathTests {
    @Test(
        "splits at dots outside quotes",
        arguments: [
            ("model", ["model"]),
            ("a.b.c", ["a", "b", "c"]),
            (" a . b ", ["a", "b"]),
            (#"mcp_servers."a.b".args"#, ["mcp_servers", "a.b", "args"]),
            (#"a.'b."c"'"#, ["a", #"b."c""#]),
            (#""a\"b\\c""#, [#"a"b\c"#]),
            ("projects./srv/app.trust_level", ["projects", "/srv/app", "trust_level"]),
        ])
    func splitting(text: String, segments: [String]) throws {
        #expect(try ConfigKeyPath(parsing: text).segments == segments)
    }

    @Test(
        "is malformed with an empty name, an open quote or a bad escape",
        arguments: ["", "a.", ".a", "a..b", #"a."b"#, #""a"b"#, #""a\n""#])
    func malformed(text: String) throws {
        let error = try #require(throws: ConfigError.self) { try ConfigKeyPath(parsing: text) }
        #expect(error.kind == .malformedKey)
        #expect(error.message.contains("`\(text)`"))
    }

    @Test("is written so that it can be read again", arguments: [["a"], ["a", "b.c"], ["a\"b", "\\", ""], ["x y"]])
    func roundTrip(segments: [String]) throws {
        let path = ConfigKeyPath(segments: segments)
        #expect(try ConfigKeyPath(parsing: path.description) == path)
    }
}
