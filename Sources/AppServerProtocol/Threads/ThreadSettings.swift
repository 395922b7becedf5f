package import WireJSON

/// The settings that a thread's next turn starts with.
package struct ThreadSettings: Codable, Hashable, Sendable {
    /// The plugins that are turned off for the thread.
    @EmptyByDefault package var disabledPluginIds: [String]
    /// The directory that the agent works in; an absolute path.
    package var cwd: AbsolutePathBuf
    /// When the client is asked before the agent acts.
    package var approvalPolicy: AskForApproval
    /// Who decides about approvals.
    package var approvalsReviewer: ApprovalsReviewer
    /// What commands may touch.
    package var sandboxPolicy: SandboxPolicy
    /// The named set of permissions, if one is in use.
    package var activePermissionProfile: ActivePermissionProfile?
    /// The model's name.
    package var model: String
    /// The id of the model's provider.
    package var modelProvider: String
    /// The service tier asked of the provider; null is the standard one.
    package var serviceTier: String?
    /// How hard the model thinks; null is the model's own default.
    package var effort: ReasoningEffort?
    /// How much the model tells about its reasoning; null is the configured default.
    package var summary: ReasoningSummary?
    /// How agent and user work together.
    package var collaborationMode: CollaborationMode
    /// When the agent hands work to other agents.
    @Experimental package var multiAgentMode: MultiAgentMode
    /// The saved tone, which has no effect any more.
    package var personality: Personality?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        disabledPluginIds: [String] = [], cwd: AbsolutePathBuf, approvalPolicy: AskForApproval,
        approvalsReviewer: ApprovalsReviewer, sandboxPolicy: SandboxPolicy,
        activePermissionProfile: ActivePermissionProfile? = nil, model: String, modelProvider: String,
        serviceTier: String? = nil, effort: ReasoningEffort? = nil, summary: ReasoningSummary? = nil,
        collaborationMode: CollaborationMode, multiAgentMode: MultiAgentMode = .explicitRequestOnly,
        personality: Personality? = nil
    ) {
        self.disabledPluginIds = disabledPluginIds
        self.cwd = cwd
        self.approvalPolicy = approvalPolicy
        self.approvalsReviewer = approvalsReviewer
        self.sandboxPolicy = sandboxPolicy
        self.activePermissionProfile = activePermissionProfile
        self.model = model
        self.modelProvider = modelProvider
        self.serviceTier = serviceTier
        self.effort = effort
        self.summary = summary
        self.collaborationMode = collaborationMode
        self.multiAgentMode = multiAgentMode
        self.personality = personality
    }
}
