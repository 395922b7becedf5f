import AppServerProtocol
import ModelClient
import ServerConfig
import ThreadStore
import WireJSON

/// How a thread's sticky settings come about: the client's params over the configuration over Heddle's defaults.
extension ThreadSettings {
    /// The settings of a new thread.
    init(
        _ params: ThreadStartParams, configuration: ServerConfig, environment: AgentEnvironment
    ) throws(AgentError) {
        if params.sandbox != nil && params.permissions != nil {
            throw AgentError(.invalidParams, "`permissions` cannot be combined with `sandbox`")
        }
        let provider = params.modelProvider ?? ProviderChoice.defaultID(configuration, environment.variables)
        self.init(
            cwd: PathText.resolve(params.cwd ?? ".", against: environment.workingDirectory), model: params.model,
            provider: provider, configuration: configuration)
        if let policy = params.approvalPolicy { approvalPolicy = policy }
        if let reviewer = params.approvalsReviewer { approvalsReviewer = reviewer }
        if let mode = params.sandbox { sandboxPolicy = SandboxPolicy(mode, configuration) }
        if let profile = params.permissions { sandboxPolicy = try SandboxPolicy(profile: profile, configuration) }
        if let personality = params.personality { self.personality = personality }
        params.serviceTier.applyTier(to: &serviceTier)
        activePermissionProfile = sandboxPolicy.builtInProfile
    }

    /// The settings of a stored thread whose log has none.
    init(_ header: ThreadHeader, _ configuration: ServerConfig, _ environment: AgentEnvironment) {
        self.init(
            cwd: header.cwd, model: header.model,
            provider: header.modelProvider.isEmpty
                ? ProviderChoice.defaultID(configuration, environment.variables) : header.modelProvider,
            configuration: configuration)
    }

    private init(cwd: String, model: String?, provider: String, configuration: ServerConfig) {
        let model = model ?? Self.defaultModel(provider, configuration)
        let policy = configuration.approvalPolicy.flatMap { try? RawJSON($0).decode(AskForApproval.self) }
        let mode = configuration.sandboxMode.flatMap(SandboxMode.init(rawValue:)) ?? .workspaceWrite
        let sandbox = SandboxPolicy(mode, configuration)
        let effort = configuration.modelReasoningEffort
        self.init(
            cwd: cwd, approvalPolicy: policy ?? .onRequest, approvalsReviewer: .user, sandboxPolicy: sandbox,
            activePermissionProfile: sandbox.builtInProfile, model: model, modelProvider: provider,
            serviceTier: configuration.serviceTier, effort: effort,
            summary: configuration.modelReasoningSummary.flatMap(ReasoningSummary.init(rawValue:)),
            collaborationMode: CollaborationMode(
                mode: .default, settings: Settings(model: model, reasoningEffort: effort)))
    }

    private static func defaultModel(_ provider: String, _ configuration: ServerConfig) -> String {
        configuration.model
            ?? (provider == ModelProvider.offline.id ? ModelCatalogue.offlineModelID : ModelCatalogue.defaultModelID)
    }

    /// These settings with what `turn/start` overrides; the change lasts for later turns.
    func applying(_ params: TurnStartParams, environment: AgentEnvironment) throws(AgentError) -> ThreadSettings {
        if params.sandboxPolicy != nil && params.permissions != nil {
            throw AgentError(.invalidParams, "`permissions` cannot be combined with `sandboxPolicy`")
        }
        var settings = self
        if let cwd = params.cwd { settings.cwd = PathText.resolve(cwd, against: environment.workingDirectory) }
        if let policy = params.approvalPolicy { settings.approvalPolicy = policy }
        if let reviewer = params.approvalsReviewer { settings.approvalsReviewer = reviewer }
        if let policy = params.sandboxPolicy { settings.setSandbox(policy) }
        if let profile = params.permissions {
            settings.setSandbox(try SandboxPolicy(profile: profile, environment.configuration()))
        }
        if let model = params.model { settings.model = model }
        if let effort = params.effort { settings.effort = effort }
        if let summary = params.summary { settings.summary = summary }
        if let personality = params.personality { settings.personality = personality }
        params.serviceTier.applyTier(to: &settings.serviceTier)
        if let mode = params.collaborationMode {
            settings.collaborationMode = mode
            settings.model = mode.settings.model
            settings.effort = mode.settings.reasoningEffort
        } else {
            settings.alignCollaborationMode()
        }
        if let plugins = params.disabledPluginIds { settings.disabledPluginIds = plugins }
        return settings
    }

