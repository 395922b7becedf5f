/// How often a failed request is tried again, per layer.
package struct RetryPolicy: Hashable, Sendable {
    /// Silent repetitions within one attempt, after HTTP 5xx and transport errors.
    package var requestMaxRetries: Int
    /// Further attempts, each announced to clients.
    package var streamMaxRetries: Int

    /// Makes a policy; the defaults are the peer's.
    package init(requestMaxRetries: Int = 4, streamMaxRetries: Int = 5) {
        self.requestMaxRetries = requestMaxRetries
        self.streamMaxRetries = streamMaxRetries
    }
}
