#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A source of wall-clock time. Tests replace it by a clock that they set.
package struct WallClock: Sendable {
    /// Milliseconds since the Unix epoch.
    package var milliseconds: @Sendable () -> Int

    /// A clock that answers with what the closure returns.
    package init(milliseconds: @escaping @Sendable () -> Int) {
        self.milliseconds = milliseconds
    }

    /// Whole seconds since the Unix epoch, the unit of most times on the wire.
    package var seconds: Int { milliseconds() / 1000 }

    /// The system's clock.
    package static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
    }
}
