package import AppServerProtocol

/// What lists show of a thread: one row of the index.
package struct ThreadSummary: Hashable, Sendable {
    /// The thread's id: a UUID in lower case.
    package var id: String
    /// When it was made, in milliseconds since the Unix epoch.
    package var createdAtMs: Int
    /// When it last changed, in milliseconds since the Unix epoch.
    package var updatedAtMs: Int
    /// When a turn last began or ended, in milliseconds since the Unix epoch.
    package var recencyAtMs: Int
    /// Whether it is put away.
    package var isArchived: Bool
    /// Its working directory.
    package var cwd: String
    /// Its model provider.
    package var modelProvider: String
    /// Its model.
    package var model: String?
    /// Its reasoning effort.
    package var reasoningEffort: ReasoningEffort?
    /// What kind of client made it.
    package var source: SessionSource
    /// The client's name for itself.
    package var originator: String?
    /// The version of the program that made it.
    package var cliVersion: String
    /// What the client said it is for.
    package var threadSource: ThreadSource?
    /// The git repository around `cwd` when the thread was made.
    package var gitInfo: GitInfo?
    /// Its name.
    package var name: String?
    /// The text of its first user message.
    package var preview: String
    /// Whether it has a first user message. Lists show no others.
    package var hasUserMessage: Bool
    /// The thread that it was copied from.
    package var forkedFromId: String?
    /// The thread whose agent made it.
    package var parentThreadId: String?
    /// How clients are meant to read the history.
    package var historyMode: ThreadHistoryMode

    /// The summary of a thread with this header and these settings.
    package init(
        header: ThreadHeader, settings: ThreadSettings?, name: String?, preview: String, hasUserMessage: Bool,
        updatedAtMs: Int, recencyAtMs: Int, isArchived: Bool = false
    ) {
        id = header.id
        createdAtMs = header.createdAtMs
        self.updatedAtMs = updatedAtMs
        self.recencyAtMs = recencyAtMs
        self.isArchived = isArchived
        cwd = settings?.cwd ?? header.cwd
        modelProvider = settings?.modelProvider ?? header.modelProvider
        model = settings?.model ?? header.model
        reasoningEffort = settings?.effort
        source = header.source
        originator = header.originator
        cliVersion = header.cliVersion
        threadSource = header.threadSource
        gitInfo = header.gitInfo
        self.name = name
        self.preview = preview
        self.hasUserMessage = hasUserMessage
        forkedFromId = header.forkedFromId
        parentThreadId = header.parentThreadId
        historyMode = header.historyMode
    }

    /// The thread on the wire: not loaded, without turns, times in Unix seconds.
    package func thread(path: String?) -> Thread {
        let spawn: SubAgentSpawn? = if case .subAgent(.threadSpawn(let spawn)) = source { spawn } else { nil }
        return Thread(
            id: id, sessionId: id, forkedFromId: forkedFromId, parentThreadId: parentThreadId, preview: preview,
            ephemeral: false, projectId: nil, historyMode: historyMode, modelProvider: modelProvider, model: model,
            reasoningEffort: reasoningEffort, createdAt: createdAtMs / 1000, updatedAt: updatedAtMs / 1000,
            recencyAt: recencyAtMs / 1000, status: .notLoaded, path: path, cwd: cwd, cliVersion: cliVersion,
            originator: originator, source: source, threadSource: threadSource, agentNickname: spawn?.agentNickname,
            agentRole: spawn?.agentRole, gitInfo: gitInfo, name: name, turns: [])
    }
}

extension ThreadDigest {
    /// What lists show of the thread.
    package var summary: ThreadSummary {
        var header = header
        header.gitInfo = gitInfo
        var summary = ThreadSummary(
            header: header, settings: settings, name: name, preview: preview, hasUserMessage: history.preview != nil,
            updatedAtMs: updatedAtMs, recencyAtMs: recencyAtMs, isArchived: isArchived)
        summary.createdAtMs = createdAtMs
        return summary
    }
}
