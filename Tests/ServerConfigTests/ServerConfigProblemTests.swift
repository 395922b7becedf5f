import ServerConfig
import Testing
import WireJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("A configuration with a problem")
struct ServerConfigProblemTests {
    @Test("that is no TOML falls back to the defaults, says where, and lets no thread start")
    func brokenFile() throws {
        try withHome(config: "model = \"x\"\nfoo = = 1\n") { home in
            let config = ServerConfig(home: home, overrides: [try ConfigOverride(parsing: "model=flag")])
            let problem = try #require(config.problems.first)
            #expect(config.problems.count == 1)
            #expect(problem.summary == "Invalid configuration; using defaults.")
            #expect(problem.details?.hasPrefix("\(home.configFile):2:7: ") == true)
            #expect(problem.path == home.configFile)
            #expect(problem.range?.start == SourcePosition(line: 2, column: 7))
            #expect(config.loadFailure == problem.details.map { "failed to load configuration: \($0)" })
            #expect(config.model == "flag")

            let error = try #require(throws: ConfigError.self) { try config.applying([:] as JSONObject) }
            #expect(error.message.hasPrefix("failed to load configuration: \(home.configFile):2:7: "))
        }
    }

    @Test(
        "of a wrong type names the key, what was found and what is expected",
        arguments: [
            ("model = 5", "invalid type: integer `5`, expected a string in `model`"),
            (
                "model_context_window = \"x\"",
                "invalid type: string \"x\", expected an integer from 0 up in `model_context_window`"
            ),
            (
                "model_context_window = 1.5",
                "invalid type: floating point `1.5`, expected an integer from 0 up in `model_context_window`"
            ),
            (
                "project_doc_max_bytes = -1",
                "invalid type: integer `-1`, expected an integer from 0 up in `project_doc_max_bytes`"
            ),
            (
                "project_root_markers = [\"a\", true]",
                "invalid type: boolean `true`, expected a string in `project_root_markers.1`"
            ),
            (
                "sandbox_mode = \"bogus\"",
                "unknown variant `bogus`, expected one of `read-only`, `workspace-write`, `danger-full-access` in `sandbox_mode`"
            ),
            ("model_providers = []", "invalid type: an array, expected a table in `model_providers`"),
            (
                "[model_providers.\"a.b\"]\nhttp_headers = { x = 1 }",
                "invalid type: integer `1`, expected a string in `model_providers.\"a.b\".http_headers.x`"
            ),
            (
                "[model_providers.a]\nwire_api = \"chat\"",
                "unknown variant `chat`, expected one of `responses` in `model_providers.a.wire_api`"
            ),
        ])
    func wrongType(file: String, message: String) throws {
        try withHome(config: file) { home in
            let config = ServerConfig(home: home)
            #expect(config.problems.first?.details == "\(home.configFile): \(message)")
            #expect(config.loadFailure == "failed to load configuration: \(home.configFile): \(message)")
            #expect(config.merged.isEmpty)
        }
    }

    @Test("is named with every other one, and with the unknown keys")
    func severalProblems() throws {
        let file = "model = 3\nmodle = \"m\"\nsandbox_mode = \"loose\"\n"
        try withHome(config: file) { home in
            let config = ServerConfig(home: home, overrides: [try ConfigOverride(parsing: "notify_all=1")])
            let reasons = ["`model`", "`sandbox_mode`"]
            for reason in reasons {
                #expect(config.loadFailure?.contains(reason) == true)
                #expect(config.problems.first?.details?.contains(reason) == true)
            }
            #expect(config.problems.last?.summary.contains("`modle`") == true)
            let strict = try #require(config.strictFailure)
            #expect(strict.kind == .invalidValue)
            for reason in reasons + ["`modle`", "`notify_all`"] { #expect(strict.message.contains(reason)) }
        }
    }

    @Test("in a flag keeps the file in force")
    func wrongFlag() throws {
        try withHome(config: "model = \"m\"") { home in
            let config = ServerConfig(
                home: home, overrides: [try ConfigOverride(parsing: "model_context_window=many")])
            #expect(config.model == "m")
            #expect(config.problems.count == 1)
            #expect(config.problems.first?.path == nil)
            #expect(config.loadFailure?.contains("`model_context_window`") == true)
        }
    }

    @Test("with unknown keys goes on and lists them once, the flags' first")
    func unknownKeys() throws {
        try withHome(config: "modle = \"m\"\n[sandbox_workspace_write]\nzz = 1\n[desktop]\nanything = 1") { home in
            let config = ServerConfig(home: home, overrides: [try ConfigOverride(parsing: "a.b=1")])
            #expect(config.loadFailure == nil)
            #expect(config.unknownKeys.map(\.path.description) == ["a", "modle", "sandbox_workspace_write.zz"])
            let problem = try #require(config.problems.first)
            #expect(config.problems.count == 1)
            #expect(
                problem.summary == """
                    Ignored: 3 configuration settings have no meaning here, perhaps through a typing error.
                      `a` in session flags
                      `modle` in \(home.configFile)
                      `sandbox_workspace_write.zz` in \(home.configFile)
                    """)
            #expect(problem.path == nil)
            #expect(
                config.strictFailure?.message == """
                    session flags: unknown configuration field `a`
                    \(home.configFile): unknown configuration field `modle`
                    \(home.configFile): unknown configuration field `sandbox_workspace_write.zz`
                    """)
        }
    }

    @Test("with hundreds of unknown keys names a few and counts the rest")
    func manyUnknownKeys() throws {
        let file = (0..<100).map { "key\($0) = 1" }.joined(separator: "\n")
        try withHome(config: file) { home in
            let problem = try #require(ServerConfig(home: home).problems.first)
            #expect(problem.summary.split(separator: "\n").count == 10)
            #expect(problem.summary.hasSuffix("\n  and 92 more"))
            #expect(problem.path == home.configFile)
        }
    }

    @Test("that cannot be read says why")
    func unreadable() throws {
        try withHome { home in
            mkdir(home.configFile, 0o700)
            defer { rmdir(home.configFile) }
            let config = ServerConfig(home: home)
            #expect(config.problems.first?.details?.hasPrefix("\(home.configFile): cannot be read: ") == true)
        }
    }

    @Test("of existing files does not warn")
    func existingFile() throws {
        let file = """
            model = "m"
            notify = ["notify-send"]
            file_opener = "vscode"
            hide_agent_reasoning = true
            show_raw_agent_reasoning = false
            profile = "work"
            [profiles.work]
            model = "n"
            [projects."/srv/app"]
            trust_level = "trusted"
            [features]
            anything = true
            [tools]
            web_search = true
            [tui]
            theme = "x"
            [history]
            persistence = "none"
            [shell_environment_policy]
            inherit = "core"
            [mcp_servers.x]
            command = "y"
            """
        try withHome(config: file) { #expect(ServerConfig(home: $0).problems == []) }
    }
}
