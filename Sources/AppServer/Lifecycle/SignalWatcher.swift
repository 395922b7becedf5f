import Support

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Turns the signals that ask a server to stop into calls, on a thread that does nothing else.
package enum SignalWatcher {
    private static let signals = [SIGTERM, SIGINT, SIGHUP]

    /// Blocks the stop signals for the whole process, so that only the watcher's thread sees them, and ignores broken
    /// pipes and files that reach the user's size limit, which every write reports by itself. Call it before any other
    /// thread starts.
    package static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        var set = mask()
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Calls `received` for every stop signal, with its number and how many SIGTERM and SIGINT there have been: only they
    /// can force an end.
    package static func start(_ received: @escaping @Sendable (_ signal: CInt, _ count: Int) -> Void) {
        BlockingThread.start(name: "signals") {
            var set = mask()
            var count = 0
            while true {
                var number: CInt = 0
                guard sigwait(&set, &number) == 0 else { continue }
                if number != SIGHUP { count += 1 }
                received(number, count)
            }
        }
    }

    private static func mask() -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }
}
