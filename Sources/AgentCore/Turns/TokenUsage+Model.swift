import AppServerProtocol
import ModelClient

extension TokenUsageBreakdown {
    /// What one answer of a model has used.
    init(_ usage: ModelUsage) {
        self.init(
            totalTokens: usage.totalTokens, inputTokens: usage.inputTokens, cachedInputTokens: usage.cachedInputTokens,
            cacheWriteInputTokens: usage.cacheWriteInputTokens, outputTokens: usage.outputTokens,
            reasoningOutputTokens: usage.reasoningOutputTokens)
    }

    static func + (left: Self, right: Self) -> Self {
        TokenUsageBreakdown(
            totalTokens: left.totalTokens + right.totalTokens, inputTokens: left.inputTokens + right.inputTokens,
            cachedInputTokens: left.cachedInputTokens + right.cachedInputTokens,
            cacheWriteInputTokens: left.cacheWriteInputTokens + right.cacheWriteInputTokens,
            outputTokens: left.outputTokens + right.outputTokens,
            reasoningOutputTokens: left.reasoningOutputTokens + right.reasoningOutputTokens)
    }
}

extension ThreadTokenUsage {
    /// The thread's counts after one more answer.
    init(adding usage: ModelUsage, to total: TokenUsageBreakdown?, contextWindow: Int) {
        let last = TokenUsageBreakdown(usage)
        self.init(total: total.map { $0 + last } ?? last, last: last, modelContextWindow: contextWindow)
    }
}

extension RateLimitSnapshot {
    /// What a provider said about its limits; empty when it said nothing.
    init(_ limits: ModelRateLimits?) {
        func window(_ window: ModelRateLimits.Window?) -> RateLimitWindow? {
            window.map {
                RateLimitWindow(
                    usedPercent: $0.usedPercent, windowDurationMins: $0.windowMinutes, resetsAt: $0.resetsAt)
            }
        }
        self.init(
            // The id of the main limit, a fact of the protocol.
            limitId: "codex", primary: window(limits?.primary), secondary: window(limits?.secondary),
            credits: limits?.credits.map {
                CreditsSnapshot(hasCredits: $0.hasCredits, unlimited: $0.unlimited, balance: $0.balance)
            })
    }
}
