import ServerConfig
import Testing
import WireJSON

@Suite("Loading the configuration")
struct ServerConfigLoadingTests {
    @Test("without a file gives the defaults and an empty user layer")
    func noFile() throws {
        try withHome { home in
            let config = ServerConfig(home: home)
            #expect(config.problems.isEmpty)
            #expect(config.loadFailure == nil)
            #expect(config.layers == [ServerConfig.ConfigLayer(source: .user(file: home.configFile), settings: [:])])
            #expect(config.model == nil)
            #expect(config.approvalPolicy == nil)
            #expect(config.projectDocMaxBytes == 32_768)
            #expect(config.projectRootMarkers == [".git"])
            #expect(config.projectDocFallbackFilenames == [])
            #expect(config.threadUnloadDelaySeconds == 60)
            #expect(config.sandboxWorkspaceWrite == SandboxWorkspaceWriteSettings())
        }
    }

    @Test("reads every setting by name")
    func settings() throws {
        let file = """
            model = "m"
            model_provider = "local"
            model_reasoning_effort = "high"
            model_reasoning_summary = "concise"
            model_verbosity = "low"
            model_context_window = 1000
            service_tier = "fast"
            instructions = "be brief"
            developer_instructions = "be kind"
            approval_policy = "never"
            sandbox_mode = "workspace-write"
            project_doc_max_bytes = 10
            project_doc_fallback_filenames = ["NOTES.md"]
            project_root_markers = [".hg"]
            thread_unload_delay_secs = 5
            offline_scenario = "play.toml"

            [sandbox_workspace_write]
            writable_roots = ["/srv"]
            network_access = true

            [history]
            max_age_days = 90
            max_bytes = 5368709120
            persistence = "save-all"

            [model_providers.local]
            base_url = "http://127.0.0.1:1/v1"

            [mcp_servers.files]
            command = "files"
            """
        try withHome(config: file) { home in
            let config = ServerConfig(home: home)
            #expect(config.problems == [])
            #expect(config.model == "m")
            #expect(config.modelProvider == "local")
            #expect(config.modelReasoningEffort == "high")
            #expect(config.modelReasoningSummary == "concise")
            #expect(config.modelVerbosity == "low")
            #expect(config.modelContextWindow == 1000)
            #expect(config.serviceTier == "fast")
            #expect(config.instructions == "be brief")
            #expect(config.developerInstructions == "be kind")
            #expect(config.approvalPolicy == "never")
            #expect(config.sandboxMode == "workspace-write")
            #expect(
                config.sandboxWorkspaceWrite
                    == SandboxWorkspaceWriteSettings(writableRoots: ["/srv"], networkAccess: true))
            #expect(config.projectDocMaxBytes == 10)
            #expect(config.projectDocFallbackFilenames == ["NOTES.md"])
            #expect(config.projectRootMarkers == [".hg"])
            #expect(config.threadUnloadDelaySeconds == 5)
            #expect(config.historyMaxAgeDays == 90)
            #expect(config.historyMaxBytes == 5_368_709_120)
            #expect(config.offlineScenario == "play.toml")
            #expect(config.modelProviders == ["local": ["base_url": "http://127.0.0.1:1/v1"]])
            #expect(config.mcpServers == ["files": ["command": "files"]])
            #expect(config.value(at: "model_providers.local.base_url") == "http://127.0.0.1:1/v1")
            #expect(config.value(at: "model_providers.other.base_url") == nil)
        }
    }

    @Test("puts the command line over the file, table by table, the last flag first")
    func precedence() throws {
        let file = """
            model = "file"
            notify = ["a", "b"]
            [sandbox_workspace_write]
            network_access = true
            writable_roots = ["/file"]
            """
        try withHome(config: file) { home in
            let overrides = try [
                "model=first", "model=last", "sandbox_workspace_write.writable_roots=[\"/flag\"]", "notify=[\"c\"]",
            ].map { try ConfigOverride(parsing: $0) }
            let config = ServerConfig(home: home, overrides: overrides)
            #expect(config.model == "last")
            #expect(config.sandboxWorkspaceWrite.networkAccess)
            #expect(config.sandboxWorkspaceWrite.writableRoots == ["/flag"])
            #expect(config.layers.map(\.source) == [.sessionFlags, .user(file: home.configFile)])

            let origins = Dictionary(uniqueKeysWithValues: config.origins.map { ($0.key, $0.layer) })
            #expect(
                origins == [
                    "model": 0, "notify.0": 0, "sandbox_workspace_write.writable_roots.0": 0,
                    "sandbox_workspace_write.network_access": 1,
                ])
        }
    }

    @Test("reads the old word on-failure as on-request, and keeps the granular table")
    func approvalPolicy() throws {
        try withHome(config: "approval_policy = \"on-failure\"") {
            #expect(ServerConfig(home: $0).approvalPolicy == "on-request")
        }
        try withHome(config: "approval_policy = { granular = { rules = true } }") {
            #expect(ServerConfig(home: $0).approvalPolicy == ["granular": ["rules": true]])
        }
    }

    @Test("resolves the defaults of keys that have one")
    func resolved() throws {
        try withHome(config: "project_doc_max_bytes = 1") { home in
            let resolved = ServerConfig(home: home).resolved
            #expect(resolved["project_doc_max_bytes"] == 1)
            #expect(resolved["project_root_markers"] == [".git"])
            #expect(resolved["model_providers"] == [:])
        }
    }

    @Test("names a layer's content by a digest that comments and the order of keys leave alone")
    func version() throws {
        let empty = ServerConfig.ConfigLayer(source: .sessionFlags, settings: [:])
        #expect(empty.version == "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
        let one = ServerConfig.ConfigLayer(
            source: .sessionFlags, settings: ["a": ["x": 1, "y": [["c": 2, "b": 1]]], "b": 2])
        let other = ServerConfig.ConfigLayer(
            source: .sessionFlags, settings: ["b": 2, "a": ["y": [["b": 1, "c": 2]], "x": 1]])
        #expect(one.version == other.version)
        #expect(one.version != empty.version)
    }
}
