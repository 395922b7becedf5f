#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// State behind a lock that threads can wait on: `Mutex` with a condition variable, for code that runs on threads of
/// its own (a writer that sleeps until there is work). Async code must not wait here.
package final class Monitor<State>: @unchecked Sendable {
    // Unchecked: `state` is only reached while `mutex` is held; the two pthread objects live at stable addresses.
    private var state: State
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// A monitor around its first state.
    package init(_ state: sending State) {
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
    package func withLock<Result, Failure: Error>(_ body: (inout State) throws(Failure) -> Result) throws(Failure)
        -> Result
    {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// Blocks the calling thread until `body` returns a value; it is called first at once, then after every `wakeAll`.
    package func wait<Result>(_ body: (inout State) -> Result?) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&state) { return result }
            pthread_cond_wait(condition, mutex)
        }
    }

    /// Blocks the calling thread until `body` returns a value: it is called at once, after every wake-up, and a last
    /// time so many milliseconds after the start (nil: never). Nil only if that last call returned nil.
    ///
    /// The time is the wall clock's, which both systems' condition variables know; should that be set back meanwhile,
    /// the wait is longer by as much.
    package func wait<Result>(milliseconds: Int?, _ body: (inout State) -> Result?) -> Result? {
        guard let milliseconds else { return .some(wait(body)) }
        var deadline = timespec()
        clock_gettime(CLOCK_REALTIME, &deadline)
        let nanoseconds = Int(deadline.tv_nsec) + milliseconds % 1000 * 1_000_000
        deadline.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
        deadline.tv_nsec = nanoseconds % 1_000_000_000
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&state) { return result }
            if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { return body(&state) }
        }
    }

    /// Wakes every waiting thread, so that it looks at the state again. Call it outside the lock, after a change.
    package func wakeAll() {
        pthread_cond_broadcast(condition)
    }

    /// Wakes one waiting thread, where any of them can do what there is to do.
    package func wakeOne() {
        pthread_cond_signal(condition)
    }
}
