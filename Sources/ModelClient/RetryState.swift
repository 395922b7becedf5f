/// What to do after a failure.
package enum RetryAction: Hashable, Sendable {
    /// Wait and repeat the request; clients are told nothing.
    case repeatSilently(afterMilliseconds: Int)
    /// Tell clients `Reconnecting... attempt/limit`, wait, and start the answer over.
    case reconnect(afterMilliseconds: Int, attempt: Int, limit: Int)
    /// The failure is final.
    case giveUp
}

/// Decides, failure by failure, whether and when one request is tried again.
///
/// Two counters, as in the peer: silent repetitions start anew with every visible attempt, so a server that keeps answering
/// HTTP 500 sees (1 + 4) · (1 + 5) = 30 requests.
package struct RetryState: Hashable, Sendable {
    /// The first wait of either layer; every further one is twice as long.
    static let firstDelayMilliseconds = 200

    /// The longest wait that Heddle chooses by itself, for policies with many retries.
    static let longestDelayMilliseconds = 60_000

    /// The longest wait that a provider may ask for. One that asks for more has failed: the person should know now.
    static let longestHintMilliseconds = 3_600_000

    private let policy: RetryPolicy
    private var repetitions = 0
    private var reconnects = 0

    /// Starts counting for one request.
    package init(policy: RetryPolicy) {
        self.policy = policy
    }

    /// Counts a failure and decides. `jitter` is a random number in 0..<1 and spreads a wait by ±10 %, so that many threads
    /// that failed at once don't return at once; a wait that the provider asked for is kept exactly.
    package mutating func next(after failure: ModelFailure, jitter: Double) -> RetryAction {
        if let hint = failure.retryAfterMilliseconds, hint > Self.longestHintMilliseconds { return .giveUp }
        if failure.retryLayer == .request, repetitions < policy.requestMaxRetries {
            repetitions += 1
            return .repeatSilently(afterMilliseconds: delay(repetitions, after: failure, jitter: jitter))
        }
        guard failure.isRetryable, reconnects < policy.streamMaxRetries else { return .giveUp }
        repetitions = 0
        reconnects += 1
        return .reconnect(
            afterMilliseconds: delay(reconnects, after: failure, jitter: jitter),
            attempt: reconnects, limit: policy.streamMaxRetries)
    }

    private func delay(_ count: Int, after failure: ModelFailure, jitter: Double) -> Int {
        if let hint = failure.retryAfterMilliseconds { return hint }
        // From the tenth doubling on, the ceiling holds anyway.
        let full = min(Self.firstDelayMilliseconds << min(count - 1, 10), Self.longestDelayMilliseconds)
        return Int((Double(full) * (0.9 + 0.2 * jitter)).rounded())
    }
}
