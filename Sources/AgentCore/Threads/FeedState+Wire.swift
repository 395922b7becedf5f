package import AppServerProtocol
package import ThreadStore

/// The thread in the forms that clients and the index see.
extension FeedState {
    /// The thread object.
    package func thread(path: String?, version: String, includeTurns: Bool) -> Thread {
        Thread(
            id: header.id, sessionId: header.id, forkedFromId: header.forkedFromId,
            parentThreadId: header.parentThreadId, preview: preview, ephemeral: path == nil, projectId: nil,
            historyMode: header.historyMode, canAcceptDirectInput: true,
            environments: [
                ThreadEnvironment(environmentId: "local", cwd: settings.cwd, runtimeWorkspaceRoots: [settings.cwd])
            ], modelProvider: settings.modelProvider,
            model: settings.model, reasoningEffort: settings.effort, createdAt: header.createdAtMs / 1000,
            updatedAt: updatedAtMs / 1000, recencyAt: recencyAtMs / 1000, status: status, path: path,
            cwd: settings.cwd, cliVersion: version, originator: header.originator, source: header.source,
            threadSource: header.threadSource, gitInfo: header.gitInfo, name: name,
            turns: includeTurns ? currentTurns : [])
    }

    /// The row that lists show.
    package var summary: ThreadSummary {
        ThreadSummary(
            header: header, settings: settings, name: name, preview: preview, hasUserMessage: !turns.isEmpty,
            updatedAtMs: updatedAtMs, recencyAtMs: recencyAtMs)
    }

    /// From where on the user has not read the thread. Nothing marks turns as read yet, so it is the first turn; the
    /// revision names the newest change, the last turn that ended.
    package var readState: ThreadReadState? {
        guard let first = turns.first, let last = turns.last(where: { $0.status != .inProgress }) else { return nil }
        return ThreadReadState(firstUnread: .turn(UnreadTurn(turnId: first.id)), revision: last.id)
    }
}
