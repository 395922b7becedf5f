extension ModelClient {
    /// Streams an answer, trying again as `retryPolicy` allows.
    ///
    /// - `handle` sees the events of all attempts. Before those of a new attempt come, it gets `.restarted`, if the broken
    ///   attempt had sent any.
    /// - `onRetry` is called before every visible wait, after `.restarted`.
    /// - Throws the last `ModelFailure` when there is nothing more to try, `CancellationError`, or what `handle` threw.
    package func streamWithRetries(
        _ request: ModelRequest,
        environment: RetryEnvironment = .system,
        onRetry: (RetryNotice) -> Void,
        handle: (ModelEvent) throws -> Void
    ) async throws {
        var retries = RetryState(policy: retryPolicy)
        while true {
            var sent = false
            do {
                return try await stream(request) { event in
                    sent = true
                    try handle(event)
                }
            } catch let failure as ModelFailure {
                try Task.checkCancellation()
                let delay: Int
                let notice: RetryNotice?
                switch retries.next(after: failure, jitter: environment.jitter()) {
                case .giveUp:
                    throw failure
                case .repeatSilently(let milliseconds):
                    delay = milliseconds
                    notice = nil
                case .reconnect(let milliseconds, let attempt, let limit):
                    delay = milliseconds
                    notice = RetryNotice(attempt: attempt, limit: limit, delayMilliseconds: delay, failure: failure)
                }
                if sent { try handle(.restarted) }
                if let notice { onRetry(notice) }
                try await environment.sleep(delay)
            }
        }
    }
}
