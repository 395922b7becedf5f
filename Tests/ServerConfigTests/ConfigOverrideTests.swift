import ServerConfig
import Testing
import WireJSON

@Suite("A -c argument")
struct ConfigOverrideTests {
    @Test(
        "has a dotted key and a value read as TOML",
        arguments: [
            ("model=\"m\"", ["model"], "m"),
            ("a.b=5", ["a", "b"], 5),
            ("a=true", ["a"], true),
            ("a=1.5", ["a"], 1.5),
            ("a=[\"x\", 2]", ["a"], ["x", 2]),
            ("a={b = 1, c = \"d\"}", ["a"], ["b": 1, "c": "d"]),
            ("a = 1 ", ["a"], 1),
            (#"mcp_servers."x=y".command=run"#, ["mcp_servers", "x=y", "command"], "run"),
            ("day=2026-01-02", ["day"], "2026-01-02"),
        ] as [(String, [String], JSONValue)])
    func values(argument: String, key: [String], value: JSONValue) throws {
        let override = try ConfigOverride(parsing: argument)
        #expect(override.path.segments == key)
        #expect(override.value == value)
    }

    @Test(
        "takes what is no TOML as it stands, without the quotes around it",
        arguments: [
            ("model=some-model", "some-model"),
            ("url=http://127.0.0.1:1/v1?a=b", "http://127.0.0.1:1/v1?a=b"),
            ("a=", ""),
            ("a=\"C:\\dir\"", "C:\\dir"),
            ("a='x", "'x"),
            ("a=1\nb = 2", "1\nb = 2"),
        ])
    func literals(argument: String, value: String) throws {
        #expect(try ConfigOverride(parsing: argument).value == .string(value))
    }

    @Test(
        "is refused without a key",
        arguments: [
            ("model", "malformedOverride"), ("=x", "malformedOverride"), (" =x", "malformedOverride"),
            ("a..b=x", "malformedKey"),
        ])
    func malformed(argument: String, kind: String) throws {
        let error = try #require(throws: ConfigError.self) { try ConfigOverride(parsing: argument) }
        #expect(error.kind.rawValue == kind)
    }
}
