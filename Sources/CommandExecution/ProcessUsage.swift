#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a process and all that it has started use of the machine at a moment.
package struct ProcessUsage: Sendable, Hashable {
    /// The share of one processor, in percent, averaged over the time since the process began; as `ps` counts it.
    package let cpuPercent: Double
    /// The memory that they have, in KiB. What they share is counted for each of them.
    package let residentKiB: Int

    /// Looks the processes up in `/proc`. Nil where there is none, or the process is gone. Blocks for some file reads.
    package init?(tree root: Int) {
        guard let uptime = Self.text("/proc/uptime").flatMap({ Double($0.prefix { $0 != " " }) }),
            let began = Self.fields(root)?.startTicks
        else { return nil }
        let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
        let pageKiB = Int(sysconf(Int32(_SC_PAGESIZE))) / 1024
        var ticks = 0
        var pages = 0
        var pending = [root]
        var seen: Set<Int> = []
        while let pid = pending.popLast(), seen.count < Self.processLimit {
            guard seen.insert(pid).inserted, let fields = Self.fields(pid) else { continue }
            ticks += fields.cpuTicks
            pages += fields.residentPages
            pending += Self.children(pid)
        }
        let seconds = uptime - Double(began) / ticksPerSecond
        // Within the first tick there is nothing to divide by.
        cpuPercent = seconds > 0 ? (Double(ticks) / ticksPerSecond / seconds * 1000).rounded() / 10 : 0
        residentKiB = pages * pageKiB
    }

    /// More processes than a build has; a tree that grows faster than it is read must end somewhere.
    private static let processLimit = 4096

    /// More than these files ever hold but for a list of children, which may be cut off.
    private static let fileLimit = 64 * 1024

    private static func text(_ path: String) -> String? {
        Places.text(ofFile: path, limit: fileLimit)
    }

    private static func fields(_ pid: Int) -> (cpuTicks: Int, startTicks: Int, residentPages: Int)? {
        // The name before the last parenthesis may hold anything.
        guard let text = text("/proc/\(pid)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ").map { Int($0) }
        // The first of these is the third of `proc_pid_stat(5)`.
        guard fields.count > 21, let user = fields[11], let system = fields[12], let start = fields[19],
            let resident = fields[21]
        else { return nil }
        return (user + system, start, resident)
    }

    private static func children(_ pid: Int) -> [Int] {
        (Places.entries("/proc/\(pid)/task") ?? []).flatMap { thread in
            (text("/proc/\(pid)/task/\(thread)/children") ?? "").split(separator: " ").compactMap { Int($0) }
        }
    }
}
