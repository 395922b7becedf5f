import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Configuration, on the wire` {
    @Test func reading() {
        checkCoding(ConfigReadParams(includeLayers: true, cwd: "/w"), #"{"includeLayers":true,"cwd":"/w"}"#)
        let user = ConfigLayerSource.user(ConfigUserSource(file: "/h/config.toml"))
        checkCoding(
            ConfigReadResponse(
                config: Config(ConfigFields(model: "m")),
                origins: ["model": ConfigLayerMetadata(name: user, version: "v1")],
                layers: [ConfigLayer(name: user, version: "v1", config: ["model": "m"], disabledReason: "off")]),
            """
            {"config":{"model":"m","review_model":null,"model_context_window":null,
            "model_auto_compact_token_limit":null,"model_auto_compact_token_limit_scope":null,
            "model_provider":null,"approval_policy":null,"approvals_reviewer":null,"sandbox_mode":null,
            "sandbox_workspace_write":null,"forced_chatgpt_workspace_id":null,"forced_login_method":null,
            "web_search":null,"tools":null,"apps":null,"instructions":null,"developer_instructions":null,
            "compact_prompt":null,"model_reasoning_effort":null,"model_reasoning_summary":null,
            "model_verbosity":null,"service_tier":null,"analytics":null,"browser_use":null,
            "computer_use":null,"desktop":null},"origins":{"model":{"name":{"type":"user",
            "file":"/h/config.toml","profile":null},"version":"v1"}},"layers":[{"name":{"type":"user",
            "file":"/h/config.toml","profile":null},"version":"v1","config":{"model":"m"},
            "disabledReason":"off"}]}
            """)
    }

    @Test func sources() {
        checkCoding(
            [
                ConfigLayerSource.packagedDefaults(ConfigFileSource(file: "/p")),
                .mdm(ConfigMdmSource(domain: "d", key: "k")), .system(ConfigFileSource(file: "/etc/c")),
                .enterpriseManaged(ConfigEnterpriseSource(id: "i", name: "n")),
                .user(ConfigUserSource(file: "/h/c", profile: "work")),
                .project(ConfigProjectSource(dotCodexFolder: "/w/.codex")), .sessionFlags,
                .legacyManagedConfigTomlFromFile(ConfigFileSource(file: "/m")), .legacyManagedConfigTomlFromMdm,
            ],
            """
            [{"type":"packagedDefaults","file":"/p"},{"type":"mdm","domain":"d","key":"k"},{"type":"system",
            "file":"/etc/c"},{"type":"enterpriseManaged","id":"i","name":"n"},{"type":"user","file":"/h/c",
            "profile":"work"},{"type":"project","dotCodexFolder":"/w/.codex"},{"type":"sessionFlags"},
            {"type":"legacyManagedConfigTomlFromFile","file":"/m"},
            {"type":"legacyManagedConfigTomlFromMdm"}]
            """)
    }

    @Test func everything() {
        checkCoding(
            Config(
                ConfigFields(
                    model: "m", reviewModel: "r", modelContextWindow: 1, modelAutoCompactTokenLimit: 2,
                    modelAutoCompactTokenLimitScope: .bodyAfterPrefix, modelProvider: "openai",
                    approvalPolicy: .never, approvalsReviewer: .user, sandboxMode: .readOnly,
                    sandboxWorkspaceWrite: SandboxWorkspaceWrite(
                        writableRoots: ["/a"], networkAccess: true, excludeTmpdirEnvVar: true, excludeSlashTmp: true),
                    forcedChatgptWorkspaceId: .anyOf(["a", "b"]), forcedLoginMethod: .api, webSearch: .live,
                    tools: ToolsV2(
                        webSearch: WebSearchToolConfig(
                            contextSize: .medium, allowedDomains: ["d"],
                            location: WebSearchLocation(
                                country: "DE", region: "BE", city: "Berlin", timezone: "Europe/Berlin"))),
                    apps: AppsConfig(
                        AppsConfigFields(
                            defaults: AppsDefaultConfig(
                                enabled: false, approvalsReviewer: .user, destructiveEnabled: false,
                                openWorldEnabled: false, defaultToolsApprovalMode: .prompt)),
                        additional: ["app1": ["enabled": true]]),
                    instructions: "i", developerInstructions: "d", compactPrompt: "c", modelReasoningEffort: "low",
                    modelReasoningSummary: .concise, modelVerbosity: .high, serviceTier: "flex",
                    analytics: AnalyticsConfig(AnalyticsConfigFields(enabled: true), additional: ["sample": 0.5]),
                    browserUse: BrowserUseConfig(
                        allowHistoryAccess: true,
                        defaultOriginPolicy: BrowserUseOriginPolicyConfig(
                            access: .allow, downloads: .deny, uploads: .deny, fullCdpAccess: .deny),
                        origins: ["https://x": BrowserUseOriginPolicyConfig()]),
                    computerUse: ComputerUseConfig(
                        defaultAppAccess: .deny, macos: ComputerUseMacosConfig(bundleIds: ["b": .allow]),
                        windows: ComputerUseWindowsConfig(
                            aumids: ["a": .deny],
                            exes: [
                                ComputerUseWindowsExeConfig(
                                    publisherName: "p", productName: "n", binaryName: "b", access: .allow)
                            ])),
                    desktop: ["theme": "dark"]),
                additional: ["notify": ["sh", "-c", "true"], "history": ["persistence": "none"]]),
            """
            {"model":"m","review_model":"r","model_context_window":1,"model_auto_compact_token_limit":2,
            "model_auto_compact_token_limit_scope":"body_after_prefix","model_provider":"openai",
            "approval_policy":"never","approvals_reviewer":"user","sandbox_mode":"read-only",
            "sandbox_workspace_write":{"writable_roots":["/a"],"network_access":true,
            "exclude_tmpdir_env_var":true,"exclude_slash_tmp":true},"forced_chatgpt_workspace_id":["a","b"],
            "forced_login_method":"api","web_search":"live","tools":{"web_search":{"context_size":"medium",
            "allowed_domains":["d"],"location":{"country":"DE","region":"BE","city":"Berlin",
            "timezone":"Europe/Berlin"}}},"apps":{"_default":{"enabled":false,"approvals_reviewer":"user",
            "destructive_enabled":false,"open_world_enabled":false,"default_tools_approval_mode":"prompt"},
            "app1":{"enabled":true}},"instructions":"i","developer_instructions":"d","compact_prompt":"c",
            "model_reasoning_effort":"low","model_reasoning_summary":"concise","model_verbosity":"high",
            "service_tier":"flex","analytics":{"enabled":true,"sample":0.5},
            "browser_use":{"allow_history_access":true,"default_origin_policy":{"access":"allow",
            "downloads":"deny","uploads":"deny","full_cdp_access":"deny"},
            "origins":{"https://x":{"access":null,"downloads":null,"uploads":null,"full_cdp_access":null}}},
            "computer_use":{"default_app_access":"deny","macos":{"bundle_ids":{"b":"allow"}},
            "windows":{"aumids":{"a":"deny"},"exes":[{"publisher_name":"p","product_name":"n",
            "binary_name":"b","access":"allow"}]}},"desktop":{"theme":"dark"},"notify":["sh","-c","true"],
            "history":{"persistence":"none"}}
            """)
    }

    @Test func `defaults of sections`() {
        checkReading("{}", as: SandboxWorkspaceWrite())
        checkReading("{}", as: AppsDefaultConfig())
        checkCoding(
            AppsDefaultConfig(),
            """
            {"enabled":true,"approvals_reviewer":null,"destructive_enabled":true,"open_world_enabled":true,
            "default_tools_approval_mode":null}
            """)
        checkCoding([ForcedChatgptWorkspaceIds.one("a"), .anyOf([])], #"["a",[]]"#)
        checkRefusal(
            "{}", as: ForcedChatgptWorkspaceIds.self,
            "data did not match any variant of untagged enum ForcedChatgptWorkspaceIds")
    }

    @Test func words() {
        checkCoding(AutoCompactTokenLimitScope.allCases, #"["total","body_after_prefix"]"#)
        checkCoding(ForcedLoginMethod.allCases, #"["chatgpt","api"]"#)
        checkCoding(Verbosity.allCases, #"["low","medium","high"]"#)
        checkCoding(WebSearchMode.allCases, #"["disabled","cached","indexed","live"]"#)
        checkCoding(WebSearchContextSize.allCases, #"["low","medium","high"]"#)
        checkCoding(AppToolApproval.allCases, #"["auto","prompt","writes","approve"]"#)
        checkCoding(AllowDenyRequirement.allCases, #"["allow","deny"]"#)
    }

    @Test func `the known settings are properties of the whole`() {
        var config = Config(ConfigFields())
        config.model = "m"
        #expect(config.fields.model == "m")
        #expect(config.modelVerbosity == nil)
    }
}
