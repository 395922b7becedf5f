package import AppServerProtocol

/// Decides what happens to a command that the model wants to run.
///
/// A run is never called sandboxed when nothing confines it. If the sandbox policy restricts commands and this server
/// cannot set up a sandbox, the user is asked before every command; where the policy forbids questions, the command is
/// refused.
package struct ApprovalRules: Hashable, Sendable {
    /// When the user is asked.
    package var approval: AskForApproval
    /// What commands may touch.
    package var sandbox: SandboxPolicy
    /// Whether this server can confine commands on this machine.
    package var sandboxIsAvailable: Bool

    /// The rules of one turn.
    package init(approval: AskForApproval, sandbox: SandboxPolicy, sandboxIsAvailable: Bool) {
        self.approval = approval
        self.sandbox = sandbox
        self.sandboxIsAvailable = sandboxIsAvailable
    }

    /// What is to be done with a command.
    package enum Decision: Hashable, Sendable {
        /// Run it without a question.
        case run(sandboxed: Bool)
        /// Ask the user, for the reason shown, and run it in the said way if the answer is yes.
        case ask(reason: String?, sandboxed: Bool)
        /// Don't run it.
        case refuse(Refusal)
    }

    /// Why a command is refused without a question.
    package enum Refusal: String, Hashable, Sendable {
        /// The model wants to leave the sandbox, and the policy is `never`.
        case escalationUnderNever
        /// The model wants to leave the sandbox, and the granular policy has switched that question off.
        case escalationSwitchedOff
        /// A sandbox is demanded, there is none, and the user may not be asked instead.
        case sandboxUnavailable

        /// What the model gets as the call's output.
        package var modelText: String {
            switch self {
            case .escalationUnderNever:
                """
                The command was not run: approval policy is Never, so nobody can be asked to let it leave the sandbox. \
                Leave out `sandbox_permissions` and work within the sandbox.
                """
            case .escalationSwitchedOff:
                """
                The command was not run: the approval policy has `sandbox_approval` switched off, so nobody can be asked \
                to let it leave the sandbox. Leave out `sandbox_permissions` and work within the sandbox.
                """
            case .sandboxUnavailable:
                """
                sandboxError: the command was not run. It would have to be confined, this server has no sandbox on this \
                machine, and the approval policy forbids to ask the user. Only the user can change that, with another \
                sandbox mode or approval policy.
                """
            }
        }
    }

    /// What the user is told when only a question stands between an unconfined command and the machine.
    package static let noSandboxReason =
        "Heddle has no sandbox on this machine: the command would run with all of your rights."

    /// Decides about one command.
    ///
    /// - Parameters:
    ///   - wantsEscalation: Whether the model asks to run it outside the sandbox.
    ///   - justification: The model's words to the user.
    ///   - isApproved: Whether the user approved a command for the whole session, given whether it is to be confined.
    package func decide(
        wantsEscalation: Bool, justification: String?, isApproved: (_ sandboxed: Bool) -> Bool
    ) -> Decision {
        if wantsEscalation, let refusal = escalationRefusal { return .refuse(refusal) }
        let isRestricted = sandbox.restrictsCommands
        let leavesSandbox = isRestricted && wantsEscalation
        let lacksSandbox = isRestricted && !wantsEscalation && !sandboxIsAvailable
        let sandboxed = isRestricted && !wantsEscalation && sandboxIsAvailable

        if lacksSandbox, !approval.asksAboutSandbox { return .refuse(.sandboxUnavailable) }
        guard asksAlways || leavesSandbox || lacksSandbox, !isApproved(sandboxed) else {
            return .run(sandboxed: sandboxed)
        }
        return .ask(reason: lacksSandbox ? Self.joined(justification) : justification, sandboxed: sandboxed)
    }

    private var asksAlways: Bool { approval == .untrusted }

    private var escalationRefusal: Refusal? {
        switch approval {
        case .never: .escalationUnderNever
        case .granular(let switches) where !switches.sandboxApproval: .escalationSwitchedOff
        case .granular, .untrusted, .onRequest: nil
        }
    }

    private static func joined(_ justification: String?) -> String {
        justification.map { "\($0) (\(noSandboxReason))" } ?? noSandboxReason
    }
}
