import AgentCore
import AppServerProtocol

/// The methods of commands that run in a thread's background.
struct TerminalHandlers: Sendable {
    let threads: ThreadManager

    /// Adds the methods to the table.
    func register(on router: inout Router) {
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
