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
    /// Whether a user has said what it is for, in a first message or in a goal.
    package var hasUserMessage: Bool
    /// The thread that it was copied from.
    package var forkedFromId: String?
    /// The thread whose agent made it.
    package var parentThreadId: String?
    /// How clients are meant to read the history.
    package var historyMode: ThreadHistoryMode
    /// The section that it is filed under.
    package var section: SectionRecord?
    /// The project that it belongs to.
    package var projectId: String?
    /// A mark that clients set for themselves.
    package var daybreakEnabled: Bool?
    /// Whether memories may be made from it; nil when nobody has said.
    package var memoryMode: ThreadMemoryMode?
    /// How far the user has read; nil while there is nothing to read.
    package var readState: ThreadReadState?
    /// What is tied to it. Lists don't show it and leave it empty; it tells who owns an attachment.
    package var attachments: [AttachmentKey] = []

    /// Whether the log has lost its header, so that much of this is made up.
    var isHeaderLost = false

    /// Whether nobody knows any more where the thread comes from. A header that was put together without it says no
    /// version of a program either, which all others do.
    var isSourceLost: Bool { source == .unknown && cliVersion.isEmpty }

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

    /// Takes over what a header says that was known before the log lost it.
    mutating func take(_ header: ThreadHeader) {
        isHeaderLost = false
        createdAtMs = header.createdAtMs
        source = header.source
        originator = header.originator
        cliVersion = header.cliVersion
        threadSource = header.threadSource
        gitInfo = gitInfo ?? header.gitInfo
        forkedFromId = header.forkedFromId
        parentThreadId = header.parentThreadId
        historyMode = header.historyMode
        // These may come from the settings, which are newer.
        if cwd == ThreadDigest.unknownFolder { cwd = header.cwd }
        if modelProvider.isEmpty { modelProvider = header.modelProvider }
        model = model ?? header.model
    }

    /// Whether lists show it: once a user has said what it is for, or when the user has filed it under a section.
    package var isListed: Bool { hasUserMessage || section?.sectionId != nil }

    /// The thread on the wire: not loaded, without turns, times in Unix seconds. `definition` is what is known of the
    /// section that it is filed under; without one (the section was deleted) the thread is in none.
    package func thread(path: String?, section definition: ThreadSection? = nil) -> Thread {
        let environment = ThreadEnvironment(environmentId: "local", cwd: cwd, runtimeWorkspaceRoots: [cwd])
        let spawn: SubAgentSpawn? = if case .subAgent(.threadSpawn(let spawn)) = source { spawn } else { nil }
        let enteredAt: Int? = definition == nil ? nil : section.map { $0.enteredAtMs / 1000 }
        return Thread(
            id: id, sessionId: id, forkedFromId: forkedFromId, parentThreadId: parentThreadId, preview: preview,
            ephemeral: false, section: definition, sectionEnteredAt: enteredAt, projectId: projectId,
            historyMode: historyMode, environments: [environment], daybreakEnabled: daybreakEnabled,
            modelProvider: modelProvider, model: model,
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
            header: header, settings: settings, name: name, preview: preview,
            hasUserMessage: hasPurpose,
            updatedAtMs: updatedAtMs, recencyAtMs: recencyAtMs, isArchived: isArchived)
        summary.isHeaderLost = knownHeader == nil
        summary.createdAtMs = createdAtMs
        summary.section = section?.sectionId == nil ? nil : section
        summary.projectId = projectId
        summary.daybreakEnabled = metadata?.daybreakEnabled
        summary.memoryMode = memoryMode
        summary.readState = readState
        summary.attachments = attachments.map(\.key)
        return summary
    }
}
