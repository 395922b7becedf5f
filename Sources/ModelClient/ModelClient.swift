/// The door to a model, as a struct of closures: `AgentCore` receives one and tests put in their own.
package struct ModelClient: Sendable {
    /// One attempt at a streaming answer.
    ///
    /// The handler is called for every event, in order, on the task that called; nothing more is read while it works. It
    /// returns after `completed`. It throws `ModelFailure` for whatever the provider or the network did, `CancellationError`
    /// if the task was cancelled (the connection is closed at once), and what the handler threw.
    package var stream: @Sendable (_ request: ModelRequest, _ handle: (ModelEvent) throws -> Void) async throws -> Void

    /// How often `streamWithRetries` tries again.
    package var retryPolicy: RetryPolicy

    /// Ends what is running and frees connections and threads. Attempts fail afterwards.
    package var shutdown: @Sendable () async -> Void

    /// Makes a client from its closures.
    package init(
        retryPolicy: RetryPolicy = RetryPolicy(),
        stream: @escaping @Sendable (ModelRequest, (ModelEvent) throws -> Void) async throws -> Void,
        shutdown: @escaping @Sendable () async -> Void = {}
    ) {
        self.retryPolicy = retryPolicy
        self.stream = stream
        self.shutdown = shutdown
    }
}
