package import WireJSON

/// The settings by name, with their defaults. Types are checked when a layer is added, so a value of the wrong type
/// does not get here.
extension ServerConfig {
    // MARK: The model

    /// The model to ask, nil for the provider's default.
    package var model: String? { string("model") }

    /// The id of the provider in `modelProviders`, nil when none is chosen.
    package var modelProvider: String? { string("model_provider") }

    /// The tables under `[model_providers]`, by id.
    package var modelProviders: JSONObject { merged["model_providers"]?.objectValue ?? [:] }

    /// How hard the model should think; the vocabulary is the model's.
    package var modelReasoningEffort: String? { string("model_reasoning_effort") }

    /// `auto`, `concise`, `detailed` or `none`.
    package var modelReasoningSummary: String? { string("model_reasoning_summary") }

    /// `low`, `medium` or `high`.
    package var modelVerbosity: String? { string("model_verbosity") }

    /// The context window in tokens, over what the model's catalogue entry says.
    package var modelContextWindow: Int? { integer("model_context_window") }

    /// From how many tokens on a conversation is shortened by itself, over the share of the window that is usual.
    package var modelAutoCompactTokenLimit: Int? { integer("model_auto_compact_token_limit") }

    /// What the model is asked for when a conversation is to be shortened, instead of the built-in words.
    package var compactPrompt: String? { string("compact_prompt") }
    /// The model for reviews; nil for the thread's.
    package var reviewModel: String? { string("review_model") }

    /// The service tier that requests ask for.
    package var serviceTier: String? { string("service_tier") }

    /// The file that the offline model plays, as written (relative to the server's directory).
    package var offlineScenario: String? { string("offline_scenario") }

    // MARK: What the model is told

    /// What replaces the built-in instructions.
    package var instructions: String? { string("instructions") }

    /// What is said to the model beside the instructions.
    package var developerInstructions: String? { string("developer_instructions") }

    /// How many bytes of `AGENTS.md` files are sent at most, all files together.
    package var projectDocMaxBytes: Int { integer("project_doc_max_bytes") ?? Defaults.projectDocMaxBytes }

    /// File names that stand in for a missing `AGENTS.md`, in order.
    package var projectDocFallbackFilenames: [String] { strings("project_doc_fallback_filenames") ?? [] }

    /// Names whose presence makes a directory the root of a project.
    package var projectRootMarkers: [String] { strings("project_root_markers") ?? Defaults.projectRootMarkers }

    // MARK: What it may do

    /// `untrusted`, `on-request`, `never`, or the table of the granular policy, in the wire's form. The word
    /// `on-failure` of older files is read as `on-request`.
    package var approvalPolicy: JSONValue? {
        let policy = merged["approval_policy"]
        return policy == "on-failure" ? "on-request" : policy
    }

    /// `read-only`, `workspace-write` or `danger-full-access`.
    package var sandboxMode: String? { string("sandbox_mode") }

    /// What `workspace-write` adds and takes away.
    package var sandboxWorkspaceWrite: SandboxWorkspaceWriteSettings {
        let table = merged["sandbox_workspace_write"]?.objectValue ?? [:]
        return SandboxWorkspaceWriteSettings(
            writableRoots: table["writable_roots"]?.strings ?? [],
            networkAccess: table["network_access"]?.boolValue ?? false,
            excludeTmpdirEnvVar: table["exclude_tmpdir_env_var"]?.boolValue ?? false,
            excludeSlashTmp: table["exclude_slash_tmp"]?.boolValue ?? false)
    }

    /// The table `[shell_environment_policy]`: which variables commands get.
    package var shellEnvironmentPolicy: JSONObject { merged["shell_environment_policy"]?.objectValue ?? [:] }

    /// The paths and patterns that no command may read, as written (`deny_read` in `[permissions.filesystem]`).
    package var deniedReads: [String] {
        merged["permissions"]?.objectValue?["filesystem"]?.objectValue?["deny_read"]?.strings ?? []
    }

