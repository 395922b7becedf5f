package import WireJSON

/// `turn/start`: gives the agent an input. If a turn runs already, the input is added to it. `turn/started` follows
/// the answer.
package enum TurnStart: ClientRequest {
    package typealias Params = TurnStartParams
    package typealias Response = TurnStartResponse

    package static var method: String { "turn/start" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// An input, and settings. Settings also hold for later turns of the thread, unless they say otherwise.
package struct TurnStartParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The plugins to turn off for the thread, in place of those before; missing or null leaves them.
    package var disabledPluginIds: [String]?
    /// The client's own id of the message; it comes back as `clientId` of the item. Heddle extension: the same id
    /// again returns the same turn, so a client may repeat the call.
    package var clientUserMessageId: String?
    /// What the user says, part by part.
    package var input: [UserInput]
    /// What made the client start the turn, for statistics. Without effect when a turn runs already.
    package var turnTrigger: String?
    /// The turn on whose behalf this one starts, if it isn't the user's own. Without effect when a turn runs
    /// already.
    package var parentTurnId: String?
    /// The `rootTurnId` of that turn. Without it the turn becomes its own root.
    package var rootTurnId: String?
    /// Names and values to send to the provider with every request of the turn.
    @Experimental package var responsesapiClientMetadata: [String: String]?
    /// The result of a tool, in place of an input; `input` must be empty then.
    package var toolOutput: TurnToolOutput?
    /// Texts that go to the model along with the input, by name.
    @Experimental package var additionalContext: [String: AdditionalContextEntry]?
    /// The environments to work in, for this turn only.
    @Experimental package var environments: [TurnEnvironmentParams]?
    /// The directory to work in; a relative path counts from the server's own directory.
    package var cwd: String?
    /// The roots of the workspace; absolute paths.
    @Experimental package var runtimeWorkspaceRoots: [AbsolutePathBuf]?
    /// When to ask the client before the agent acts.
    package var approvalPolicy: AskForApproval?
    /// Who decides about approvals.
    package var approvalsReviewer: ApprovalsReviewer?
    /// What commands may touch. Can't be combined with `permissions`.
    package var sandboxPolicy: SandboxPolicy?
    /// The name of a permission profile, in place of `sandboxPolicy`.
    @Experimental package var permissions: String?
    /// The model's name.
    package var model: String?
    /// The service tier to ask of the provider; null is the standard one, missing leaves it as it is.
    package var serviceTier: Patch<String>
    /// The service tier for this turn only; `default` is the standard one. Without effect when a turn runs already.
    package var serviceTierForTurn: String?
    /// How hard the model thinks.
    package var effort: ReasoningEffort?
    /// How much the model tells about its reasoning.
    package var summary: ReasoningSummary?
    /// Once the tone of the agent; accepted, and without effect.
    package var personality: Personality?
    /// A JSON Schema that the agent's final message must fit, for this turn only.
    package var outputSchema: RawJSON?
    /// How agent and user work together. Its settings come before `model`, `effort` and the instructions.
    @Experimental package var collaborationMode: CollaborationMode?
    /// When the agent hands work to other agents.
    @Experimental package var multiAgentMode: MultiAgentMode?
    /// Which rules for security work to ask for.
    @Experimental package var cyberAccessProgram: CyberAccessProgram?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, disabledPluginIds: [String]? = nil, clientUserMessageId: String? = nil, input: [UserInput],
        turnTrigger: String? = nil, parentTurnId: String? = nil, rootTurnId: String? = nil,
        responsesapiClientMetadata: [String: String]? = nil, toolOutput: TurnToolOutput? = nil,
        additionalContext: [String: AdditionalContextEntry]? = nil, environments: [TurnEnvironmentParams]? = nil,
        cwd: String? = nil, runtimeWorkspaceRoots: [AbsolutePathBuf]? = nil, approvalPolicy: AskForApproval? = nil,
        approvalsReviewer: ApprovalsReviewer? = nil, sandboxPolicy: SandboxPolicy? = nil, permissions: String? = nil,
        model: String? = nil, serviceTier: Patch<String> = .absent, serviceTierForTurn: String? = nil,
        effort: ReasoningEffort? = nil, summary: ReasoningSummary? = nil, personality: Personality? = nil,
        outputSchema: RawJSON? = nil, collaborationMode: CollaborationMode? = nil,
        multiAgentMode: MultiAgentMode? = nil, cyberAccessProgram: CyberAccessProgram? = nil
    ) {
        self.threadId = threadId
        self.disabledPluginIds = disabledPluginIds
        self.clientUserMessageId = clientUserMessageId
        self.input = input
        self.turnTrigger = turnTrigger
        self.parentTurnId = parentTurnId
        self.rootTurnId = rootTurnId
        self.responsesapiClientMetadata = responsesapiClientMetadata
        self.toolOutput = toolOutput
        self.additionalContext = additionalContext
        self.environments = environments
        self.cwd = cwd
        self.runtimeWorkspaceRoots = runtimeWorkspaceRoots
        self.approvalPolicy = approvalPolicy
        self.approvalsReviewer = approvalsReviewer
        self.sandboxPolicy = sandboxPolicy
        self.permissions = permissions
        self.model = model
        self.serviceTier = serviceTier
        self.serviceTierForTurn = serviceTierForTurn
        self.effort = effort
        self.summary = summary
        self.personality = personality
        self.outputSchema = outputSchema
        self.collaborationMode = collaborationMode
        self.multiAgentMode = multiAgentMode
        self.cyberAccessProgram = cyberAccessProgram
    }
}

/// The turn that works on the input.
package struct TurnStartResponse: Codable, Hashable, Sendable {
    /// The turn, without items: a new one, or the one that was running.
    package var turn: Turn

    /// Makes the value from its fields.
    package init(turn: Turn) {
        self.turn = turn
    }
}
