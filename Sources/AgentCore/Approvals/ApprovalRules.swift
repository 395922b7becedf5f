package import AppServerProtocol
package import CommandPolicy

/// Decides what happens to a command that the model wants to run: the user's rules come first, then the policy.
///
/// What the rules allow leaves the sandbox without a question; what the user approves leaves it if the model asked for
/// that. Whether a command can be confined at all is not decided here: one that has to be and can't is not run.
package struct ApprovalRules: Hashable, Sendable {
    /// When the user is asked.
    package var approval: AskForApproval
    /// What commands may touch.
    package var sandbox: SandboxPolicy

    /// The rules of one turn.
    package init(approval: AskForApproval, sandbox: SandboxPolicy) {
        self.approval = approval
        self.sandbox = sandbox
    }

    /// What the model wants to run.
    package struct Request: Sendable {
        /// The command line as it is shown.
        package var command: String
        /// What the user's rules say about it.
        package var verdict: RuleVerdict
        /// Whether the model asks to run it outside the sandbox.
        package var wantsEscalation: Bool
        /// The model's words to the user.
        package var justification: String?

        /// A request from its parts.
        package init(
            command: String, verdict: RuleVerdict = RuleVerdict(), wantsEscalation: Bool = false,
            justification: String? = nil
        ) {
            self.command = command
            self.verdict = verdict
            self.wantsEscalation = wantsEscalation
            self.justification = justification
        }
    }

    /// What is to be done with a command. `sandboxed` says whether the thread's sandbox holds; where the policy has none,
    /// it is false.
    package enum Decision: Hashable, Sendable {
        /// Run it without a question.
        case run(sandboxed: Bool)
        /// Ask the user, for the reason shown, and run it in the said way if the answer is yes.
        case ask(reason: String?, sandboxed: Bool)
        /// Don't run it.
        case refuse(Refusal)
    }

    /// Decides about one command.
    ///
    /// - Parameter isApproved: Whether the user approved the command for the whole session, given whether it is to be
    ///   confined.
    package func decide(_ request: Request, isApproved: (_ sandboxed: Bool) -> Bool) -> Decision {
        switch request.verdict.decision {
        case .forbidden:
            return .refuse(.forbidden(command: request.command, justification: request.verdict.justification))
        case .allow:
            return .run(sandboxed: false)
        case .prompt:
            if let refusal = promptRefusal ?? escalationRefusal(request) { return .refuse(refusal) }
            return question(request, Self.reason(request), isApproved)
        case nil:
            if let refusal = escalationRefusal(request) { return .refuse(refusal) }
            let leavesSandbox = sandbox.restrictsCommands && request.wantsEscalation
            guard approval == .untrusted || leavesSandbox else { return .run(sandboxed: isSandboxed(request)) }
            return question(request, request.justification, isApproved)
        }
    }

    private func question(_ request: Request, _ reason: String?, _ isApproved: (Bool) -> Bool) -> Decision {
        let sandboxed = isSandboxed(request)
        return isApproved(sandboxed) ? .run(sandboxed: sandboxed) : .ask(reason: reason, sandboxed: sandboxed)
    }

    private func isSandboxed(_ request: Request) -> Bool { sandbox.restrictsCommands && !request.wantsEscalation }

    /// Why a rule's question can't be asked.
    private var promptRefusal: Refusal? {
        switch approval {
        case .never: .promptUnderNever
        case .granular(let switches) where !switches.rules: .promptSwitchedOff
        case .granular, .untrusted, .onRequest: nil
        }
    }

    private func escalationRefusal(_ request: Request) -> Refusal? {
        guard request.wantsEscalation else { return nil }
        return switch approval {
        case .never: .escalationUnderNever
        case .granular(let switches) where !switches.sandboxApproval: .escalationSwitchedOff
        case .granular, .untrusted, .onRequest: nil
        }
    }

    private static func reason(_ request: Request) -> String {
        request.verdict.justification.map { "`\(request.command)` requires approval: \($0)" }
            ?? "`\(request.command)` requires approval by policy"
    }
}
