import AgentCore
import AppServerProtocol

/// The methods of commands in threads: the user's own, and those that run in the background.
struct TerminalHandlers: Sendable {
    let threads: ThreadManager
    let host: HostDescription

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(ThreadShellCommand.self) { params, context in
            if let timeoutMs = params.timeoutMs, timeoutMs < 0 {
                throw ServerFailure(
                    code: .invalidParams, kind: "invalidParams",
                    "thread/shellCommand timeoutMs must be non-negative, got \(timeoutMs)")
            }
            let thread = try await threads.threadForTurn(params.threadId)
            let begin = try await thread.shellCommand(params, userAgent: host.userAgent(context.profile.client))
            return Handled(ThreadShellCommandResponse(), afterwards: begin)
        }
        router.on(ThreadBackgroundTerminalsList.self) { params, _ in
            try PageLimit.check(params.limit)
            return Handled(try await threads.backgroundTerminals(params))
        }
        router.on(ThreadBackgroundTerminalsTerminate.self) { params, _ in
            Handled(ThreadBackgroundTerminalsTerminateResponse(terminated: try await threads.terminate(params)))
        }
        router.on(ThreadBackgroundTerminalsClean.self) { params, _ in
            try await threads.cleanBackgroundTerminals(params.threadId)
            return Handled(ThreadBackgroundTerminalsCleanResponse())
        }
    }
}
