#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The time now, for names and for records.
enum UTCStamp {
    /// Milliseconds since the Unix epoch.
    static func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
    }

    /// A name that sorts by time and no other run has: `20261121T071500Z-4711`.
    static func now() -> String {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y%m%dT%H%M%SZ", &parts)
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) + "-\(getpid())"
    }
}
