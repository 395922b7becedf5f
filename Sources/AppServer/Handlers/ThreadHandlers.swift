import AgentCore
import AppServerProtocol
import Support
import ThreadStore
import WireJSON

/// The methods that give a client a thread, and take it back.
struct ThreadHandlers: Sendable {
    let threads: ThreadManager
    let host: HostDescription
    let clock: WallClock

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(ThreadStart.self) { params, context in try await start(params, context) }
        router.on(ThreadResume.self) { params, context in try await resume(params, context) }
        router.on(ThreadFork.self) { params, context in try await fork(params, context) }
        router.on(ThreadUnsubscribe.self) { params, context in
            let status = try await threads.unsubscribe(params.threadId, context.connection.id)
            return Handled(ThreadUnsubscribeResponse(status: status))
        }
        router.on(ThreadArchive.self) { params, _ in
            Handled(ThreadArchiveResponse(), afterwards: try await threads.archive(params.threadId))
        }
        router.on(ThreadUnarchive.self) { params, _ in
            let (thread, announce) = try await threads.unarchive(params.threadId)
            return Handled(ThreadUnarchiveResponse(thread: thread), afterwards: announce)
        }
        router.on(ThreadDelete.self) { params, _ in
            Handled(ThreadDeleteResponse(), afterwards: try await threads.delete(params.threadId))
        }
    }

    private func start(
        _ params: ThreadStartParams, _ context: RequestContext
    ) async throws -> Handled<ThreadStartResponse> {
        let opened = try await threads.start(
            params, originator: host.originator(context.profile.client), for: context.connection.subscriber)
        warn(opened, context)
        let settings = opened.settings
        let response = ThreadStartResponse(
            thread: opened.thread, model: settings.model, modelProvider: settings.modelProvider,
            serviceTier: settings.serviceTier, disabledPluginIds: settings.disabledPluginIds, cwd: settings.cwd,
            runtimeWorkspaceRoots: [settings.cwd], instructionSources: opened.instructionSources,
            approvalPolicy: settings.approvalPolicy, approvalsReviewer: settings.approvalsReviewer,
            sandbox: settings.sandboxPolicy, activePermissionProfile: settings.activePermissionProfile,
            reasoningEffort: settings.effort)
        let id = context.connection.id
        return Handled(response) {
            opened.feed.release(id)
            if opened.isNew { opened.feed.threadStarted(opened.thread) }
        }
    }

    private func resume(
        _ params: ThreadResumeParams, _ context: RequestContext
    ) async throws -> Handled<ThreadResumeResponse> {
        let opened = try await opened(params, context)
        warn(opened, context)
        let settings = opened.settings
        let response = ThreadResumeResponse(
            thread: opened.thread, model: settings.model, modelProvider: settings.modelProvider,
            serviceTier: settings.serviceTier, disabledPluginIds: settings.disabledPluginIds, cwd: settings.cwd,
            runtimeWorkspaceRoots: [settings.cwd], instructionSources: opened.instructionSources,
            approvalPolicy: settings.approvalPolicy, approvalsReviewer: settings.approvalsReviewer,
            sandbox: settings.sandboxPolicy, activePermissionProfile: settings.activePermissionProfile,
            reasoningEffort: settings.effort, collaborationMode: settings.collaborationMode,
            turnsBackwardsCursor: opened.cursors.turns, itemsBackwardsCursor: opened.cursors.items,
            initialTurnsPage: opened.firstPage, lastSeq: opened.lastSequence,
            replay: params.afterSeq.map { $0 == opened.lastSequence ? .complete : .snapshot })
        let id = context.connection.id
        return Handled(response) {
            opened.feed.release(id)
            if opened.isLoadedNow || !params.excludeTurns { opened.feed.announceTokenUsage() }
            opened.feed.announceGoal()
            if let damage = opened.damage {
                context.connection.notify(
                    WarningNotification(threadId: opened.feed.id, message: damage), clock: clock)
            }
            opened.goOn?()
        }
    }

    private func opened(
        _ params: ThreadResumeParams, _ context: RequestContext
    ) async throws -> ThreadManager.OpenedThread {
        let (client, subscriber) = (context.profile.client, context.connection.subscriber)
        guard let history = params.history else {
            return try await threads.resume(params, userAgent: host.userAgent(client), for: subscriber)
        }
        return try await threads.resume(params, from: history, originator: host.originator(client), for: subscriber)
    }

    private func fork(
        _ params: ThreadForkParams, _ context: RequestContext
    ) async throws -> Handled<ThreadForkResponse> {
        let opened = try await threads.fork(
            params, originator: host.originator(context.profile.client), for: context.connection.subscriber)
        warn(opened, context)
        let settings = opened.settings
        let response = ThreadForkResponse(
            thread: opened.thread, model: settings.model, modelProvider: settings.modelProvider,
            serviceTier: settings.serviceTier, disabledPluginIds: settings.disabledPluginIds, cwd: settings.cwd,
            runtimeWorkspaceRoots: [settings.cwd], instructionSources: opened.instructionSources,
            approvalPolicy: settings.approvalPolicy, approvalsReviewer: settings.approvalsReviewer,
            sandbox: settings.sandboxPolicy, activePermissionProfile: settings.activePermissionProfile,
            reasoningEffort: settings.effort)
        let id = context.connection.id
        return Handled(response) {
            opened.feed.release(id)
            opened.feed.threadStarted(opened.thread)
            if !params.excludeTurns { opened.feed.announceTokenUsage() }
        }
    }

    private func warn(_ opened: ThreadManager.OpenedThread, _ context: RequestContext) {
        for problem in opened.problems {
            context.connection.notify(ConfigWarningNotification(problem), clock: clock)
        }
    }
}
