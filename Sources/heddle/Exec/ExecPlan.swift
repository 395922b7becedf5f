import AppServerProtocol

/// What one `heddle exec` is to do.
struct ExecPlan: Hashable, Sendable {
    /// What is said to the agent.
    var prompt: String
    /// The thread to go on with, nil for a new one.
    var threadID: String?
    /// The absolute directory to work in, nil for the thread's own.
    var directory: String?
    /// The model to ask, nil for the configured one.
    var model: String?
    /// When to ask before a command runs, nil for the configured policy.
    var approvalPolicy: AskForApproval?
    /// What commands may touch, nil for the configured mode.
    var sandbox: SandboxMode?
}
