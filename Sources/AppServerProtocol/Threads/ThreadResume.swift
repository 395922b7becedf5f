package import WireJSON

/// `thread/resume`: loads a stored thread, or joins one that is loaded, and subscribes the connection to its
/// events. Requests that wait for an answer are sent again after the result.
package enum ThreadResume: ClientRequest {
    package typealias Params = ThreadResumeParams
    package typealias Response = ThreadResumeResponse

    package static var method: String { "thread/resume" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which thread to go on with, and what to change about it. Settings have no effect on a thread that is loaded
/// already.
package struct ThreadResumeParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// A history to start from, instead of a stored one. Comes before `path`, and `path` before `threadId`.
    @Experimental package var history: [Verbatim<ResponseItem>]?
    /// The log file of the thread; empty counts as missing.
    @Experimental package var path: String?
    /// The model's name; the last one used unless given.
    package var model: String?
    /// The id of the model's provider.
    package var modelProvider: String?
    /// The service tier to ask of the provider; null is the standard one, missing leaves it as it was.
    package var serviceTier: Patch<String>
    /// The directory to work in; the last one used unless given.
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
    /// Once the tone of the agent; accepted, and without effect.
    package var personality: Personality?
    /// Whether the answer leaves `thread.turns` empty. Clients that page through history want that.
    @FalseByDefault package var excludeTurns: Bool
    /// Asks for a first page of turns along with the answer.
    @Experimental package var initialTurnsPage: ThreadResumeInitialTurnsPageParams?
    /// Heddle extension: the `seq` of the last event that the client has seen. Later ones are sent again before
    /// live ones.
    package var afterSeq: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, history: [Verbatim<ResponseItem>]? = nil, path: String? = nil, model: String? = nil,
        modelProvider: String? = nil, serviceTier: Patch<String> = .absent, cwd: String? = nil,
        runtimeWorkspaceRoots: [AbsolutePathBuf]? = nil, approvalPolicy: AskForApproval? = nil,
        approvalsReviewer: ApprovalsReviewer? = nil, sandbox: SandboxMode? = nil, permissions: String? = nil,
        config: JSONObject? = nil, baseInstructions: String? = nil, developerInstructions: String? = nil,
        personality: Personality? = nil, excludeTurns: Bool = false,
        initialTurnsPage: ThreadResumeInitialTurnsPageParams? = nil, afterSeq: Int? = nil
    ) {
        self.threadId = threadId
        self.history = history
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
        self.personality = personality
        self.excludeTurns = excludeTurns
        self.initialTurnsPage = initialTurnsPage
        self.afterSeq = afterSeq
    }
}

/// Which turns the first page shall have.
package struct ThreadResumeInitialTurnsPageParams: Codable, Hashable, Sendable {
    /// How many turns at most.
    package var limit: Int?
    /// Newest first unless said otherwise.
    package var sortDirection: SortDirection?
    /// How much of each turn; a summary unless said otherwise.
    package var itemsView: TurnItemsView?

    /// Makes the value from its fields; those with a default may be left out.
    package init(limit: Int? = nil, sortDirection: SortDirection? = nil, itemsView: TurnItemsView? = nil) {
        self.limit = limit
        self.sortDirection = sortDirection
        self.itemsView = itemsView
    }
}

/// Heddle extension: what a client that gave `afterSeq` gets.
package enum ThreadReplay: String, ClosedEnum {
    /// Every event after `afterSeq` is sent again; nothing is missing.
    case complete
    /// Some of the events are gone; the thread in the answer takes their place.
    case snapshot
}

/// The thread, and the settings that it has.
package struct ThreadResumeResponse: Codable, Hashable, Sendable {
    /// The thread, with its turns unless they were excluded.
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
    /// How agent and user work together.
    package var collaborationMode: CollaborationMode?
    /// Where `thread/turns/list` starts, newest first, to read what isn't in the answer.
    package var turnsBackwardsCursor: String?
    /// Where `thread/items/list` starts, newest first, to read what isn't in the answer.
    package var itemsBackwardsCursor: String?
    /// The first page of turns, if one was asked for.
    @Experimental package var initialTurnsPage: TurnsPage?
    /// Heddle extension: the `seq` of the last event before the answer. Live events go on with the next number.
    package var lastSeq: Int?
    /// Heddle extension: whether the replay is complete; null when `afterSeq` wasn't given.
    package var replay: ThreadReplay?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        thread: Thread, model: String, modelProvider: String, serviceTier: String? = nil,
        disabledPluginIds: [String] = [], cwd: AbsolutePathBuf, runtimeWorkspaceRoots: [AbsolutePathBuf] = [],
        instructionSources: [LegacyAppPathString] = [], approvalPolicy: AskForApproval,
        approvalsReviewer: ApprovalsReviewer, sandbox: SandboxPolicy,
        activePermissionProfile: ActivePermissionProfile? = nil, reasoningEffort: ReasoningEffort? = nil,
        multiAgentMode: MultiAgentMode = .explicitRequestOnly, collaborationMode: CollaborationMode? = nil,
        turnsBackwardsCursor: String? = nil, itemsBackwardsCursor: String? = nil, initialTurnsPage: TurnsPage? = nil,
        lastSeq: Int? = nil, replay: ThreadReplay? = nil
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
        self.collaborationMode = collaborationMode
        self.turnsBackwardsCursor = turnsBackwardsCursor
        self.itemsBackwardsCursor = itemsBackwardsCursor
        self.initialTurnsPage = initialTurnsPage
        self.lastSeq = lastSeq
        self.replay = replay
    }
}
