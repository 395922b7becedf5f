package import AppServerProtocol
import Support
package import ThreadStore
import WireJSON

/// Small changes to threads, loaded or not.
extension ThreadManager {
    /// Names a thread.
    package func rename(_ id: String, _ name: String) async throws(AgentError) {
        try await change(id) { $0.nameChanged(name) }
    }

    /// Changes what a stored thread says of itself; a thread that is not loaded stays so.
    func change<Result: Sendable>(
        _ id: String, _ body: (ThreadFeed) throws(AgentError) -> Result
    ) async throws(AgentError) -> Result {
        try checkID(id)
        if let thread = loaded[id.lowercased()] {
            guard thread.feed.path != nil else {
                throw AgentError(.unsupported, "ephemeral thread does not support metadata updates: \(id)")
            }
            try checkDisk(thread.id)
            let result = try body(thread.feed)
            await thread.note()
            try await checkWritten(thread.id)
            return result
        }
        let feed = try await closedFeed(id.lowercased())
        let result: Result
        do throws(AgentError) {
            result = try body(feed)
        } catch {
            feed.close()
            throw error
        }
        environment.store.noteSummary(feed.read { $0.digest.summary })
        feed.close()
        try await checkWritten(feed.id)
        return result
    }

    /// Refuses a change to a thread whose log can't be written: it could be lost after it was confirmed.
    func checkDisk(_ id: String) throws(AgentError) {
        if let failure = environment.store.writeFailure(id) { throw AgentError(failure) }
    }

    /// Refuses work on a home in which nothing can be written.
    package func checkHome() throws(AgentError) {
        if let problem = environment.store.homeProblem { throw .readOnly(problem) }
    }

    /// Confirms a change: it is in the thread's log. The error says that it is kept in memory only.
    func checkWritten(_ id: String) async throws(AgentError) {
        if let failure = await environment.store.settledWriteFailure(id) { throw AgentError(failure) }
    }

    // MARK: - History

    /// Takes a turn and all later ones out of a loaded thread's history. Files stay as they are, and so does the thread's
    /// status: it stays loaded, and one whose last turn has failed says so until the next turn.
    package func revert(
        _ params: ThreadRevertParams
    ) async throws(AgentError) -> (thread: Thread, cursors: HistoryCursors, announce: @Sendable () -> Void) {
        let thread = try await thread(params.threadId)
        guard let path = thread.feed.path else {
            throw AgentError(.unsupported, "ephemeral threads do not support thread/revert")
        }
        let id = thread.id
        try checkDisk(id)
        let before = thread.feed.snapshot()
        _ = try await stored {
            try await self.environment.store.revertRecord(id, beforeTurnId: params.beforeTurnId, upTo: before.logLength)
        }
        await thread.stopTurns()
        let length = thread.feed.snapshot().logLength
        let record = try await stored {
            try await self.environment.store.revertRecord(id, beforeTurnId: params.beforeTurnId, upTo: length)
        }
        let wasRead = thread.feed.read(\.digest.readState)
        try await thread.revert(record)
        try await checkWritten(id)
        let snapshot = thread.feed.snapshot()
        let cursors = HistoryCursors(snapshot.state.digest)
        let isReadChanged = snapshot.state.digest.readState != wasRead
        return (
            try await sectioned(wireThread(snapshot.state, path: path), snapshot.state), cursors,
            {
                if isReadChanged { thread.feed.announceReadState() }
                thread.feed.reverted()
            }
        )
    }

    /// Takes the last turns out of a loaded thread's history; all of them when it has no more.
    package func rollBack(
        _ params: ThreadRollbackParams
    ) async throws(AgentError) -> (thread: Thread, announce: @Sendable () -> Void) {
        guard params.numTurns >= 1 else { throw AgentError(.invalidParams, "numTurns must be >= 1") }
        let thread = try await thread(params.threadId)
        guard thread.feed.path != nil else {
            throw AgentError(.unsupported, "ephemeral threads do not support thread/rollback")
        }
        let id = thread.id
        let snapshot = thread.feed.snapshot()
        let page = try await stored {
            try await self.environment.store.turns(
                id, TurnsQuery(limit: params.numTurns, itemsView: .notLoaded), upTo: snapshot.logLength)
        }
        guard let first = page.data.last else {
            return (try await sectioned(wireThread(snapshot.state, path: thread.feed.path), snapshot.state), {})
        }
        var (reverted, _, announce) = try await revert(ThreadRevertParams(threadId: id, beforeTurnId: first.id))
        reverted.turns = try await turns(thread.feed.snapshot(), id)
        return (reverted, announce)
    }

    /// Puts items into the history that the model sees of a loaded thread.
    package func inject(_ params: ThreadInjectItemsParams) async throws(AgentError) {
        let thread = try await thread(params.threadId)
        let items = try InjectedItems.check(params.items)
        guard thread.feed.path != nil else { return try await thread.inject(items) }
        try checkDisk(thread.id)
        try await thread.inject(items)
        try await checkWritten(thread.id)
    }

