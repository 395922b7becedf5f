package import AppServerProtocol

extension AskForApproval {
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
