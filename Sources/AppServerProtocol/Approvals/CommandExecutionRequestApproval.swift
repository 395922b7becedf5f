package import WireJSON

/// `item/commandExecution/requestApproval`: may the agent run this command? The turn waits for the answer.
package enum ItemCommandExecutionRequestApproval: ServerRequest {
    package typealias Params = CommandExecutionRequestApprovalParams
    package typealias Response = CommandExecutionRequestApprovalResponse

    package static var method: String { "item/commandExecution/requestApproval" }
}

/// The command in question, and why it needs an approval.
package struct CommandExecutionRequestApprovalParams: Codable, Hashable, Sendable {
    /// Whether it is about a command or about input for one.
    @Defaulted<DefaultsToCommandKind> package var kind: CommandExecutionApprovalKind
    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The `commandExecution` item.
    package var itemId: String
    /// When the question was asked, in Unix milliseconds.
    package var startedAtMs: Int
    /// Tells questions about one item apart; null for the usual one about the command as a whole.
    package var approvalId: String?
    /// The environment that the command would run in.
    package var environmentId: String?
    /// Why the question is asked: what the model says, or which rule demands it.
    package var reason: String?
    /// The connection in question, if it is about one.
    package var networkApprovalContext: NetworkApprovalContext?
    /// The command line.
    package var command: String?
    /// The directory that the command would run in.
    package var cwd: LegacyAppPathString?
    /// What would really be started: the program and its arguments. Heddle's own addition.
    @Experimental package var argv: [String]?
    /// The file that the program is, if it can be found. Heddle's own addition.
    @Experimental package var executable: String?
    /// What the command seems to do.
    package var commandActions: [CommandAction]?
    /// What the command wants on top of its sandbox.
    @Experimental package var additionalPermissions: AdditionalPermissionProfile?
    /// The beginning of a command line, word by word, that could be allowed for good along with this one.
    package var proposedExecpolicyAmendment: [String]?
    /// Rules for hosts that could be added along with the answer.
    package var proposedNetworkPolicyAmendments: [NetworkPolicyAmendment]?
    /// The answers to offer. Others are accepted too.
    @Experimental package var availableDecisions: [CommandExecutionApprovalDecision]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        kind: CommandExecutionApprovalKind = .command, threadId: String, turnId: String, itemId: String,
        startedAtMs: Int, approvalId: String? = nil, environmentId: String? = nil, reason: String? = nil,
        networkApprovalContext: NetworkApprovalContext? = nil, command: String? = nil,
        cwd: LegacyAppPathString? = nil, argv: [String]? = nil, executable: String? = nil,
        commandActions: [CommandAction]? = nil,
        additionalPermissions: AdditionalPermissionProfile? = nil, proposedExecpolicyAmendment: [String]? = nil,
        proposedNetworkPolicyAmendments: [NetworkPolicyAmendment]? = nil,
        availableDecisions: [CommandExecutionApprovalDecision]? = nil
    ) {
        self.kind = kind
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.startedAtMs = startedAtMs
        self.approvalId = approvalId
        self.environmentId = environmentId
        self.reason = reason
        self.networkApprovalContext = networkApprovalContext
        self.command = command
        self.cwd = cwd
        self.argv = argv
        self.executable = executable
        self.commandActions = commandActions
        self.additionalPermissions = additionalPermissions
        self.proposedExecpolicyAmendment = proposedExecpolicyAmendment
        self.proposedNetworkPolicyAmendments = proposedNetworkPolicyAmendments
        self.availableDecisions = availableDecisions
    }
}

/// What an approval is about.
package enum CommandExecutionApprovalKind: String, ClosedEnum {
    /// Starting a command.
    case command
    /// Writing into a command that runs.
    case writeStdin
}

/// `command`: what all approvals were about before the field existed.
package enum DefaultsToCommandKind: WireDefault {
    package static var value: CommandExecutionApprovalKind { .command }
}

/// A connection that a command wants to make.
package struct NetworkApprovalContext: Codable, Hashable, Sendable {
    /// The host.
    package var host: String
    /// How.
    package var `protocol`: NetworkApprovalProtocol

    /// Makes the value from its fields.
    package init(host: String, `protocol`: NetworkApprovalProtocol) {
        self.host = host
        self.protocol = `protocol`
    }
}

/// How a command connects.
package enum NetworkApprovalProtocol: String, ClosedEnum {
    /// HTTP.
    case http
    /// HTTP over TLS.
    case https
    /// TCP through a SOCKS 5 proxy.
    case socks5Tcp
    /// UDP through a SOCKS 5 proxy.
    case socks5Udp
}

/// The answer.
package struct CommandExecutionRequestApprovalResponse: Codable, Hashable, Sendable {
    /// What may happen.
    package var decision: CommandExecutionApprovalDecision

    /// Makes the value from its fields.
    package init(decision: CommandExecutionApprovalDecision) {
        self.decision = decision
    }
}
