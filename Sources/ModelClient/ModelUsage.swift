import WireJSON

/// What one answer cost, in tokens, as the provider counts them.
package struct ModelUsage: Hashable, Sendable {
    /// Tokens of the request, cached ones included.
    package var inputTokens: Int
    /// Those of them that the provider had in its cache.
    package var cachedInputTokens: Int
    /// Those of them that the provider wrote to its cache.
    package var cacheWriteInputTokens: Int
    /// Tokens of the answer, thoughts included.
    package var outputTokens: Int
    /// Those of them that were thoughts.
    package var reasoningOutputTokens: Int
    /// Input and output together.
    package var totalTokens: Int

    /// Makes a usage; the total is the sum of input and output unless it is given.
    package init(
        inputTokens: Int,
        cachedInputTokens: Int = 0,
        cacheWriteInputTokens: Int = 0,
        outputTokens: Int,
        reasoningOutputTokens: Int = 0,
        totalTokens: Int? = nil
    ) {
        self.inputTokens = inputTokens
        self.cachedInputTokens = cachedInputTokens
        self.cacheWriteInputTokens = cacheWriteInputTokens
        self.outputTokens = outputTokens
        self.reasoningOutputTokens = reasoningOutputTokens
        self.totalTokens = totalTokens ?? inputTokens + outputTokens
    }

    /// Reads the `usage` object of the Responses API; nil if it isn't an object. Counts that are missing are 0.
    init?(_ node: JSONNode?) {
        guard let node, node.kind == .object else { return nil }
        func count(_ name: String, in node: JSONNode?) -> Int? {
            node?[name]?.int64.map { Int(clamping: $0) }
        }
        let input = node["input_tokens_details"]
        self.init(
            inputTokens: count("input_tokens", in: node) ?? 0,
            cachedInputTokens: count("cached_tokens", in: input) ?? 0,
            cacheWriteInputTokens: count("cache_write_tokens", in: input) ?? 0,
            outputTokens: count("output_tokens", in: node) ?? 0,
            reasoningOutputTokens: count("reasoning_tokens", in: node["output_tokens_details"]) ?? 0,
            totalTokens: count("total_tokens", in: node))
    }
}
