package import WireJSON

/// `thread/start`: makes a thread, and subscribes the connection to its events. `thread/started` follows the
/// answer. The thread's log is made at once, unless it is ephemeral, so that it can be resumed before its first turn.
package enum ThreadStart: ClientRequest {
    package typealias Params = ThreadStartParams
    package typealias Response = ThreadStartResponse

    package static var method: String { "thread/start" }

    package static func scope(_ params: Params) -> OrderingScope {
        params.threadId.map(OrderingScope.thread) ?? .concurrent
    }
}

/// What a new thread is to be like. Whatever is missing comes from the configuration.
package struct ThreadStartParams: Codable, Hashable, Sendable {
    /// Heddle extension: the id that the thread is to have, a UUID that the client makes. The same id again returns
    /// the same thread, so a client may repeat the call, or name the thread before the answer arrives.
    package var threadId: String?
    /// The model's name. Unknown names are accepted and treated like an average model.
    package var model: String?
    /// The id of the model's provider.
    package var modelProvider: String?
    /// Whether the provider's own default model may stand in for one that it doesn't have.
    @Experimental package var allowProviderModelFallback: Bool
    /// The service tier to ask of the provider; null is the standard one, missing is the configured one.
    package var serviceTier: Patch<String>
    /// The directory to work in; a relative path counts from the server's own directory. It need not exist.
    package var cwd: String?
    /// The roots of the workspace; absolute paths.
    @Experimental package var runtimeWorkspaceRoots: [AbsolutePathBuf]?
    /// When to ask the client before the agent acts.
    package var approvalPolicy: AskForApproval?
    /// Who decides about approvals in this thread.
    package var approvalsReviewer: ApprovalsReviewer?
    /// What commands may touch. Can't be combined with `permissions`.
    package var sandbox: SandboxMode?
    /// The name of a permission profile, in place of `sandbox`.
    @Experimental package var permissions: String?
    /// Settings that override the configuration files: an object whose keys are dotted names as in `config.toml`.
    package var config: JSONObject?
    /// The name of the service that embeds the client, for the provider's statistics.
    package var serviceName: String?
    /// Instructions that replace the built-in ones; empty means none.
    package var baseInstructions: String?
    /// Instructions of the developer, added to the others; empty means none.
    package var developerInstructions: String?
    /// Once the tone of the agent; accepted, and without effect.
    package var personality: Personality?
    /// When the agent hands work to other agents; accepted, and without effect at this level of the protocol.
    @Experimental package var multiAgentMode: MultiAgentMode?
    /// Whether the thread is to live in memory only.
    package var ephemeral: Bool?
    /// How the history is to be stored; paginated unless said otherwise.
    @Experimental package var historyMode: ThreadHistoryMode?
    /// What made the client start a thread.
    package var sessionStartSource: ThreadStartSource?
    /// The client's own classification of the thread.
    package var threadSource: ThreadSource?
    /// The project that the thread belongs to.
    @Experimental package var projectId: String?
    /// The environments to work in; an empty list means that no command can be run.
    @Experimental package var environments: [TurnEnvironmentParams]?
    /// Tools that the client offers to the model and runs itself.
    @Experimental package var dynamicTools: [DynamicToolSpec]?
    /// Directories to take skills and other capabilities from.
    @Experimental package var selectedCapabilityRoots: [SelectedCapabilityRoot]?
    /// Whether an access program for security work is to apply.
    @Experimental package var daybreakEnabled: Bool?
    /// Does nothing. Clients test with it how the server treats experimental fields.
    @Experimental package var mockExperimentalField: String?
    /// Whether the connection also wants every raw item of the model's history as a notification.
    @Experimental package var experimentalRawEvents: Bool

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String? = nil, model: String? = nil, modelProvider: String? = nil,
        allowProviderModelFallback: Bool = false, serviceTier: Patch<String> = .absent, cwd: String? = nil,
        runtimeWorkspaceRoots: [AbsolutePathBuf]? = nil, approvalPolicy: AskForApproval? = nil,
        approvalsReviewer: ApprovalsReviewer? = nil, sandbox: SandboxMode? = nil, permissions: String? = nil,
        config: JSONObject? = nil, serviceName: String? = nil, baseInstructions: String? = nil,
        developerInstructions: String? = nil, personality: Personality? = nil, multiAgentMode: MultiAgentMode? = nil,
        ephemeral: Bool? = nil, historyMode: ThreadHistoryMode? = nil, sessionStartSource: ThreadStartSource? = nil,
        threadSource: ThreadSource? = nil, projectId: String? = nil, environments: [TurnEnvironmentParams]? = nil,
        dynamicTools: [DynamicToolSpec]? = nil, selectedCapabilityRoots: [SelectedCapabilityRoot]? = nil,
        daybreakEnabled: Bool? = nil, mockExperimentalField: String? = nil, experimentalRawEvents: Bool = false
    ) {
        self.threadId = threadId
        self.model = model
        self.modelProvider = modelProvider
        self.allowProviderModelFallback = allowProviderModelFallback
        self.serviceTier = serviceTier
        self.cwd = cwd
        self.runtimeWorkspaceRoots = runtimeWorkspaceRoots
        self.approvalPolicy = approvalPolicy
        self.approvalsReviewer = approvalsReviewer
        self.sandbox = sandbox
        self.permissions = permissions
        self.config = config
        self.serviceName = serviceName
        self.baseInstructions = baseInstructions
        self.developerInstructions = developerInstructions
        self.personality = personality
        self.multiAgentMode = multiAgentMode
        self.ephemeral = ephemeral
        self.historyMode = historyMode
        self.sessionStartSource = sessionStartSource
        self.threadSource = threadSource
        self.projectId = projectId
        self.environments = environments
        self.dynamicTools = dynamicTools
        self.selectedCapabilityRoots = selectedCapabilityRoots
        self.daybreakEnabled = daybreakEnabled
        self.mockExperimentalField = mockExperimentalField
        self.experimentalRawEvents = experimentalRawEvents
    }
}

