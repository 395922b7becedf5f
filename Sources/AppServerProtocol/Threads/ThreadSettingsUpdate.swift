package import WireJSON

/// `thread/settings/update`: changes a loaded thread's settings, from its next turn on.
package enum ThreadSettingsUpdate: ClientRequest {
    package typealias Params = ThreadSettingsUpdateParams
    package typealias Response = ThreadSettingsUpdateResponse

    package static var method: String { "thread/settings/update" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// What to change; missing fields stay as they are.
package struct ThreadSettingsUpdateParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The directory to work in; a relative path counts from the server's own.
    package var cwd: String?
    /// When to ask the client before the agent acts.
    package var approvalPolicy: AskForApproval?
    /// Who decides about approvals.
    package var approvalsReviewer: ApprovalsReviewer?
    /// What commands may touch. Can't be combined with `permissions`.
    package var sandboxPolicy: SandboxPolicy?
    /// The name of a permission profile, in place of `sandboxPolicy`.
    package var permissions: String?
    /// The model's name.
    package var model: String?
    /// The service tier to ask of the provider; null is the standard one.
    package var serviceTier: Patch<String>
    /// How hard the model thinks.
    package var effort: ReasoningEffort?
    /// Whether the model sums up what it thinks.
    package var summary: ReasoningSummary?
    /// How agent and user work together; it brings a model and an effort.
    package var collaborationMode: CollaborationMode?
    /// Accepted, and without effect.
    package var multiAgentMode: MultiAgentMode?
    /// Accepted, and without effect.
    package var personality: Personality?
    /// The plugins that are turned off for the thread.
    package var disabledPluginIds: [String]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, cwd: String? = nil, approvalPolicy: AskForApproval? = nil,
        approvalsReviewer: ApprovalsReviewer? = nil, sandboxPolicy: SandboxPolicy? = nil, permissions: String? = nil,
        model: String? = nil, serviceTier: Patch<String> = .absent, effort: ReasoningEffort? = nil,
        summary: ReasoningSummary? = nil, collaborationMode: CollaborationMode? = nil,
        multiAgentMode: MultiAgentMode? = nil, personality: Personality? = nil, disabledPluginIds: [String]? = nil
    ) {
        self.threadId = threadId
        self.cwd = cwd
        self.approvalPolicy = approvalPolicy
        self.approvalsReviewer = approvalsReviewer
        self.sandboxPolicy = sandboxPolicy
        self.permissions = permissions
        self.model = model
        self.serviceTier = serviceTier
        self.effort = effort
        self.summary = summary
        self.collaborationMode = collaborationMode
        self.multiAgentMode = multiAgentMode
        self.personality = personality
        self.disabledPluginIds = disabledPluginIds
    }
}

/// Nothing to say. If something changed, `thread/settings/updated` follows.
package struct ThreadSettingsUpdateResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
