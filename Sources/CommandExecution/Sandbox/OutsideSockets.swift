#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The Unix sockets that programs on this machine are bound to by a path. Whoever may connect to them may ask these
/// programs for things that a sandbox forbids: the user's session manager and a container engine start processes.
enum OutsideSockets {
    /// Where the kernel lists all Unix sockets of this network namespace.
    private static let list = "/proc/net/unix"

    /// Longer than the list of a busy machine; it would be cut off at a hundred thousand sockets.
    private static let listLimit = 16 * 1024 * 1024

    /// The sockets' paths without links, those that can be seen from here.
    static var paths: [String] {
        let text = Places.text(ofFile: list, limit: listLimit) ?? ""
        let named = text.split(separator: "\n").compactMap { path(inLine: $0) }
        return Set(named.map(Places.canonical)).filter { Places.kind($0) == .socket }.sorted()
    }

    /// The path in a line of the list, which has seven fields before it. Names in the abstract namespace begin with @.
    static func path(inLine line: Substring) -> String? {
        let fields = line.split(separator: " ", maxSplits: 7, omittingEmptySubsequences: true)
        guard fields.count == 8, fields[7].hasPrefix("/") else { return nil }
        return String(fields[7])
    }

    /// The directory of the user's session, where most of their sockets are.
    static var sessionDirectories: [String] {
        let directory = "/run/user/\(getuid())"
        return Places.kind(directory) == .directory ? [directory] : []
    }

    /// The disks of this machine as files.
    static var blockDevices: [String] {
        (Places.entries("/dev") ?? []).map { "/dev/\($0)" }.filter { Places.kind($0) == .blockDevice }.sorted()
    }
}
