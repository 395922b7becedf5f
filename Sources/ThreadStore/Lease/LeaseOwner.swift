internal import WireJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The process that writes a thread's log, as it names itself in its marker file.
///
/// For people and programs that have to find it. Whether it has a thread, only its locks say: a process number means nothing
/// on another host, and soon nothing on its own.
package struct LeaseOwner: Codable, Hashable, Sendable, CustomStringConvertible {
    /// The process's number, as its own host (or container) counts.
    package var pid: Int
    /// The name of the host (or container).
    package var host: String
    /// Since when the process writes threads of this home, in milliseconds since the Unix epoch.
    package var sinceMs: Int

    /// This process.
    static func current(sinceMs: Int) -> LeaseOwner {
        LeaseOwner(pid: Int(getpid()), host: hostName(), sinceMs: sinceMs)
    }

    init(pid: Int, host: String, sinceMs: Int) {
        self.pid = pid
        self.host = host
        self.sinceMs = sinceMs
    }

    /// Whether the process was one of this host and is there no more. Of other hosts that can't be told. In another
    /// container of the same name it may well be there; so this may only make somebody wait.
    var isGone: Bool {
        host == Self.hostName() && kill(pid_t(truncatingIfNeeded: pid), 0) != 0 && errno == ESRCH
    }

    /// The content of a marker file; nil when it is not one.
    init?(parsing bytes: [UInt8]) {
        guard let owner = try? WireCoder.decode(LeaseOwner.self, from: bytes) else { return nil }
        self = owner
    }

    /// The owner as the content of a marker file.
    var encoded: [UInt8] {
        // Three plain fields can't fail to be encoded; an empty marker would still hold its locks.
        ((try? WireCoder.encode(self)) ?? []) + [UInt8(ascii: "\n")]
    }

    /// The owner in a sentence, like `process 7 on host box since 2026-01-31 23:59:58 UTC`.
    package var description: String {
        "process \(pid) on host \(host) since \(Self.text(ofMs: sinceMs))"
    }

    private static func text(ofMs milliseconds: Int) -> String {
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        guard gmtime_r(&seconds, &parts) != nil else { return "an unknown time" }
        func padded(_ number: CInt) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
        return "\(day) \(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec)) UTC"
    }

    private static func hostName() -> String {
        // POSIX lets a host name have 255 bytes.
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