    /// These settings with what `thread/resume` or `thread/fork` overrides.
    func applying(
        _ params: ThreadOverrides?, configuration: ServerConfig, environment: AgentEnvironment
    ) throws(AgentError) -> ThreadSettings {
        guard let params else { return self }
        if params.sandbox != nil && params.permissions != nil {
            throw AgentError(.invalidParams, "`permissions` cannot be combined with `sandbox`")
        }
        var settings = self
        let keys = Set(params.config?.map(\.key) ?? [])
        settings.take(keys, from: configuration)
        // Model and effort go together: who sets one of them anew starts from the configuration, not from what the
        // thread has used so far.
        if params.model != nil || params.modelProvider != nil || !keys.isDisjoint(with: Self.modelKeys) {
            let provider = params.modelProvider ?? settings.modelProvider
            settings.model = Self.defaultModel(provider, configuration)
            settings.effort = configuration.modelReasoningEffort
        }
        if let cwd = params.cwd { settings.cwd = PathText.resolve(cwd, against: environment.workingDirectory) }
        if let policy = params.approvalPolicy { settings.approvalPolicy = policy }
        if let reviewer = params.approvalsReviewer { settings.approvalsReviewer = reviewer }
        if let mode = params.sandbox { settings.setSandbox(SandboxPolicy(mode, configuration)) }
        if let profile = params.permissions { settings.setSandbox(try SandboxPolicy(profile: profile, configuration)) }
        if let model = params.model { settings.model = model }
        if let provider = params.modelProvider { settings.modelProvider = provider }
        if let personality = params.personality { settings.personality = personality }
        params.serviceTier.applyTier(to: &settings.serviceTier)
        settings.alignCollaborationMode()
        return settings
    }

    /// The configuration keys that choose a model.
    private static let modelKeys: Set<String> = ["model", "model_reasoning_effort"]

    /// The collaboration mode names model and effort once more.
    private mutating func alignCollaborationMode() {
        collaborationMode.settings.model = model
        collaborationMode.settings.reasoningEffort = effort
    }

    /// These settings with what `thread/settings/update` changes.
    func applying(
        _ params: ThreadSettingsUpdateParams, environment: AgentEnvironment
    ) throws(AgentError) -> ThreadSettings {
        try applying(TurnStartParams(settingsOf: params), environment: environment)
    }

    /// Takes the settings of these configuration keys, but for the model and its effort.
    private mutating func take(_ keys: Set<String>, from configuration: ServerConfig) {
        guard !keys.isEmpty else { return }
        let configured = ThreadSettings(
            cwd: cwd, model: nil, provider: configuration.modelProvider ?? modelProvider, configuration: configuration)
        if keys.contains("model_provider") { modelProvider = configured.modelProvider }
        if keys.contains("model_reasoning_summary") { summary = configured.summary }
        if keys.contains("service_tier") { serviceTier = configured.serviceTier }
        if keys.contains("approval_policy") { approvalPolicy = configured.approvalPolicy }
        if keys.contains(where: { $0.hasPrefix("sandbox_") }) { setSandbox(configured.sandboxPolicy) }
    }

    private mutating func setSandbox(_ policy: SandboxPolicy) {
        sandboxPolicy = policy
        activePermissionProfile = policy.builtInProfile
    }
}

extension Patch<String> {
    /// Applies the choice of a service tier; null is the choice of the default one, whatever is configured.
    fileprivate func applyTier(to tier: inout String?) {
        if case .null = self { tier = ModelRequest.defaultServiceTier } else { apply(to: &tier) }
    }
}

extension TurnStartParams {
    /// A turn's params that change the settings as an update does: both take the same fields.
    fileprivate init(settingsOf params: ThreadSettingsUpdateParams) {
        self.init(
            threadId: params.threadId, disabledPluginIds: params.disabledPluginIds, input: [], cwd: params.cwd,
            approvalPolicy: params.approvalPolicy,
            approvalsReviewer: params.approvalsReviewer, sandboxPolicy: params.sandboxPolicy,
            permissions: params.permissions, model: params.model, serviceTier: params.serviceTier,
            effort: params.effort, summary: params.summary, personality: params.personality,
            collaborationMode: params.collaborationMode)
    }
}

extension SandboxPolicy {
    /// The policy that a mode's name stands for, with the configuration's refinements.
    init(_ mode: SandboxMode, _ configuration: ServerConfig) {
        switch mode {
        case .dangerFullAccess:
            self = .dangerFullAccess
        case .readOnly:
            self = .readOnly(ReadOnlySandbox())
        case .workspaceWrite:
            let refined = configuration.sandboxWorkspaceWrite
            self = .workspaceWrite(
                WorkspaceWriteSandbox(
                    writableRoots: refined.writableRoots, networkAccess: refined.networkAccess,
                    excludeTmpdirEnvVar: refined.excludeTmpdirEnvVar, excludeSlashTmp: refined.excludeSlashTmp))
        }
    }

    /// The policy of a built-in permission profile.
    init(profile: String, _ configuration: ServerConfig) throws(AgentError) {
        guard let mode = Self.builtInProfiles.first(where: { $0.id == profile })?.mode else {
            throw AgentError(
                .configuration,
                ServerConfig.loadFailurePrefix + "default_permissions refers to unknown built-in profile `\(profile)`")
        }
        self.init(mode, configuration)
    }

    /// The built-in permission profile that equals this policy, if one does.
    var builtInProfile: ActivePermissionProfile? {
        let mode: SandboxMode
        switch self {
        case .dangerFullAccess: mode = .dangerFullAccess
        case .readOnly: mode = .readOnly
        case .workspaceWrite: mode = .workspaceWrite
        case .externalSandbox: return nil
        }
        return Self.builtInProfiles.first { $0.mode == mode }.map { ActivePermissionProfile(id: $0.id) }
    }

    private static let builtInProfiles: [(id: String, mode: SandboxMode)] = [
        (":read-only", .readOnly), (":workspace", .workspaceWrite), (":danger-full-access", .dangerFullAccess),
    ]
}
