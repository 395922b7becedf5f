package import AppServerProtocol

extension SandboxPolicy {
    /// Whether commands must be confined by this server. An external sandbox is somebody else's work.
    package var restrictsCommands: Bool {
        switch self {
        case .readOnly, .workspaceWrite: true
        case .dangerFullAccess, .externalSandbox: false
        }
    }

    /// Whether commands may use the network.
    package var allowsNetwork: Bool {
        switch self {
        case .dangerFullAccess: true
        case .readOnly(let policy): policy.networkAccess
        case .workspaceWrite(let policy): policy.networkAccess
        case .externalSandbox(let policy): policy.networkAccess == .enabled
        }
    }

    /// The mode's name in the words of the configuration file.
    package var modeWord: String {
        switch self {
        case .readOnly: "read-only"
        case .workspaceWrite: "workspace-write"
        case .dangerFullAccess: "danger-full-access"
        case .externalSandbox: "external-sandbox"
        }
    }
}
