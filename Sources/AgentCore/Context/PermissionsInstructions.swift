package import AppServerProtocol

/// The developer text that tells the model what commands may touch and when the user is asked.
///
/// It says the same as what ``ApprovalRules`` decides; the two change together.
package struct PermissionsInstructions: Hashable, Sendable {
    /// What commands may touch.
    package var sandbox: SandboxPolicy
    /// When the user is asked.
    package var approval: AskForApproval

    /// The rules of one turn.
    package init(sandbox: SandboxPolicy, approval: AskForApproval) {
        self.sandbox = sandbox
        self.approval = approval
    }

    /// The text of the message, in the tag by which models know it.
    package var message: String {
        """
        <permissions instructions>
        Sandbox mode: `\(sandbox.modeWord)`. \(sandboxText)
        \(networkText)
        Approval policy: `\(approval.policyWord)`. \(approvalText)
        </permissions instructions>
        """
    }

    private var sandboxText: String {
        switch sandbox {
        case .readOnly:
            "Commands may read files; they may not write any."
        case .workspaceWrite(let policy):
            "Commands may read files, and write in the working directory\(Self.roots(policy)); nowhere else."
        case .dangerFullAccess:
            "Commands are not confined: they can do whatever the user can. Take care."
        case .externalSandbox:
            "Commands run in a sandbox that surrounds this whole program; what they may do is decided outside."
        }
    }

    private static func roots(_ policy: WorkspaceWriteSandbox) -> String {
        let places =
            policy.writableRoots.map { "`\($0)`" } + (policy.excludeSlashTmp ? [] : ["`/tmp`"])
            + (policy.excludeTmpdirEnvVar ? [] : ["`$TMPDIR`"])
        return places.isEmpty ? "" : " and in " + places.joined(separator: ", ")
    }

    private var networkText: String {
        sandbox.allowsNetwork
            ? "Commands may use the network."
            : "Commands may not use the network."
    }

    private var approvalText: String {
        switch approval {
        case .untrusted:
            return
                "The user is asked before every command, except those that rules allow or that were approved for the session."
        case .onRequest:
            return sandbox.restrictsCommands ? Self.escalation : "Commands run without asking."
        case .granular(let switches):
            return switches.sandboxApproval
                ? (sandbox.restrictsCommands ? Self.escalation : "Commands run without asking.")
                : Self.noQuestions
        case .never:
            return Self.noQuestions
        }
    }

    private static let escalation = """
        Commands run in the sandbox without asking. If one must leave it, call the tool with `sandbox_permissions` set to \
        `require_escalated` and a short question to the user in `justification`; the user then decides.
        """

    private static let noQuestions = """
        The user is never asked. Don't set `sandbox_permissions`; such calls are refused. Do what can be done within these \
        limits.
        """
}
