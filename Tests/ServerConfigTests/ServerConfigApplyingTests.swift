import ServerConfig
import Testing
import WireJSON

@Suite("The config map of a request")
struct ServerConfigApplyingTests {
    @Test("lies over everything, for the new configuration only")
    func precedence() throws {
        try withHome(config: "model = \"file\"\n[sandbox_workspace_write]\nnetwork_access = true") { home in
            let base = ServerConfig(home: home, overrides: [try ConfigOverride(parsing: "model=flag")])
            let applied = try base.applying(
                ["model": "request", "sandbox_workspace_write.exclude_slash_tmp": true] as JSONObject)
            #expect(applied.unknownKeys.isEmpty)
            #expect(applied.configuration.model == "request")
            #expect(applied.configuration.sandboxWorkspaceWrite.networkAccess)
            #expect(applied.configuration.sandboxWorkspaceWrite.excludeSlashTmp)
            #expect(base.model == "flag")
        }
    }

    @Test("may be a dictionary, and the more precise key wins")
    func dictionary() throws {
        try withHome { home in
            let overrides: [String: JSONValue] = [
                "sandbox_workspace_write.network_access": true,
                "sandbox_workspace_write": ["network_access": false, "exclude_slash_tmp": true],
            ]
            let config = try ServerConfig(home: home).applying(overrides).configuration
            #expect(config.sandboxWorkspaceWrite.networkAccess)
            #expect(config.sandboxWorkspaceWrite.excludeSlashTmp)
        }
    }

    @Test("may hold nulls, which mean: not given")
    func nulls() throws {
        try withHome(config: "model = \"m\"") { home in
            let applied = try ServerConfig(home: home).applying(
                ["model": nil, "sandbox_workspace_write": ["network_access": nil]] as JSONObject)
            #expect(applied.configuration.model == "m")
            #expect(applied.unknownKeys.isEmpty)
        }
    }

    @Test("gives the keys that mean nothing, for a warning to its sender")
    func unknown() throws {
        try withHome(config: "zzz = 1") { home in
            let applied = try ServerConfig(home: home).applying(["zzz.b": 1, "model": "m"] as JSONObject)
            #expect(applied.unknownKeys.map(\.path.description) == ["zzz"])
            #expect(
                ConfigProblem.unknown(applied.unknownKeys)?.summary == """
                    Ignored: 1 configuration setting has no meaning here, perhaps through a typing error.
                      `zzz` in session flags
                    """)
        }
    }

    @Test(
        "is refused as a whole when one value is wrong",
        arguments: [
            (
                ["model": "m", "model_reasoning_effort": 5],
                "failed to load configuration: invalid type: integer `5`, expected a string in `model_reasoning_effort`"
            ),
            (["a..b": 1], "failed to load configuration: malformed configuration key `a..b`: a name is empty"),
        ] as [(JSONObject, String)])
    func refusal(overrides: JSONObject, message: String) throws {
        try withHome { home in
            let error = try #require(throws: ConfigError.self) {
                try ServerConfig(home: home).applying(overrides)
            }
            #expect(error.message == message)
        }
    }
}
