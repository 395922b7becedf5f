import AppServerProtocol

/// Parts of the protocol that this version can't honour, refused rather than ignored: a client that hands over tools or a
/// history must not believe that the model has them.
enum UnsupportedParams {
    /// The id of the only environment there is: this machine.
    private static let localEnvironment = "local"

    /// Checks what a client sends to start a thread.
    static func check(_ params: ThreadStartParams) throws(AgentError) {
        try check(params.environments)
        if params.dynamicTools?.isEmpty == false { throw unsupported("thread/start.dynamicTools") }
    }

    /// Checks what a client sends to start a turn.
    static func check(_ params: TurnStartParams) throws(AgentError) {
        try check(params.environments)
        guard params.toolOutput != nil else { return }
        guard params.input.isEmpty else {
            throw AgentError(.invalidParams, "`toolOutput` cannot be combined with nonempty `input`")
        }
        throw unsupported("turn/start.toolOutput")
    }

    private static func check(_ environments: [TurnEnvironmentParams]?) throws(AgentError) {
        guard let environments else { return }
        if let unknown = environments.first(where: { $0.environmentId != localEnvironment }) {
            throw AgentError(.invalidParams, "unknown turn environment id `\(unknown.environmentId)`")
        }
        if environments.isEmpty { throw unsupported("an empty list of environments") }
    }

    private static func unsupported(_ what: String) -> AgentError {
        AgentError(.unsupported, "\(what) is not supported by this version of Heddle")
    }
}
