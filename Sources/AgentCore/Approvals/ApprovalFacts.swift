package import AppServerProtocol

extension AskForApproval {
    /// Whether the user may be asked to let something leave the sandbox.
    package var asksAboutSandbox: Bool {
        switch self {
        case .untrusted, .onRequest: true
        case .granular(let switches): switches.sandboxApproval
        case .never: false
        }
    }

    /// The policy's name in the words of the wire.
    package var policyWord: String {
        switch self {
        case .untrusted: "untrusted"
        case .onRequest: "on-request"
        case .granular: "granular"
        case .never: "never"
        }
    }
}
