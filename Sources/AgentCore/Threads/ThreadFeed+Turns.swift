package import AppServerProtocol
import Synchronization
import ThreadStore

/// The events of a thread and its turns.
extension ThreadFeed {
    // MARK: - Thread

    /// The thread exists now.
    package func threadStarted(_ thread: Thread) {
        emit(ThreadStartedNotification(thread: thread), to: .everyone)
    }

    /// The thread has another name.
    func nameChanged(_ name: String) {
        emit(
            ThreadNameUpdatedNotification(threadId: id, threadName: name), record: .name(name), to: .everyone)
    }

    /// The sticky settings are others now; nothing happens when they are the same.
    func settingsChanged(_ settings: ThreadSettings) {
        emit { state -> (ThreadSettingsUpdatedNotification, LogRecord?)? in
            guard state.settings != settings else { return nil }
            state.settings = settings
            return (ThreadSettingsUpdatedNotification(threadId: id, threadSettings: settings), .settings(settings))
        }
    }

    /// Tells the thread's clients the sticky settings, which were changed and written before.
    func announceSettings(_ settings: ThreadSettings) {
        emit(ThreadSettingsUpdatedNotification(threadId: id, threadSettings: settings))
    }

    /// Tells the thread's clients about something that they should show.
    func warning(_ message: String) {
        emit(WarningNotification(threadId: id, message: message))
    }

    /// Sends `thread/status/changed` when the status is no longer what clients were told. Only called under the lock.
    func announceStatus(_ state: inout FeedState) {
        let current: ThreadStatus
        if state.turn != nil {
            var flags: [ThreadActiveFlag] = []
            for case let flag? in state.pending.map(\.flag) where !flags.contains(flag) { flags.append(flag) }
            current = .active(ActiveThread(activeFlags: flags))
        } else if state.hasFailed {
            current = .systemError
        } else {
            current = .idle
        }
        guard current != state.status else { return }
        state.status = current
        send(ThreadStatusChangedNotification(threadId: id, status: current), to: .everyone, &state)
    }

    // MARK: - Turns

    /// A turn has been promised to a client: from here on it is in the history. `turnStarted` follows when it runs.
    ///
    /// The input is logged with it, so that a crash before the turn has begun costs the client nothing; so is the queue
    /// without it, if it is from there. The ticket tells when it is on disk; nil when the thread is being unloaded and
    /// takes no turn.
    func turnAccepted(
        _ turn: Turn, input: ThreadItem?, clientUserMessageID: String?, queue: QueueRecord? = nil, atMs: Int
    ) -> LogTicket? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            state.turn = turn
            state.goesOn = false
            state.hasFailed = false
            state.completedItems = []
            let beginning = TurnStartedRecord(
                turnId: turn.id, rootTurnId: turn.rootTurnId, startedAtMs: atMs,
                clientUserMessageId: clientUserMessageID)
            var records = [LogRecord.turnStarted(beginning)]
            if let input { records.append(.itemStarted(ItemRecord(turnId: turn.id, item: input, atMs: atMs))) }
            if let queue { records.append(.queue(queue)) }
            // At once: a turn in the log without its message would be taken for one that was begun like that.
            return write(records, sequence: nil, &state)
        }
    }

    /// An accepted turn can't be written down, and so was not promised after all. What the log may get of it once there
    /// is space again is no history.
    func turnRefused(_ turn: Turn, before history: HistoryDigest) {
        state.withLock { state in
            state.turn = nil
            guard let last = state.digest.lastTurn, last.id == turn.id else { return }
            let record = RevertedRecord(beforeTurnId: turn.id, toOffset: last.offset, history: history)
            _ = append(.reverted(record), sequence: nil, &state)
        }
    }

    /// The turn begins.
    func turnStarted(_ turn: Turn) {
        state.withLock { state in
            announceStatus(&state)
            var announced = turn
            announced.items = []
            announced.itemsView = .notLoaded
            send(TurnStartedNotification(threadId: id, turn: announced), &state)
        }
    }

    /// A message of the user's is to have a place in the running turn. Clients are told when the turn takes it. The ticket
    /// tells when it is on disk.
    func inputArrived(_ input: UserMessageItem, turnID: String, atMs: Int) -> LogTicket {
        record(.itemStarted(ItemRecord(turnId: turnID, item: .userMessage(input), atMs: atMs)))
    }

    /// A message of the user's can't be written down, and so was not promised after all. What the log may get of it once
    /// there is space again says nothing.
    func inputRefused(_ input: UserMessageItem, turnID: String, atMs: Int) {
        var withdrawn = input
        withdrawn.content = []
        _ = inputArrived(withdrawn, turnID: turnID, atMs: atMs)
    }

    /// The turn has ended: status, final error if it failed, and `turn/completed`, in one step. Nothing of the turn
    /// follows. `next` says what the thread goes on with at once; then it isn't unloaded in between. While that is the
    /// goal, nobody is told yet that there is something to read.
    func turnEnded(_ ended: Turn, atMs: Int, followedBy next: AgentThread.NextTurn = .none) {
        state.withLock { state in
            guard let turn = state.turn, turn.id == ended.id else { return }
            state.turn = nil
            state.ending = AgentStatus(ended, answer: turn.items.lastAgentMessage?.agentText)
            state.goesOn = next != .none
            state.hasFailed = ended.status == .failed
            state.running = []
            let record = TurnRecord(
                id: ended.id, status: ended.status, error: ended.error, startedAt: ended.startedAt,
                completedAt: ended.completedAt, durationMs: ended.durationMs)
            // Clients know this order: a failure comes before what there is to read, the end of the work behind it.
            if let error = ended.error, ended.status == .failed {
                announceStatus(&state)
                send(ErrorNotification(error: error, willRetry: false, threadId: id, turnId: ended.id), &state)
            }
            announceReadState(endingWith: record, goesOn: next == .goal, &state)
            announceStatus(&state)
            var announced = ended
            announced.items = turn.items.lastAgentMessage.map { [$0] } ?? []
            announced.itemsView = announced.items.isEmpty ? .notLoaded : .summary
            send(
                TurnCompletedNotification(threadId: id, turn: announced), record: .turnCompleted(record), &state)
        }
    }

    /// Tells clients what there is to read once a turn has ended, unless the goal goes on at once: then its last turn
    /// tells. Only called under the lock.
    private func announceReadState(endingWith record: TurnRecord, goesOn: Bool, _ state: inout FeedState) {
        let changed = state.digest.readState(endingWith: record)
        guard path != nil, let current = changed ?? (state.owesReadState ? state.digest.readState : nil) else { return }
        state.owesReadState = goesOn
        if !goesOn { send(ThreadReadStateChangedNotification(threadId: id, readState: current), &state) }
    }

    /// The running turn ran into an error that is being retried.
    func turnWillRetry(_ error: TurnError, turnID: String) {
        emit(ErrorNotification(error: error, willRetry: true, threadId: id, turnId: turnID))
    }

    /// The model's plan has changed.
    func planUpdated(_ plan: [TurnPlanStep], explanation: String?, turnID: String) {
        emit(TurnPlanUpdatedNotification(threadId: id, turnId: turnID, explanation: explanation, plan: plan))
    }

    /// The turn has changed files.
    func diffUpdated(_ diff: String, turnID: String) {
        emit(TurnDiffUpdatedNotification(threadId: id, turnId: turnID, diff: diff))
    }

    /// A model response has been paid for.
    func tokenUsageUpdated(_ usage: ThreadTokenUsage, turnID: String) {
        emit(
            ThreadTokenUsageUpdatedNotification(threadId: id, turnId: turnID, tokenUsage: usage),
            record: .tokenUsage(TokenUsageRecord(turnId: turnID, usage: usage)))
    }
}

