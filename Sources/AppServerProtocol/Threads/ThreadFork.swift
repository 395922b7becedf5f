package import WireJSON

/// `thread/fork`: copies a thread's history, or a part of it, into a new thread and subscribes the connection to that.
package enum ThreadFork: ClientRequest {
    package typealias Params = ThreadForkParams
    package typealias Response = ThreadForkResponse

    package static var method: String { "thread/fork" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which thread to copy, how much of it, and what to change about the copy.
package struct ThreadForkParams: Codable, Hashable, Sendable {
    /// The thread to copy.
    package var threadId: String
    /// The last turn that the copy has; it must have ended.
    package var lastTurnId: String?
    /// The first turn that the copy no longer has. Can't be combined with `lastTurnId`.
    @Experimental package var beforeTurnId: String?
    /// The log file of the thread; comes before `threadId`, empty counts as missing.
    @Experimental package var path: String?
    /// The model's name; the one last used unless given.
    package var model: String?
    /// The id of the model's provider.
    package var modelProvider: String?
    /// The service tier to ask of the provider; null is the standard one, missing leaves it as it was.
    package var serviceTier: Patch<String>
    /// The directory to work in; the one last used unless given.
    package var cwd: String?
    /// The roots of the workspace; absolute paths.
    @Experimental package var runtimeWorkspaceRoots: [AbsolutePathBuf]?
    /// When to ask the client before the agent acts.
    package var approvalPolicy: AskForApproval?
    /// Who decides about approvals from now on.
    package var approvalsReviewer: ApprovalsReviewer?
    /// What commands may touch. Can't be combined with `permissions`.
    package var sandbox: SandboxMode?
    /// The name of a permission profile, in place of `sandbox`.
    @Experimental package var permissions: String?
    /// Settings that override the configuration files: an object whose keys are dotted names as in `config.toml`.
    package var config: JSONObject?
    /// Instructions that replace the built-in ones.
    package var baseInstructions: String?
    /// Instructions of the developer, added to the others.
    package var developerInstructions: String?
    /// Whether the copy is kept in memory only.
    @FalseByDefault package var ephemeral: Bool
    /// What the client says the copy is for.
    package var threadSource: ThreadSource?
    /// Whether the answer leaves `thread.turns` empty.
    @FalseByDefault package var excludeTurns: Bool
    /// Whether an active goal waits with its next turn until a client starts one.
    @Experimental package var deferGoalContinuation: Bool
    /// Accepted, and without effect.
    @Experimental package var experimentalPredictionMode: Bool

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, lastTurnId: String? = nil, beforeTurnId: String? = nil, path: String? = nil,
        model: String? = nil, modelProvider: String? = nil, serviceTier: Patch<String> = .absent, cwd: String? = nil,
        runtimeWorkspaceRoots: [AbsolutePathBuf]? = nil, approvalPolicy: AskForApproval? = nil,
        approvalsReviewer: ApprovalsReviewer? = nil, sandbox: SandboxMode? = nil, permissions: String? = nil,
        config: JSONObject? = nil, baseInstructions: String? = nil, developerInstructions: String? = nil,
        ephemeral: Bool = false, threadSource: ThreadSource? = nil, excludeTurns: Bool = false,
        deferGoalContinuation: Bool = false, experimentalPredictionMode: Bool = false
    ) {
        self.threadId = threadId
        self.lastTurnId = lastTurnId
        self.beforeTurnId = beforeTurnId
        self.path = path
        self.model = model
        self.modelProvider = modelProvider
        self.serviceTier = serviceTier
        self.cwd = cwd
        self.runtimeWorkspaceRoots = runtimeWorkspaceRoots
        self.approvalPolicy = approvalPolicy
        self.approvalsReviewer = approvalsReviewer
        self.sandbox = sandbox
        self.permissions = permissions
        self.config = config
        self.baseInstructions = baseInstructions
        self.developerInstructions = developerInstructions
        self.ephemeral = ephemeral
        self.threadSource = threadSource
        self.excludeTurns = excludeTurns
        self.deferGoalContinuation = deferGoalContinuation
        self.experimentalPredictionMode = experimentalPredictionMode
    }
}

/// The copy, and the settings that it has.
package struct ThreadForkResponse: Codable, Hashable, Sendable {
    /// The copy, with its turns unless they were excluded.
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
