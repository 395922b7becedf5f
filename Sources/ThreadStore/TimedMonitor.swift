#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// State behind a lock that threads can wait on, for ever or for a time: what `Monitor` is, with a deadline.
/// Async code must not wait here.
final class TimedMonitor<State>: @unchecked Sendable {
    // Unchecked: `state` is only reached while `mutex` is held; the two pthread objects live at stable addresses.
    private var state: State
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// A monitor around its first state.
    init(_ state: sending State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Runs `body` with the state, under the lock.
    func withLock<Result, Failure: Error>(_ body: (inout State) throws(Failure) -> Result) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// Blocks the calling thread until `body` returns a value: it is called at once, after every `wakeAll`, and a last
    /// time `milliseconds` after the start. Nil only if that last call returned nil.
    /// The time is the wall clock's, which both systems' condition variables know; should that be set back meanwhile,
    /// the wait is longer by as much.
    func wait<Result>(milliseconds: Int?, _ body: (inout State) -> Result?) -> Result? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard let milliseconds else {
            while true {
                if let result = body(&state) { return result }
                pthread_cond_wait(condition, mutex)
            }
        }
        var deadline = timespec()
        clock_gettime(CLOCK_REALTIME, &deadline)
        let nanoseconds = Int(deadline.tv_nsec) + milliseconds % 1000 * 1_000_000
        deadline.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
        deadline.tv_nsec = nanoseconds % 1_000_000_000
        while true {
            if let result = body(&state) { return result }
            if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { return body(&state) }
        }
    }

    /// Blocks the calling thread until `body` returns a value.
    func wait<Result>(_ body: (inout State) -> Result?) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&state) { return result }
            pthread_cond_wait(condition, mutex)
        }
    }

    /// Wakes every waiting thread, so that it looks at the state again.
    func wakeAll() {
        pthread_cond_broadcast(condition)
    }
}
