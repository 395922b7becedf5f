/// What commands may touch, in one word; ``SandboxPolicy`` says the same in detail.
package enum SandboxMode: String, ClosedEnum {
    /// Read everything, change nothing, no network.
    case readOnly = "read-only"
    /// Change files in the working directory and in temporary directories.
    case workspaceWrite = "workspace-write"
    /// No sandbox.
    case dangerFullAccess = "danger-full-access"
}