/// What made a client start a thread.
package enum ThreadStartSource: String, ClosedEnum {
    /// The client itself was started.
    case startup
    /// The user cleared the conversation.
    case clear
}

/// The new thread, and the settings that it got.
package struct ThreadStartResponse: Codable, Hashable, Sendable {
    /// The thread, without turns.
    package var thread: Thread
    /// The model's name.
    package var model: String
    /// The id of the model's provider.
    package var modelProvider: String
    /// The service tier asked of the provider; null is the standard one.
    package var serviceTier: String?
    /// The plugins that are turned off for the thread.
    @EmptyByDefault package var disabledPluginIds: [String]
    /// The directory that the agent works in; an absolute path.
    package var cwd: AbsolutePathBuf
    /// The roots of the workspace; absolute paths.
    @Experimental package var runtimeWorkspaceRoots: [AbsolutePathBuf]
    /// The files, such as `AGENTS.md`, whose instructions the thread follows.
    @EmptyByDefault package var instructionSources: [LegacyAppPathString]
    /// When the client is asked before the agent acts.
    package var approvalPolicy: AskForApproval
    /// Who decides about approvals.
    package var approvalsReviewer: ApprovalsReviewer
    /// What commands may touch.
    package var sandbox: SandboxPolicy
    /// The named set of permissions, if one is in use.
    @Experimental package var activePermissionProfile: ActivePermissionProfile?
    /// How hard the model thinks; null is the model's own default.
    package var reasoningEffort: ReasoningEffort?
    /// When the agent hands work to other agents.
    @Experimental package var multiAgentMode: MultiAgentMode

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        thread: Thread, model: String, modelProvider: String, serviceTier: String? = nil,
        disabledPluginIds: [String] = [], cwd: AbsolutePathBuf, runtimeWorkspaceRoots: [AbsolutePathBuf] = [],
        instructionSources: [LegacyAppPathString] = [], approvalPolicy: AskForApproval,
        approvalsReviewer: ApprovalsReviewer, sandbox: SandboxPolicy,
        activePermissionProfile: ActivePermissionProfile? = nil, reasoningEffort: ReasoningEffort? = nil,
        multiAgentMode: MultiAgentMode = .explicitRequestOnly
    ) {
        self.thread = thread
        self.model = model
        self.modelProvider = modelProvider
        self.serviceTier = serviceTier
        self.disabledPluginIds = disabledPluginIds
        self.cwd = cwd
        self.runtimeWorkspaceRoots = runtimeWorkspaceRoots
        self.instructionSources = instructionSources
        self.approvalPolicy = approvalPolicy
        self.approvalsReviewer = approvalsReviewer
        self.sandbox = sandbox
        self.activePermissionProfile = activePermissionProfile
        self.reasoningEffort = reasoningEffort
        self.multiAgentMode = multiAgentMode
    }
}
