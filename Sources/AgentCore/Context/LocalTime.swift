#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The calendar day and the time zone that a model is told.
package struct LocalTime: Hashable, Sendable {
    /// The day, as `2026-11-20`.
    package var day: String
    /// The zone's name in the tz database, as `Europe/Berlin`, or what comes nearest to it.
    package var timezone: String

    /// A day and a zone that are known already.
    package init(day: String, timezone: String) {
        self.day = day
        self.timezone = timezone
    }

    /// Day and zone of this machine at a moment, in seconds since the Unix epoch.
    package init(secondsSinceEpoch: Int) {
        var moment = time_t(secondsSinceEpoch)
        var broken = tm()
        // localtime_r may skip reading TZ; tzset is what POSIX asks for before it.
        tzset()
        localtime_r(&moment, &broken)
        let zone = getenv("TZ").map { String(cString: $0) }
        self.init(
            day: Self.day(secondsSinceEpoch: secondsSinceEpoch, secondsFromGMT: Int(broken.tm_gmtoff)),
            timezone: Self.zoneName(variable: zone, localtimeTarget: Self.localtimeTarget()))
    }

    /// The Gregorian day at a moment, for a clock that is ahead of Greenwich by so many seconds.
    package static func day(secondsSinceEpoch: Int, secondsFromGMT: Int) -> String {
        var moment = time_t(secondsSinceEpoch + secondsFromGMT)
        var broken = tm()
        gmtime_r(&moment, &broken)
        return "\(padded(Int(broken.tm_year) + 1900, 4))-\(padded(Int(broken.tm_mon) + 1, 2))-"
            + padded(Int(broken.tm_mday), 2)
    }

    /// The name of the zone.
    ///
    /// - Parameters:
    ///   - variable: The value of `TZ`; it wins if it names a zone.
    ///   - localtimeTarget: Where the link `/etc/localtime` leads, which ends in the zone's name.
    package static func zoneName(variable: String?, localtimeTarget: String?) -> String {
        if let variable {
            let name = afterZoneDirectory(variable) ?? String(variable.drop { $0 == ":" })
            if !name.isEmpty { return name }
        }
        return localtimeTarget.flatMap(afterZoneDirectory) ?? "Etc/UTC"
    }

    private static func afterZoneDirectory(_ path: String) -> String? {
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let directory = components.lastIndex(of: "zoneinfo"), directory + 1 < components.count else { return nil }
        return components[(directory + 1)...].joined(separator: "/")
    }

    private static func localtimeTarget() -> String? {
        // The directory of the zones and the longest zone name are far shorter.
        let capacity = 1024
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            let length = buffer.withMemoryRebound(to: CChar.self) {
                readlink("/etc/localtime", $0.baseAddress!, capacity)
            }
            count = max(length, 0)
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
