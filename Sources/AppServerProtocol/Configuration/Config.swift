package import WireJSON

/// The configuration that is in force: the settings that Heddle knows, and every other one as it stands in the files.
package struct Config: ExtensibleObject {
    package var fields: ConfigFields
    package var additional: JSONObject

    package init(_ fields: ConfigFields, additional: JSONObject = [:]) {
        self.fields = fields
        self.additional = additional
    }
}

/// The settings of a ``Config`` that Heddle knows, named as in `config.toml`. Null means that nothing is set.
package struct ConfigFields: ExtensibleFields {
    /// The model's name.
    package var model: String?
    /// The model for reviews.
    package var reviewModel: String?
    /// The model's context window, in tokens.
    package var modelContextWindow: Int?
    /// At how many tokens the history is shortened.
    package var modelAutoCompactTokenLimit: Int?
    /// Which tokens count for that.
    package var modelAutoCompactTokenLimitScope: AutoCompactTokenLimitScope?
    /// The id of the model's provider.
    package var modelProvider: String?
    /// When the client is asked before the agent acts.
    package var approvalPolicy: AskForApproval?
    /// Who decides about approvals.
    package var approvalsReviewer: ApprovalsReviewer?
    /// What commands may touch.
    package var sandboxMode: SandboxMode?
    /// More about the mode `workspace-write`.
    package var sandboxWorkspaceWrite: SandboxWorkspaceWrite?
    /// The workspaces that users must log in to.
    package var forcedChatgptWorkspaceId: ForcedChatgptWorkspaceIds?
    /// The one way to log in.
    package var forcedLoginMethod: ForcedLoginMethod?
    /// Whether and how the web is searched.
    package var webSearch: WebSearchMode?
    /// Settings of single tools.
    package var tools: ToolsV2?
    /// Settings of apps.
    @Experimental package var apps: AppsConfig?
    /// Instructions for the agent.
    package var instructions: String?
    /// Instructions of the developer, added to the others.
    package var developerInstructions: String?
    /// The prompt for shortening a history.
    package var compactPrompt: String?
    /// How hard the model thinks.
    package var modelReasoningEffort: ReasoningEffort?
    /// How much the model tells about its reasoning.
    package var modelReasoningSummary: ReasoningSummary?
    /// How long the model's answers are.
    package var modelVerbosity: Verbosity?
    /// The service tier asked of the provider.
    package var serviceTier: String?
    /// Settings of usage statistics.
    package var analytics: AnalyticsConfig?
    /// What the agent may do in a browser.
    package var browserUse: BrowserUseConfig?
    /// What the agent may do with other programs.
    package var computerUse: ComputerUseConfig?
    /// Settings of desktop clients, which belong to them.
    package var desktop: JSONObject?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case model
        case reviewModel = "review_model"
        case modelContextWindow = "model_context_window"
        case modelAutoCompactTokenLimit = "model_auto_compact_token_limit"
        case modelAutoCompactTokenLimitScope = "model_auto_compact_token_limit_scope"
        case modelProvider = "model_provider"
        case approvalPolicy = "approval_policy"
        case approvalsReviewer = "approvals_reviewer"
        case sandboxMode = "sandbox_mode"
        case sandboxWorkspaceWrite = "sandbox_workspace_write"
        case forcedChatgptWorkspaceId = "forced_chatgpt_workspace_id"
        case forcedLoginMethod = "forced_login_method"
        case webSearch = "web_search"
        case tools
        case apps
        case instructions
        case developerInstructions = "developer_instructions"
        case compactPrompt = "compact_prompt"
        case modelReasoningEffort = "model_reasoning_effort"
        case modelReasoningSummary = "model_reasoning_summary"
        case modelVerbosity = "model_verbosity"
        case serviceTier = "service_tier"
        case analytics
        case browserUse = "browser_use"
        case computerUse = "computer_use"
        case desktop
    }

    package static var names: [String] { CodingKeys.allCases.map(\.rawValue) }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        model: String? = nil, reviewModel: String? = nil, modelContextWindow: Int? = nil,
        modelAutoCompactTokenLimit: Int? = nil, modelAutoCompactTokenLimitScope: AutoCompactTokenLimitScope? = nil,
        modelProvider: String? = nil, approvalPolicy: AskForApproval? = nil,
        approvalsReviewer: ApprovalsReviewer? = nil, sandboxMode: SandboxMode? = nil,
        sandboxWorkspaceWrite: SandboxWorkspaceWrite? = nil,
        forcedChatgptWorkspaceId: ForcedChatgptWorkspaceIds? = nil, forcedLoginMethod: ForcedLoginMethod? = nil,
        webSearch: WebSearchMode? = nil, tools: ToolsV2? = nil, apps: AppsConfig? = nil, instructions: String? = nil,
        developerInstructions: String? = nil, compactPrompt: String? = nil,
        modelReasoningEffort: ReasoningEffort? = nil, modelReasoningSummary: ReasoningSummary? = nil,
        modelVerbosity: Verbosity? = nil, serviceTier: String? = nil, analytics: AnalyticsConfig? = nil,
        browserUse: BrowserUseConfig? = nil, computerUse: ComputerUseConfig? = nil, desktop: JSONObject? = nil
    ) {
        self.model = model
        self.reviewModel = reviewModel
        self.modelContextWindow = modelContextWindow
        self.modelAutoCompactTokenLimit = modelAutoCompactTokenLimit
        self.modelAutoCompactTokenLimitScope = modelAutoCompactTokenLimitScope
        self.modelProvider = modelProvider
        self.approvalPolicy = approvalPolicy
        self.approvalsReviewer = approvalsReviewer
        self.sandboxMode = sandboxMode
        self.sandboxWorkspaceWrite = sandboxWorkspaceWrite
        self.forcedChatgptWorkspaceId = forcedChatgptWorkspaceId
        self.forcedLoginMethod = forcedLoginMethod
        self.webSearch = webSearch
        self.tools = tools
        self.apps = apps
        self.instructions = instructions
        self.developerInstructions = developerInstructions
        self.compactPrompt = compactPrompt
        self.modelReasoningEffort = modelReasoningEffort
        self.modelReasoningSummary = modelReasoningSummary
        self.modelVerbosity = modelVerbosity
        self.serviceTier = serviceTier
        self.analytics = analytics
        self.browserUse = browserUse
        self.computerUse = computerUse
        self.desktop = desktop
    }
}

/// Which tokens count towards the limit of a history.
package enum AutoCompactTokenLimitScope: String, ClosedEnum {
    /// All.
    case total
    /// Those behind the part that never changes.
    case bodyAfterPrefix = "body_after_prefix"
}
