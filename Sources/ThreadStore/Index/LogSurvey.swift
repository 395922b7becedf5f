internal import GRDB

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A look at all log files beside what the index knows of them. Logs only ever grow, so their length tells whether a row
/// is up to date; only logs with another length are to be read.
struct LogSurvey {
    /// A log that has news, or that the index does not know.
    struct Finding: Sendable {
        var id: String
        /// When it was last written to, in nanoseconds since the Unix epoch.
        var changedAtNs: Int
        /// How long it was by its row; -1 without one.
        var knownLength: Int
    }

    /// The logs to be read: first those that the first pages of lists need, then the others, the newest first.
    private(set) var findings: [Finding] = []
    /// How many of them are needed for first pages.
    private(set) var firstPageCount = 0
    /// Threads that have no log any more.
    private(set) var gone: [String] = []

    /// Looks at all logs until `isStopped`; nil when it was. Blocking.
    ///
    /// - Parameter pageThreads: how many of the newest threads the first pages need, by each order.
    init?(_ paths: StorePaths, _ writer: any DatabaseWriter, pageThreads: Int, isStopped: () -> Bool) throws {
        var known = try writer.read { db in
            try Row.fetchCursor(db, sql: "SELECT id, log_length FROM thread").reduce(into: [String: Int]()) {
                known, row in
                known[try row.decode(String.self, atIndex: 0)] = try row.decode(Int.self, atIndex: 1)
            }
        }
        for folder in StorePaths.names(in: paths.threads) where folder.utf8.count == 2 {
            if isStopped() { return nil }
            for id in StorePaths.ids(ofLogsNamed: StorePaths.names(in: "\(paths.threads)/\(folder)"))
            where id.hasSuffix(folder) {
                let length = known.removeValue(forKey: id)
                guard let file = Self.file(paths.log(id)), length != file.length else { continue }
                findings.append(Finding(id: id, changedAtNs: file.changedAtNs, knownLength: length ?? -1))
            }
        }
        // A log that another process made in the meantime is not gone, it was only not seen.
        gone = known.keys.filter { id in !paths.hasLog(id) }
        sort(pageThreads)
    }

    /// Ids of version 7 sort by the time of creation; the others are found by the time of their last change only.
    private mutating func sort(_ pageThreads: Int) {
        findings.sort { $0.id > $1.id }
        var first = Array(findings.prefix(pageThreads))
        var rest = Array(findings.dropFirst(pageThreads))
        rest.sort { $0.changedAtNs > $1.changedAtNs }
        first += rest.prefix(pageThreads)
        firstPageCount = first.count
        findings = first + rest.dropFirst(pageThreads)
    }

    /// How long a log is and when it was last written to, compressed or not; nil when there is none.
    private static func file(_ path: String) -> (length: Int, changedAtNs: Int)? {
        var status = stat()
        if stat(path, &status) == 0 { return (Int(status.st_size), changedAtNs(status)) }
        let packed = StorePaths.packed(path)
        // One whose end is damaged is read to see what there is.
        return stat(packed, &status) == 0
            ? (PackedLog.plainLength(of: packed) ?? Int(status.st_size), changedAtNs(status)) : nil
    }

    /// How long a file is; nil when there is none.
    static func fileLength(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// When a file was last written to, in nanoseconds since the Unix epoch.
    static func changedAtNs(_ status: stat) -> Int {
        #if canImport(Glibc)
            Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
        #else
            Int(status.st_mtimespec.tv_sec) * 1_000_000_000 + Int(status.st_mtimespec.tv_nsec)
        #endif
    }
}
