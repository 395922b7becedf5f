import AppServerProtocol
import ModelClient
import Support
import ThreadStore
import WireJSON

/// A review: the reviewer works in a conversation of its own, and its result goes into the thread's.
extension TurnLoop {
    /// Has the reviewer do its work. Returns how the turn ends.
    func review(_ task: ReviewTask) async -> End {
        show(.userMessage(task.message(turnID: context.turnID)))
        show(.enteredReviewMode(EnteredReviewModeItem(id: environment.identifiers.uuid(), review: task.label)))
        for item in surroundings.all { remember(item) }
        remember(HistoryItems.userMessage(texts: [task.prompt]))
        var end = await work()
        var result: String?
        if case .completed = end {
            result = ReviewResult(reviewersWords)?.text
            if result == nil { end = .failed(TurnError(message: ReviewMessage.nothing, codexErrorInfo: .other)) }
        }
        conclude(task, result)
        return end
    }

    /// Puts the result before clients and the thread's model.
    private func conclude(_ task: ReviewTask, _ result: String?) {
        let text = result ?? ReviewMessage.nothing
        show(.exitedReviewMode(ExitedReviewModeItem(id: environment.identifiers.uuid(), review: text)))
        // The label stands for it: so a later process knows that the model has heard of the review.
        tellThread(ReviewMessage.item(task.label, result: result), itemID: context.turnID)
        tellThread(HistoryItems.assistantMessage(text))
        show(.agentMessage(AgentMessageItem(id: "msg_" + environment.identifiers.uuid(), text: text)))
    }

    private func tellThread(_ item: RawJSON, itemID: String? = nil) {
        feed.record(.modelItem(ModelItemRecord(turnId: context.turnID, item: item, itemId: itemID)))
    }

    /// Shows an item that has no duration.
    private func show(_ item: ThreadItem) {
        let now = environment.clock.milliseconds()
        feed.itemStarted(item, turnID: context.turnID, atMs: now)
        feed.itemCompleted(item, turnID: context.turnID, atMs: now)
    }

    /// Keeps what a reviewer says, which is not meant for people: they get the result. Returns whether the action was that.
    func keepsToItself(_ action: ResponseAssembler.Action) -> Bool {
        guard context.kind.review != nil else { return false }
        switch action {
        case .start(.agentMessage), .messageDelta:
            return true
        case .complete(.agentMessage(let message)):
            reviewersWords = message.text
            return true
        default:
            return false
        }
    }
}

extension ReviewTask {
    /// The user message that says what is reviewed. It has its turn's id, which the answer to the client has named.
    func message(turnID: String) -> UserMessageItem {
        UserMessageItem(id: turnID, content: [.text(TextUserInput(text: label))])
    }
}
