internal import Support
internal import Synchronization

/// Runs blocking work (file reads, SQLite) on threads of its own, never on the cooperative pool.
///
/// A thread starts when there is work for it and ends when there is none left, so that an idle pool costs nothing.
final class BlockingPool: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var threads = 0
    }

    /// Decoding recurses as deep as a stored value is nested; only pages that are touched cost memory.
    private static let stackBytes = 4 << 20

    private let name: String
    private let limit: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - name: what the threads are called.
    ///   - limit: how many there are at most. With 1 the jobs run one after the other in the order of submission.
    init(name: String, limit: Int) {
        self.name = name
        self.limit = limit
    }

    /// Whether nothing is being done.
    var isIdle: Bool { state.withLock { state in state.threads == 0 } }

    /// Runs a job as soon as a thread is free.
    func submit(_ job: @escaping @Sendable () -> Void) {
        let starts = state.withLock { state in
            state.jobs.append(job)
            guard state.threads < limit else { return false }
            state.threads += 1
            return true
        }
        if starts { BlockingThread.start(name: name, stackSize: Self.stackBytes) { self.work() } }
    }

    /// Runs a job and suspends until it has ended.
    func run<Value: Sendable>(
        _ job: @escaping @Sendable () throws(ThreadStoreError) -> Value
    ) async throws(ThreadStoreError) -> Value {
        let result = await withCheckedContinuation { continuation in
            submit {
                let result = Result { () throws(ThreadStoreError) in try job() }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }

    private func work() {
        while let job = next() { job() }
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard !state.jobs.isEmpty else {
                state.threads -= 1
                return nil
            }
            return state.jobs.removeFirst()
        }
    }
}
