/// How many tokens a thread has used.
package struct ThreadTokenUsage: Codable, Hashable, Sendable {
    /// All answers of the model together.
    package var total: TokenUsageBreakdown
    /// The last answer of the model alone.
    package var last: TokenUsageBreakdown
    /// How many tokens of context the model can use, of which some are kept in reserve; null when unknown.
    package var modelContextWindow: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(total: TokenUsageBreakdown, last: TokenUsageBreakdown, modelContextWindow: Int? = nil) {
        self.total = total
        self.last = last
        self.modelContextWindow = modelContextWindow
    }
}

/// Tokens, by what they were used for.
package struct TokenUsageBreakdown: Codable, Hashable, Sendable {
    /// All of them.
    package var totalTokens: Int
    /// Those that the model read.
    package var inputTokens: Int
    /// Those of the input that the provider still had in its cache.
    package var cachedInputTokens: Int
    /// Those of the input that the provider put into its cache.
    @Defaulted<DefaultsToZero> package var cacheWriteInputTokens: Int
    /// Those that the model wrote.
    package var outputTokens: Int
    /// Those of the output that were reasoning.
    package var reasoningOutputTokens: Int

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        totalTokens: Int, inputTokens: Int, cachedInputTokens: Int, cacheWriteInputTokens: Int = 0, outputTokens: Int,
        reasoningOutputTokens: Int
    ) {
        self.totalTokens = totalTokens
        self.inputTokens = inputTokens
        self.cachedInputTokens = cachedInputTokens
        self.cacheWriteInputTokens = cacheWriteInputTokens
        self.outputTokens = outputTokens
        self.reasoningOutputTokens = reasoningOutputTokens
    }
}
