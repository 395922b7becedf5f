/// Builds the environment that a command gets from the server's own.
package enum CommandEnvironment {
    /// Makes commands behave as under a program that reads their output: no colours, no pager, no terminal control,
    /// and UTF-8 whatever the server's locale is.
    private static let fixed: [String: String] = [
        "NO_COLOR": "1",
        "TERM": "dumb",
        "COLORTERM": "",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "LC_CTYPE": "C.UTF-8",
        "PAGER": "cat",
        "GIT_PAGER": "cat",
        "GH_PAGER": "cat",
        // Scripts look for this one to see that an agent runs them.
        "CODEX_CI": "1",
    ]

    /// Keys of model providers that are secret under whatever name the configuration gives its own.
    private static let secretNames: Set<String> = ["OPENAI_API_KEY", "CODEX_API_KEY", "AZURE_OPENAI_API_KEY"]

    /// The server's own variables are secret when their name says so.
    private static let ownPrefixes = ["HEDDLE_", "CODEX_"]
    private static let secretSuffixes = ["TOKEN", "_KEY", "_SECRET", "_PASSWORD"]

    /// The environment of a command that the model runs.
    ///
    /// - Parameters:
    ///   - server: the server's environment.
    ///   - secrets: names of further variables that commands must not see, such as the provider's key.
    ///   - threadID: the thread, as `HEDDLE_THREAD_ID`, and as `CODEX_THREAD_ID` for scripts that look for that.
    ///   - callID: the model's tool call, as `HEDDLE_CALL_ID`.
    ///   - isOffline: whether the sandbox keeps the command from the network, as `CODEX_SANDBOX_NETWORK_DISABLED=1`.
    package static func make(
        from server: [String: String],
        removing secrets: Set<String>,
        threadID: String,
        callID: String,
        isOffline: Bool = false
    ) -> [String: String] {
        var environment = server.filter { name, _ in !secrets.contains(name) && !isSecret(name) }
        environment.merge(fixed) { _, fixed in fixed }
        environment["HEDDLE_THREAD_ID"] = threadID
        environment["CODEX_THREAD_ID"] = threadID
        environment["HEDDLE_CALL_ID"] = callID
        if isOffline { environment["CODEX_SANDBOX_NETWORK_DISABLED"] = "1" }
        return environment
    }

    /// Whether a variable of this name is kept from commands in any case.
    package static func isSecret(_ name: String) -> Bool {
        secretNames.contains(name)
            || ownPrefixes.contains { name.hasPrefix($0) } && secretSuffixes.contains { name.hasSuffix($0) }
    }
}
