extension ApprovalRules {
    /// Why a command is refused without a question.
    package enum Refusal: Hashable, Sendable {
        /// A rule of the user's forbids it.
        case forbidden(command: String, justification: String?)
        /// A rule of the user's demands a question, and the policy is `never`.
        case promptUnderNever
        /// A rule of the user's demands a question, and the granular policy has switched such questions off.
        case promptSwitchedOff
        /// The model wants to leave the sandbox, and the policy is `never`.
        case escalationUnderNever
        /// The model wants to leave the sandbox, and the granular policy has switched that question off.
        case escalationSwitchedOff

        /// What the model gets as the call's output.
        package var modelText: String {
            switch self {
            case .forbidden(let command, let justification):
                ExecCommandOutput.failed(
                    "`\(command)` rejected: \(justification ?? "a rule of the user's forbids it")")
            case .promptUnderNever:
                """
                The command was not run: a rule of the user's demands an approval for it, and the approval policy is \
                Never, so nobody can be asked.
                """
            case .promptSwitchedOff:
                """
                The command was not run: a rule of the user's demands an approval for it, and the approval policy has \
                `rules` switched off, so nobody can be asked.
                """
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
            }
        }
    }
}
