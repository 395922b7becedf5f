/// The outside world of retries, replaceable in tests.
package struct RetryEnvironment: Sendable {
    /// Waits; throws `CancellationError` as soon as the task is cancelled.
    package var sleep: @Sendable (_ milliseconds: Int) async throws -> Void
    /// A random number in 0..<1.
    package var jitter: @Sendable () -> Double

    /// Makes an environment.
    package init(
        sleep: @escaping @Sendable (_ milliseconds: Int) async throws -> Void,
        jitter: @escaping @Sendable () -> Double
    ) {
        self.sleep = sleep
        self.jitter = jitter
    }

    /// The real clock and the system's random numbers.
    package static let system = RetryEnvironment(
        sleep: { try await Task.sleep(for: .milliseconds($0)) },
        jitter: { Double.random(in: 0..<1) })
}
