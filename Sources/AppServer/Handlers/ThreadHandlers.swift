import AgentCore
import AppServerProtocol
import Support
import ThreadStore
import WireJSON

/// The methods of threads.
struct ThreadHandlers: Sendable {
    let threads: ThreadManager
    let host: HostDescription
    let clock: WallClock

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(ThreadStart.self) { params, context in try await start(params, context) }
        router.on(ThreadResume.self) { params, context in try await resume(params, context) }
        router.on(ThreadRead.self) { params, _ in
            let (thread, state) = try await threads.read(params)
            return Handled(ThreadReadResponse(thread: thread, readState: state))
        }
        router.on(ThreadList.self) { params, _ in try await list(params) }
        router.on(ThreadLoadedList.self) { params, _ in try await loadedList(params) }
        router.on(ThreadNameSet.self) { params, _ in
            let name = params.name.trimmed
            guard !name.isEmpty else { throw AgentError(.invalidParams, "thread name must not be empty") }
            try await threads.rename(params.threadId, name)
            return Handled(ThreadSetNameResponse())
        }
        router.on(ThreadUnsubscribe.self) { params, context in
            let status = await threads.unsubscribe(params.threadId, context.connection.id)
            return Handled(ThreadUnsubscribeResponse(status: status))
        }
    }

    private func start(
        _ params: ThreadStartParams, _ context: RequestContext
    ) async throws -> Handled<ThreadStartResponse> {
        let opened = try await threads.start(
            params, originator: host.originator(context.profile.client), for: context.connection.subscriber)
        for problem in opened.problems {
            context.connection.notify(ConfigWarningNotification(problem), clock: clock)
        }
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
        let opened = try await threads.resume(params, for: context.connection.subscriber)
        let settings = opened.settings
        let response = ThreadResumeResponse(
            thread: opened.thread, model: settings.model, modelProvider: settings.modelProvider,
            serviceTier: settings.serviceTier, disabledPluginIds: settings.disabledPluginIds, cwd: settings.cwd,
            runtimeWorkspaceRoots: [settings.cwd], instructionSources: opened.instructionSources,
            approvalPolicy: settings.approvalPolicy, approvalsReviewer: settings.approvalsReviewer,
            sandbox: settings.sandboxPolicy, activePermissionProfile: settings.activePermissionProfile,
            reasoningEffort: settings.effort, collaborationMode: settings.collaborationMode,
            lastSeq: opened.lastSequence, replay: params.afterSeq.map { _ in .snapshot })
        let id = context.connection.id
        return Handled(response) {
            opened.feed.release(id)
            if opened.isLoadedNow { opened.feed.announceTokenUsage() }
        }
    }

    private func list(_ params: ThreadListParams) async throws -> Handled<ThreadListResponse> {
        try PageLimit.check(params.limit)
        if params.originators?.isEmpty == false {
            throw ServerFailure(
                code: .invalidParams, kind: "invalidParams",
                "originator filtering is not supported by the local app-server")
        }
        if params.parentThreadId != nil && params.ancestorThreadId != nil {
            throw ServerFailure(
                kind: "invalidParams", "parentThreadId and ancestorThreadId are mutually exclusive")
        }
        // No thread has a parent, a section or a project yet, so a list of those that have is empty.
        let asksForNone =
            params.parentThreadId != nil || params.ancestorThreadId != nil || params.sectionId.value != nil
            || params.projectId != nil
        guard !asksForNone else { return Handled(ThreadListResponse(data: [])) }
        let page = try await threads.list(ThreadListQuery(params))
        return Handled(
            ThreadListResponse(
                data: page.threads, nextCursor: page.nextCursor, backwardsCursor: page.backwardsCursor))
    }

    private func loadedList(_ params: ThreadLoadedListParams) async throws -> Handled<ThreadLoadedListResponse> {
        try PageLimit.check(params.limit)
        var ids = await threads.loadedIDs
        if let cursor = params.cursor {
            guard cursor.utf8.count == 36 else { throw AgentError(.invalidCursor, "invalid cursor: \(cursor)") }
            ids.removeAll { $0 <= cursor }
        }
        guard let limit = params.limit.map({ max($0, 1) }), limit < ids.count else {
            return Handled(ThreadLoadedListResponse(data: ids, nextCursor: nil))
        }
        return Handled(ThreadLoadedListResponse(data: Array(ids[..<limit]), nextCursor: ids[limit - 1]))
    }
}

extension String {
    /// The text without blanks and line ends around it.
    fileprivate var trimmed: String {
        let isBlank = { (character: Character) in character.isWhitespace }
        let start = drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(start[...last])
    }
}
