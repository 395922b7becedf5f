#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Removes the blobs that no log refers to any more.
///
/// The rule: a blob goes when a thread was deleted since the last collection, the blob was neither stored nor used again
/// for a day, and no log of the home mentions it. If any log can't be read as a whole, nothing goes. Blocking.
struct BlobCollector {
    /// How long ago a blob must last have been stored or used again, in milliseconds: whoever is about to refer to it
    /// does so within seconds.
    static let ageMs = 24 * 3_600_000

    private static let mention = BytePattern(Array(#""blob":""#.utf8), anchor: 4)

    private let paths: StorePaths
    private let folder: BlobFolder
    private let limitNs: Int

    init(_ paths: StorePaths, nowMs: Int) {
        self.paths = paths
        folder = BlobFolder(paths)
        limitNs = (nowMs - Self.ageMs) * 1_000_000
    }

    /// Notes that a thread was deleted, so that there may be something to collect.
    static func noteDeletion(_ paths: StorePaths) {
        let descriptor = open(mark(paths), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    private static func mark(_ paths: StorePaths) -> String { BlobFolder(paths).path + "/.collect" }

    /// The mark under which a collection goes on: a thread that is deleted meanwhile makes another one.
    private static func begun(_ paths: StorePaths) -> String { BlobFolder(paths).path + "/.collecting" }

    /// Collects, until `isStopped`. Returns how many blobs were removed. Errors: when a log can't be read.
    func collect(isStopped: () -> Bool) throws(ThreadStoreError) -> Int {
        rename(Self.mark(paths), Self.begun(paths))
        guard StorePaths.exists(Self.begun(paths)) else { return 0 }
        var (unused, hasYounger) = candidates()
        for folder in try StorePaths.allNames(in: paths.threads) where folder.utf8.count == 2 && !unused.isEmpty {
            for id in StorePaths.ids(ofLogsNamed: try StorePaths.allNames(in: "\(paths.threads)/\(folder)")) {
                if isStopped() { return 0 }
                do throws(ThreadStoreError) {
                    try leaveOut(mentionedBy: id, of: &unused)
                } catch {
                    // A thread that was deleted meanwhile. One that lies in a wrong folder keeps what it mentions.
                    guard error.kind == .threadNotFound, id.hasSuffix(folder) else { throw error }
                }
            }
        }
        let removed = unused.count { remove($0) }
        // What was too young may be unused too. The mark goes last: a collection that is cut off begins anew.
        if !hasYounger { unlink(Self.begun(paths)) }
        return removed
    }

    /// The blobs that are old enough, and whether there are others.
    private func candidates() -> (old: Set<String>, hasYounger: Bool) {
        var old: Set<String> = []
        var hasYounger = false
        for name in StorePaths.names(in: folder.path) where name.utf8.count == 2 {
            for blob in StorePaths.names(in: "\(folder.path)/\(name)") {
                let path = "\(folder.path)/\(name)/\(blob)"
                let isOld = isOld(path)
                if !BlobFolder.isHash(blob) {
                    // What a crash has left of a storing or a removal.
                    if isOld { tidy(path) }
                } else if isOld {
                    old.insert(blob)
                } else {
                    hasYounger = true
                }
            }
        }
        return (old, hasYounger)
    }

    private func isOld(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && LogSurvey.changedAtNs(status) < limitNs
    }

    private func tidy(_ path: String) {
        guard path.hasSuffix(BlobFolder.removing) else {
            unlink(path)
            return
        }
        // Whether it is used was known when it got this name, and may be otherwise now.
        let blob = String(path.dropLast(BlobFolder.removing.utf8.count))
        if StorePaths.exists(blob) { unlink(path) } else { rename(path, blob) }
    }

    private func leaveOut(mentionedBy id: String, of unused: inout Set<String>) throws(ThreadStoreError) {
        let file = try LogFile(paths.log(id), id: id)
        func look(_ line: UnsafeRawBufferPointer) {
            var position = 0
            while let place = Self.mention.place(in: line, from: position) {
                position = place + 8
                unused.remove(String(decoding: line[position..<min(position + 64, line.count)], as: UTF8.self))
            }
        }
        let end = try file.length()
        let rest = try file.forward(
            from: 0, upTo: end,
            skipping: { line in
                look(line)
                return true
            }
        ) { line in
            line.bytes.withUnsafeBytes { look($0) }
            return true
        }
        rest?.bytes.withUnsafeBytes { look($0) }
        guard !file.hasDamage else { throw .unreadablePacked(StorePaths.packed(paths.log(id)), id: id) }
    }

    /// Removes a blob, unless it has been used again since. It is taken out of the way first: whoever wants it from here on
    /// stores it anew, and whoever reads it finds it where it is.
    private func remove(_ blob: String) -> Bool {
        let path = folder.file(blob)
        let away = path + BlobFolder.removing
        guard rename(path, away) == 0 else { return false }
        guard isOld(away) else {
            rename(away, path)
            return false
        }
        return unlink(away) == 0
    }
}
