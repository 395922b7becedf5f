import AppServerProtocol

/// What the running turn has spent on the goal and what isn't in the goal's counters yet.
struct GoalMeter: Hashable, Sendable {
    /// The tokens since the last reading.
    private(set) var tokens = 0
    /// Until when the time is in the counters, in Unix milliseconds.
    private var timeMs: Int
    /// The part of a second that earlier readings left over. Many short turns would otherwise count as no time at all.
    private(set) var spareMs: Int

    /// A meter that starts to count.
    init(atMs: Int, spareMs: Int) {
        timeMs = atMs
        self.spareMs = spareMs
    }

    /// Counts one answer of the model. Input that came from the provider's cache is free: it was paid for before, and
    /// with it every turn of a long thread would eat the budget.
    mutating func count(_ usage: TokenUsageBreakdown) {
        let fresh = max(0, max(0, usage.inputTokens) - max(0, usage.cachedInputTokens))
        tokens = tokens.saturatingAdd(fresh).saturatingAdd(max(0, usage.outputTokens))
    }

    /// Takes what was counted since the last reading. A clock that went backwards counts as one that stood still.
    mutating func read(atMs: Int) -> (tokens: Int, seconds: Int) {
        let elapsed = spareMs.saturatingAdd(max(0, atMs - timeMs))
        defer {
            tokens = 0
            timeMs = atMs
            spareMs = elapsed % 1000
        }
        return (tokens, elapsed / 1000)
    }
}

extension Int {
    /// The sum, or the largest number: a provider's counts are not to be trusted with a trap.
    func saturatingAdd(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}
