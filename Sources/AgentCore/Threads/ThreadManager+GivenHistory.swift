package import AppServerProtocol
import Support
import ThreadStore

/// Going on with a history that the client has kept, and not the store.
extension ThreadManager {
    /// Makes a thread that begins with the items that a client gives for what the model sees. It has an id of its own, and
    /// no turns yet: `threadId` and `path` name nothing here.
    package func resume(
        _ params: ThreadResumeParams, from history: [Verbatim<ResponseItem>], originator: String,
        for subscriber: Subscriber
    ) async throws(AgentError) -> OpenedThread {
        guard loaded[params.threadId.lowercased()] == nil else {
            throw AgentError(
                .invalidParams, "cannot resume thread \(params.threadId) with history while it is already running")
        }
        guard !history.isEmpty else { throw AgentError(.invalidParams, "history must not be empty") }
        let items = try InjectedItems.check(history.map(\.raw))
        var opened = try await start(ThreadStartParams(settingsOf: params), originator: originator, for: subscriber)
        let thread = try await self.thread(opened.feed.id)
        do throws(AgentError) {
            try await thread.inject(items)
            try await checkWritten(thread.id)
        } catch {
            leave(thread, subscriber.id)
            throw error
        }
        // As for any thread that is resumed: lists and dashboards hear that it is there.
        thread.feed.emit(ThreadStatusChangedNotification(threadId: thread.id, status: .idle), to: .everyone)
        if params.initialTurnsPage != nil { opened.firstPage = TurnsPage(data: []) }
        opened.isLoadedNow = true
        return opened
    }
}

extension ThreadStartParams {
    /// What a client that resumes a thread says of its settings.
    fileprivate init(settingsOf params: ThreadResumeParams) {
        self.init(
            model: params.model, modelProvider: params.modelProvider, serviceTier: params.serviceTier,
            cwd: params.cwd, runtimeWorkspaceRoots: params.runtimeWorkspaceRoots,
            approvalPolicy: params.approvalPolicy, approvalsReviewer: params.approvalsReviewer,
            sandbox: params.sandbox, permissions: params.permissions, config: params.config,
            baseInstructions: params.baseInstructions, developerInstructions: params.developerInstructions,
            personality: params.personality)
    }
}