    /// The trust level of a directory in the table `[projects]`: `trusted` or `untrusted`; nil if it isn't in there.
    package func projectTrust(_ directory: String) -> String? {
        merged["projects"]?.objectValue?[directory]?.objectValue?["trust_level"]?.stringValue
    }

    // MARK: Agents

    /// How many agents may be open below one thread (`max_threads` in `[agents]`); nil for the usual number.
    package var agentThreads: Int? { agents("max_threads") }

    /// How many agents may stand in a line below a thread (`max_depth` in `[agents]`); nil for the usual number.
    package var agentDepth: Int? { agents("max_depth") }

    /// Whether a feature is switched on or off (`[features]`); nil if nothing is said of it.
    package func feature(_ name: String) -> Bool? { merged["features"]?.objectValue?[name]?.boolValue }

    // MARK: Servers and sessions

    /// The tables under `[mcp_servers]`, by name.
    package var mcpServers: JSONObject { merged["mcp_servers"]?.objectValue ?? [:] }

    /// How long a thread that nobody watches stays loaded, in seconds.
    package var threadUnloadDelaySeconds: Int {
        integer("thread_unload_delay_secs") ?? Defaults.threadUnloadDelaySeconds
    }

    /// After how many days without a change a thread is put away, and deleted when it is put away; nil for never.
    package var historyMaxAgeDays: Int? { history("max_age_days") }

    /// How many bytes the logs of all threads may take together; nil for any number.
    package var historyMaxBytes: Int? { history("max_bytes") }

    // MARK: - The whole

    /// The merged tree with the defaults of the keys that have one, as `config/read` reports it.
    package var resolved: JSONObject {
        let defaults: JSONObject = [
            "project_doc_max_bytes": .number(JSONNumber(Int64(Defaults.projectDocMaxBytes))),
            "project_doc_fallback_filenames": [],
            "project_root_markers": .array(Defaults.projectRootMarkers.map { .string($0) }),
            "model_providers": [:],
            "mcp_servers": [:],
        ]
        return defaults.overlaid(by: merged)
    }

    /// What holds when no layer says otherwise. The values are those of protocol level 0.163.
    private enum Defaults {
        static let projectDocMaxBytes = 32 * 1024
        static let projectRootMarkers = [".git"]
        static let threadUnloadDelaySeconds = 60
    }

    private func string(_ key: String) -> String? { merged[key]?.stringValue }

    private func integer(_ key: String) -> Int? { merged[key]?.int64Value.flatMap { Int(exactly: $0) } }

    private func agents(_ key: String) -> Int? {
        merged["agents"]?.objectValue?[key]?.int64Value.flatMap { Int(exactly: $0) }.flatMap { $0 < 0 ? nil : $0 }
    }

    private func history(_ key: String) -> Int? {
        merged["history"]?.objectValue?[key]?.int64Value.flatMap { Int(exactly: $0) }
    }

    private func strings(_ key: String) -> [String]? { merged[key]?.strings }
}

/// The table `[sandbox_workspace_write]`.
package struct SandboxWorkspaceWriteSettings: Hashable, Sendable {
    /// Directories that are writable beside the working directory.
    package var writableRoots: [String]
    /// Whether commands may use the network.
    package var networkAccess: Bool
    /// Whether the directory that `$TMPDIR` names stays read-only.
    package var excludeTmpdirEnvVar: Bool
    /// Whether `/tmp` stays read-only.
    package var excludeSlashTmp: Bool

    package init(
        writableRoots: [String] = [], networkAccess: Bool = false, excludeTmpdirEnvVar: Bool = false,
        excludeSlashTmp: Bool = false
    ) {
        self.writableRoots = writableRoots
        self.networkAccess = networkAccess
        self.excludeTmpdirEnvVar = excludeTmpdirEnvVar
        self.excludeSlashTmp = excludeSlashTmp
    }
}

extension JSONValue {
    fileprivate var strings: [String]? { arrayValue?.compactMap(\.stringValue) }
}
