package import AppServerProtocol
import CommandExecution

/// The commands of threads that run in the background.
extension ThreadManager {
    /// One page of them.
    package func backgroundTerminals(
        _ params: ThreadBackgroundTerminalsListParams
    ) async throws(AgentError) -> ThreadBackgroundTerminalsListResponse {
        let terminals = try await thread(params.threadId).sessions.inBackground.map { session in
            ThreadBackgroundTerminal(
                itemId: session.facts.itemID, processId: session.processID, command: session.facts.command,
                cwd: session.facts.directory, osPid: session.pid)
        }
        let page = try ListPage(
            terminals, params.cursor, params.limit ?? Self.backgroundTerminalsPerPage, id: \.processId)
        let listed = page.data
        let measured = await BlockingWork.run {
            listed.map { terminal in
                var terminal = terminal
                let usage = terminal.osPid.flatMap(ProcessUsage.init(tree:))
                terminal.cpuPercent = usage?.cpuPercent
                terminal.rssKb = usage?.residentKiB
                return terminal
            }
        }
        return ThreadBackgroundTerminalsListResponse(data: measured, nextCursor: page.nextCursor)
    }

    /// Ends one of them. False if it was over, or there is none of this number.
    package func terminate(_ params: ThreadBackgroundTerminalsTerminateParams) async throws(AgentError) -> Bool {
        guard let number = Int(params.processId), number >= 0 else {
            throw AgentError(
                .invalidParams, "invalid background terminal process id: invalid digit found in string")
        }
        guard let session = try await thread(params.threadId).sessions[number] else { return false }
        let wasRunning = session.terminate()
        if wasRunning { await session.ended() }
        return wasRunning
    }

    /// Ends all of them.
    package func cleanBackgroundTerminals(_ id: String) async throws(AgentError) {
        try await thread(id).sessions.endBackground()
    }

    private static let backgroundTerminalsPerPage = 25
}