extension ThreadFeed {
    /// Tells a client that joins what the thread has used so far.
    package func announceTokenUsage() {
        emit { state -> (ThreadTokenUsageUpdatedNotification, LogRecord?)? in
            guard let last = state.digest.tokenUsage else { return nil }
            return (ThreadTokenUsageUpdatedNotification(threadId: id, turnId: last.turnId, tokenUsage: last.usage), nil)
        }
    }

    /// The provider has said how much may still be asked of it.
    ///
    /// An event of the account and not of the thread: it has no number, and every client gets it.
    func rateLimitsUpdated(_ limits: RateLimitSnapshot) {
        let line = EventLine(
            AccountRateLimitsUpdatedNotification(rateLimits: limits), sequence: nil, barrier: 0, clock: clock
        ) { _ in true }
        audience.broadcast(line, [])
    }

    // MARK: - The thread's own life

    /// The thread was let go because nobody used it.
    func closed() {
        emit(ThreadClosedNotification(threadId: id), to: .everyone)
    }

    /// The thread was put away.
    func archived() {
        emit(ThreadArchivedNotification(threadId: id), to: .everyone)
    }

    /// The thread is no longer put away.
    func unarchived() {
        emit(ThreadUnarchivedNotification(threadId: id), to: .everyone)
    }

    /// The thread is gone for good.
    func deleted() {
        emit(ThreadDeletedNotification(threadId: id), to: .everyone)
    }

    /// The history is shorter now.
    func reverted() {
        emit(ThreadRevertedNotification(threadId: id), to: .everyone)
    }

    /// The thread has been loaded: lists and dashboards hear of it.
    func announceLoaded() {
        state.withLock { announceStatus(&$0) }
    }
}

extension ThreadItem {
    /// What a message of the agent says; nil for other items.
    fileprivate var agentText: String? {
        if case .agentMessage(let message) = self { message.text } else { nil }
    }
}

extension [ThreadItem] {
    /// The last message of the agent, which is the turn's answer.
    var lastAgentMessage: ThreadItem? {
        last { if case .agentMessage = $0 { true } else { false } }
    }
}
