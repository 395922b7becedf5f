import AppServerProtocol
import Support
import ThreadStore
import WireJSON

/// The events of a turn's items.
extension ThreadFeed {
    /// Takes input into the running turn and into what the model reads.
    ///
    /// The message is in the model's history before clients hear that it is complete, and the record there has its id: so
    /// a later process knows which messages the model has heard.
    func take(
        _ input: UserTurnInput, turnID: String, workingDirectory: String, _ environment: AgentEnvironment
    ) {
        var items = input.goalMessage.map { [HistoryItems.userMessage(texts: [$0])] } ?? []
        items += HistoryItems.additionalContext(input.context ?? [:])
        for item in items { record(.modelItem(ModelItemRecord(turnId: turnID, item: item))) }
        guard let message = input.item,
            let said = HistoryItems.userMessage(
                input.content, workingDirectory: workingDirectory, files: environment.files)
        else { return }
        let now = clock.milliseconds()
        itemStarted(message, turnID: turnID, atMs: now)
        record(.modelItem(ModelItemRecord(turnId: turnID, item: said, itemId: message.id)))
        itemCompleted(message, turnID: turnID, atMs: now)
    }

    /// Ends the items that the running turn has begun and won't end itself any more.
    func interruptItems(turnID: String, atMs: Int) {
        let open = read { state in state.turn?.items.filter { !state.completedItems.contains($0.id) } ?? [] }
        for item in open {
            itemCompleted(item.afterInterruption(durationMs: nil) ?? item, turnID: turnID, atMs: atMs)
        }
    }

    /// Ends one item of the running turn that won't be ended otherwise.
    func interruptItem(_ itemID: String, turnID: String, atMs: Int) {
        let item = read { state in
            state.completedItems.contains(itemID) ? nil : state.turn?.items.last { $0.id == itemID }
        }
        if let item { itemCompleted(item.afterInterruption(durationMs: nil) ?? item, turnID: turnID, atMs: atMs) }
    }

    /// An item begins.
    func itemStarted(_ item: ThreadItem, turnID: String, atMs: Int) {
        emit(
            ItemStartedNotification(item: item, threadId: id, turnId: turnID, startedAtMs: atMs),
            record: .itemStarted(ItemRecord(turnId: turnID, item: item, atMs: atMs))
        ) { state in
            state.beginItem(item)
        }
    }

    /// An item is complete; what it says now is final.
    func itemCompleted(_ item: ThreadItem, turnID: String, atMs: Int) {
        emit(
            ItemCompletedNotification(item: item, threadId: id, turnId: turnID, completedAtMs: atMs),
            record: .itemCompleted(ItemRecord(turnId: turnID, item: item, atMs: atMs))
        ) { state in
            state.completeItem(item)
        }
    }

    /// A message goes on.
    func agentMessageDelta(_ delta: String, itemID: String, turnID: String) {
        emit(AgentMessageDeltaNotification(threadId: id, turnId: turnID, itemId: itemID, delta: delta)) { state in
            state.withRunningItem(itemID) { $0.text.append(delta) }
        }
    }

    /// A further part of a reasoning summary begins.
    func reasoningSummaryPartAdded(_ index: Int, itemID: String, turnID: String) {
        emit(
            ReasoningSummaryPartAddedNotification(
                threadId: id, turnId: turnID, itemId: itemID, summaryIndex: index)
        ) { state in
            state.withRunningItem(itemID) { RunningItem.append("", to: &$0.summary, at: index) }
        }
    }

    /// A part of a reasoning summary goes on.
    func reasoningSummaryDelta(_ delta: String, index: Int, itemID: String, turnID: String) {
        emit(
            ReasoningSummaryTextDeltaNotification(
                threadId: id, turnId: turnID, itemId: itemID, delta: delta, summaryIndex: index)
        ) { state in
            state.withRunningItem(itemID) { RunningItem.append(delta, to: &$0.summary, at: index) }
        }
    }

    /// A part of a reasoning text goes on.
    func reasoningTextDelta(_ delta: String, index: Int, itemID: String, turnID: String) {
        emit(
            ReasoningTextDeltaNotification(
                threadId: id, turnId: turnID, itemId: itemID, delta: delta, contentIndex: index)
        ) { state in
            state.withRunningItem(itemID) { RunningItem.append(delta, to: &$0.content, at: index) }
        }
    }

    /// A command printed something. Its turn may be over: then only who listens hears of it.
    func commandOutputDelta(_ delta: String, itemID: String, turnID: String) {
        emit(CommandExecutionOutputDeltaNotification(threadId: id, turnId: turnID, itemId: itemID, delta: delta)) {
            state in
            guard state.turn?.id == turnID else { return }
            state.withRunningItem(itemID) { item in
                if item.text.utf8.count < Limits.runningOutputBytes { item.text.append(delta) }
            }
        }
    }

    /// A command has ended, in its turn or after it. When another turn has begun since, the end has a record of its own:
    /// a turn is what stands together in the log.
    func commandCompleted(_ command: CommandExecutionItem, turnID: String, atMs: Int) {
        let item = ThreadItem.commandExecution(command)
        emit { state in
            let isRunning = state.turn?.id == turnID
            if isRunning { state.completeItem(item) }
            let record = ItemRecord(turnId: turnID, item: item, atMs: atMs)
            let isLast = isRunning || state.turn == nil && state.digest.lastTurn?.id == turnID
            return (
                ItemCompletedNotification(item: item, threadId: id, turnId: turnID, completedAtMs: atMs),
                isLast ? .itemCompleted(record) : .itemEndedLate(record)
            )
        }
    }

    /// The agent wrote into a command that runs, or looked at it.
    func terminalInteraction(_ text: String, processID: String, itemID: String, turnID: String) {
        emit(
            TerminalInteractionNotification(
                threadId: id, turnId: turnID, itemId: itemID, processId: processID, stdin: text))
    }
}
