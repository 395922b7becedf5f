package import AppServerProtocol
import ThreadStore

/// The thread in the forms that clients and the index see.
extension FeedState {
    /// The thread object. `path` is nil for an ephemeral thread.
    package func thread(path: String?, version: String, sections: [ThreadSection], turns: [Turn] = []) -> Thread {
        let section = digest.section?.sectionId
        return Thread(
            id: header.id, sessionId: header.id, forkedFromId: header.forkedFromId,
            parentThreadId: header.parentThreadId, preview: digest.preview, ephemeral: path == nil,
            section: section.flatMap { id in sections.first { $0.id == id } },
            sectionEnteredAt: section == nil ? nil : digest.section.map { $0.enteredAtMs / 1000 },
            projectId: digest.projectId, historyMode: header.historyMode, canAcceptDirectInput: true,
            environments: [
                ThreadEnvironment(environmentId: "local", cwd: settings.cwd, runtimeWorkspaceRoots: [settings.cwd])
            ], modelProvider: settings.modelProvider,
            model: settings.model, reasoningEffort: settings.effort, createdAt: digest.createdAtMs / 1000,
            updatedAt: digest.updatedAtMs / 1000, recencyAt: digest.recencyAtMs / 1000, status: status, path: path,
            cwd: settings.cwd, cliVersion: version, originator: header.originator, source: header.source,
            threadSource: header.threadSource,
            agentNickname: header.agentName, agentRole: header.spawn?.agentRole, gitInfo: digest.gitInfo,
            name: digest.name, turns: turns)
    }

}
