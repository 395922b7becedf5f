import ThreadStore

/// What approvals of commands tell the model.
enum ApprovalTexts {
    /// The user said no.
    static let declined = ExecCommandOutput.failed("rejected by user")

    /// The call is known from the log only, which doesn't have all of it.
    static let redacted = ExecCommandOutput.failed(
        "interrupted by a restart of the server and not run: the command held a secret, which no log keeps. Call the tool "
            + "again if it is still needed")

    /// The user wants a rule for a host. Nothing between commands and the network tells hosts apart here, so that none is
    /// offered, and none is kept that would not be enforced.
    static func noHostRules(_ host: String) -> String {
        "No rule was added for the host `\(host)`: this server can let commands use the network or not, but has no rules for "
            + "single hosts. The sandbox is as it was."
    }

    /// No usable answer came.
    static func failed(_ reason: String) -> String {
        ExecCommandOutput.failed("approval request failed: \(reason)")
    }
}

extension ResponseAssembler.ToolCall {
    /// Whether the log, from which the call was read, has something else in a secret's place. What would be run is not what
    /// the user was asked about then, and not what the model wrote.
    var isRedacted: Bool { arguments.contains(Redaction.replacement) }
}
