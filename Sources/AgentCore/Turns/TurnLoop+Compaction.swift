import AppServerProtocol
import ModelClient
import Support
import ThreadStore
import WireJSON

/// Shortening the history, as a turn of its own or in the middle of one.
extension TurnLoop {
    /// Shortens the history if the last answer has come near the end of the model's window. Returns how the turn ends if
    /// that does not succeed.
    func compactIfFull() async -> End? {
        guard let used = context.history.usedTokens, used >= context.compactionLimit else { return nil }
        return await compact()
    }

    /// Shortens the history. Returns how the turn ends if that does not succeed; then the history is as it was.
    func compact() async -> End? {
        let item = ThreadItem.contextCompaction(ContextCompactionItem(id: environment.identifiers.uuid()))
        feed.itemStarted(item, turnID: context.turnID, atMs: environment.clock.milliseconds())
        let history = context.history.items
        let result = await summary(of: history)
        if case .success(let text) = result { replace(history.count, by: text) }
        feed.itemCompleted(item, turnID: context.turnID, atMs: environment.clock.milliseconds())
        switch result {
        case .success:
            feed.warning(Compaction.warning)
            return nil
        case .failure(let failure):
            return control.isInterrupted ? .interrupted : .failed(failure.error)
        }
    }

    /// Puts a summary in the place of the items that it is of. What a client has put in meanwhile comes behind it.
    private func replace(_ count: Int, by summary: String) {
        var tokens = 0
        context.history.compact { history in
            let items = CompactedHistory.items(
                of: Array(history.prefix(count)), surroundings: surroundings.all, summary: summary)
            tokens = CompactedHistory.tokens(of: items)
            return items + history.dropFirst(count)
        }
        context.history.shortened(to: tokens, window: context.model.effectiveContextWindow)
    }

    private struct Failure: Error {
        var error: TurnError
    }

    /// What the model writes about the history. If even that is too long for it, about the newer half, and so on.
    private func summary(of history: [RawJSON]) async -> Result<String, Failure> {
        var part = history
        while true {
            do {
                let text = try await answer(to: part + [HistoryItems.userMessage(texts: [context.compactionPrompt])])
                guard !text.isEmpty else {
                    return .failure(Failure(error: TurnError(message: Compaction.noSummary, codexErrorInfo: .other)))
                }
                return .success(text)
            } catch {
                let error = TurnError(error)
                guard !control.isInterrupted, error.codexErrorInfo == .contextWindowExceeded,
                    let newer = CompactedHistory.newerHalf(of: part)
                else { return .failure(Failure(error: error)) }
                part = newer
            }
        }
    }

    /// The last message of the model's answer. It is no item: clients see that the history is shortened, not how. The
    /// request is part of this task and no steering cuts it short; an interrupt cancels both.
    private func answer(to input: [RawJSON]) async throws -> String {
        var text = ""
        var used: ModelUsage?
        try await context.client.streamWithRetries(
            request(input: input, tools: []), environment: environment.retries,
            onRetry: { feed.turnWillRetry(TurnError($0), turnID: context.turnID) },
            handle: { event in
                switch event {
                case .itemDone(let item):
                    if case .message("assistant", let said, _) = item.kind { text = said }
                case .completed(_, let usage):
                    used = usage
                case .rateLimits(let limits):
                    rateLimits = limits
                case .restarted:
                    text = ""
                default:
                    break
                }
            })
        answerCompleted(used)
        if let used { await thread.spent(used) }
        return text
    }
}