    /// Changes the sticky settings of a loaded thread. Returns what tells clients.
    package func updateSettings(
        _ params: ThreadSettingsUpdateParams
    ) async throws(AgentError) -> @Sendable () -> Void {
        let feed = try await thread(params.threadId).feed
        let settings = try feed.read(\.settings).applying(params, environment: environment)
        try checkProvider(settings, environment.configuration())
        guard feed.read(\.settings) != settings else { return {} }
        if feed.path != nil { try checkDisk(feed.id) }
        feed.record(.settings(settings)) { state in state.settings = settings }
        if feed.path != nil { try await checkWritten(feed.id) }
        return { feed.announceSettings(settings) }
    }
}

// MARK: - Small facts

extension ThreadManager {
    /// Changes what a thread says of its surroundings. Returns the thread.
    package func updateMetadata(_ params: ThreadMetadataUpdateParams) async throws(AgentError) -> Thread {
        // As for the peer, a project of null says nothing: a thread leaves a project when that is deleted.
        let project = params.projectId.value
        guard params.gitInfo != nil || project != nil || params.daybreakEnabled != nil else {
            throw AgentError(.invalidParams, "thread metadata update must include at least one field")
        }
        if let project { try await checkProject(project) }
        let (state, path) = try await change(params.threadId) { feed throws(AgentError) in
            let digest = feed.read(\.digest)
            var record = digest.metadata ?? MetadataRecord(gitInfo: digest.gitInfo)
            if let changes = params.gitInfo { record.gitInfo = try changes.applied(to: record.gitInfo) }
            if let mark = params.daybreakEnabled { record.daybreakEnabled = mark }
            if record != digest.metadata { feed.record(.metadata(record)) }
            if let project { feed.projectChanged(project) }
            return (feed.snapshot().state, feed.path)
        }
        return try await sectioned(wireThread(state, path: path), state)
    }

    /// Says whether a thread may be learnt from.
    package func setMemoryMode(_ params: ThreadMemoryModeSetParams) async throws(AgentError) {
        try await change(params.threadId) { feed in _ = feed.record(.memoryMode(params.mode)) }
    }

    /// Marks a thread as read or unread. Returns the state, and what tells the clients of a loaded thread.
    package func updateReadState(
        _ params: ThreadReadStateUpdateParams
    ) async throws(AgentError) -> (state: ThreadReadState, announce: (@Sendable () -> Void)?) {
        let feed = loaded[params.threadId.lowercased()]?.feed
        guard feed == nil || feed?.path != nil else { throw .readStateUnavailable }
        let state: ThreadReadState
        do throws(AgentError) {
            state = try await change(params.threadId) { feed throws(AgentError) in
                try feed.markRead(params.operation, expecting: params.expectedRevision)
            }
        } catch {
            throw error.kind == .threadNotFound
                ? .unreadable(params.threadId) : error
        }
        guard let feed else { return (state, nil) }
        return (state, { feed.announceReadState() })
    }

    // MARK: - Attachments

    /// Ties something to a thread.
    package func attach(_ params: ThreadAttachmentAddParams) async throws(AgentError) -> ThreadAttachmentAddResponse {
        try AttachmentLimits.check(params)
        let id = environment.identifiers.uuid()
        let now = environment.clock.milliseconds() / 1000
        let key = AttachmentKey(attachmentType: params.attachmentType, identityKey: params.identityKey)
        return try await change(params.threadId) { feed throws(AgentError) in
            try AttachmentLimits.check(key, besides: feed.read(\.digest.attachments))
            return feed.attach(
                ThreadAttachment(
                    id: id, attachmentType: params.attachmentType, identityKey: params.identityKey,
                    payload: params.payload, createdAt: now))
        }
    }

    /// A page of what is tied to a thread.
    package func attachments(
        _ params: ThreadAttachmentListParams
    ) async throws(AgentError) -> ThreadAttachmentListResponse {
        let (snapshot, _) = try await look(params.threadId)
        let page = try ListPage(snapshot.state.digest.attachments, params.cursor, params.limit, id: \.id)
        return ThreadAttachmentListResponse(data: page.data, nextCursor: page.nextCursor)
    }

    /// Unties something from a thread.
    package func detach(_ params: ThreadAttachmentRemoveParams) async throws(AgentError) {
        let key = AttachmentKey(attachmentType: params.attachmentType, identityKey: params.identityKey)
        try await change(params.threadId) { feed in feed.detachAttachment(key) }
    }

    // MARK: - Questions outside of the protocol

    /// Counts a question that a client asks the user outside of the protocol. Returns how many are open.
    package func elicitation(_ id: String, by step: Int) async throws(AgentError) -> Int {
        try await thread(id).countElicitation(step)
    }
}

extension ThreadMetadataGitInfoUpdateParams {
    /// What is known of the repository after the changes; nil when nothing is left.
    fileprivate func applied(to info: GitInfo?) throws(AgentError) -> GitInfo? {
        guard !(sha.isAbsent && branch.isAbsent && originUrl.isAbsent) else {
            throw AgentError(.invalidParams, "gitInfo must include at least one field")
        }
        var changed = info ?? GitInfo()
        for (name, patch, path) in [
            ("sha", sha, \GitInfo.sha), ("branch", branch, \GitInfo.branch),
            ("originUrl", originUrl, \GitInfo.originUrl),
        ] {
            guard let text = patch.value?.trimmed else {
                patch.apply(to: &changed[keyPath: path])
                continue
            }
            guard !text.isEmpty else { throw AgentError(.invalidParams, "gitInfo.\(name) must not be empty") }
            changed[keyPath: path] = text
        }
        return changed == GitInfo() ? nil : changed
    }
}
