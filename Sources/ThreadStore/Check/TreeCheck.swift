#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The files below `threads`: what does not belong there, logs in the wrong folder, and what processes that died have
/// left.
struct TreeCheck: StoreCheck {
    var title: String { "files" }

    func check(_ run: CheckRun) {
        let paths = run.paths
        guard StorePaths.exists(paths.threads) else { return }
        guard Self.isFolder(paths.threads) else {
            run.note(
                CheckFinding(
                    "foreignFile", .damage, path: paths.threads, "the folder of the threads is no folder",
                    advice: "move it out of the way; a folder is made when it is needed"))
            return
        }
        for name in names(in: paths.threads, run) {
            let path = "\(paths.threads)/\(name)"
            if path == paths.leases || name == MaintenanceLock.fileName { continue }
            if path == paths.writers {
                checkWriters(run)
            } else if Self.isFolderName(name), Self.isFolder(path) {
                checkFolder(name, run)
            } else {
                run.note(.foreign(path))
            }
        }
    }

    private func checkWriters(_ run: CheckRun) {
        let left = Set(WriterMarker.left(in: run.paths))
        for name in names(in: run.paths.writers, run) {
            let path = "\(run.paths.writers)/\(name)"
            if left.contains(path) {
                run.note(
                    CheckFinding(
                        "staleWriter", .note, path: path,
                        "a process that wrote threads has died; whoever opens the index next compares it with the logs")
                )
            } else if !WriterMarker.isName(name) {
                run.note(.foreign(path))
            }
        }
    }

    private func checkFolder(_ folder: String, _ run: CheckRun) {
        for name in names(in: "\(run.paths.threads)/\(folder)", run) {
            let path = "\(run.paths.threads)/\(folder)/\(name)"
            if let id = StorePaths.id(ofLogNamed: name) {
                if !id.hasSuffix(folder) { misplaced(path, id, run) }
            } else if let id = Self.id(of: name, suffix: ".jsonl.gz") {
                checkPacked(path, id, run)
            } else if let id = Self.leftovers.lazy.compactMap({ Self.id(of: name, suffix: $0) }).first {
                leftover(path, id, run)
            } else if Self.id(of: name, suffix: ".jsonl.gz.damaged") != nil {
                run.note(
                    CheckFinding("keptDamage", .note, path: path, "a compressed log as it was before it was mended"))
            } else {
                run.note(.foreign(path))
            }
        }
    }

    /// Names of files that were being made.
    private static let leftovers = [".jsonl.new", packing, ".importing"]
    private static let packing = ".jsonl.gz.new"

    private func leftover(_ path: String, _ id: String, _ run: CheckRun) {
        // Somebody may be making it at the moment. Whoever compresses logs has no lease of them.
        let isPacking = path.hasSuffix(Self.packing)
        guard !run.leases.isHeldElsewhere(id), !(isPacking && MaintenanceLock.isHeld(run.paths)) else { return }
        let finding = CheckFinding(
            "leftover", .unfinished, path: path, "a file whose making was cut short; nobody reads it",
            remedy: "move the file away")
        run.note([finding]) { () throws(ThreadStoreError) in
            let lease = try run.leases.acquireBlocking(id)
            let lock = isPacking ? MaintenanceLock.take(run.paths) : nil
            defer { withExtendedLifetime((lease, lock)) {} }
            guard !isPacking || lock != nil else {
                throw ThreadStoreError(kind: .storage, message: "a server is tidying up; try again later", path: path)
            }
            try run.copies.takeAway(path)
        }
    }

    private func checkPacked(_ path: String, _ id: String, _ run: CheckRun) {
        guard StorePaths.exists(run.paths.log(id)) else { return }
        let finding = CheckFinding(
            "leftover", .unfinished, path: path, threadId: id,
            "the log is also there uncompressed, and that one counts", remedy: "move the file away")
        run.note([finding]) { () throws(ThreadStoreError) in
            let lease = try run.leases.acquireBlocking(id)
            defer { withExtendedLifetime(lease) {} }
            try run.copies.takeAway(path)
        }
    }

    /// The names in a folder, in order. A folder that can't be read must not pass for an empty one.
    private func names(in folder: String, _ run: CheckRun) -> [String] {
        do throws(ThreadStoreError) {
            return try StorePaths.allNames(in: folder).sorted()
        } catch {
            run.note(.unreadable(folder, error.description))
            return []
        }
    }

    private func misplaced(_ path: String, _ id: String, _ run: CheckRun) {
        let place = run.paths.log(id)
        var finding = CheckFinding(
            "misplacedLog", .damage, path: path, threadId: id,
            "the log lies in a folder where it is not found; its place is \(place)", remedy: "move it to its place")
        if StorePaths.exists(place) {
            finding.remedy = nil
            finding.message += ", where there is another log"
            finding.advice =
                "compare the two, keep the better one under the place's name, and move the other out of the home"
            run.note(finding)
            return
        }
        run.note([finding]) { () throws(ThreadStoreError) in
            let lease = try run.leases.acquireBlocking(id)
            defer { withExtendedLifetime(lease) {} }
            let error = StorePaths.makeDirectory(String(place[..<(place.lastIndex(of: "/") ?? place.endIndex)]))
            guard error == 0, link(path, place) == 0, unlink(path) == 0 else {
                throw .unwritable("the log can't be moved", path: path, errno: error == 0 ? errno : error)
            }
        }
    }

    /// Whether a name directly below `threads` is one that Heddle gives.
    static func isOurs(_ name: String) -> Bool {
        isFolderName(name) || [".leases", ".writers"].contains(name) || name == MaintenanceLock.fileName
    }

    /// Whether the name of a file in one of the folders with logs is one that Heddle gives.
    static func isOfLog(_ name: String) -> Bool {
        StorePaths.id(ofLogNamed: name) != nil
            || ([".jsonl.gz", ".jsonl.gz.damaged"] + leftovers).contains { id(of: name, suffix: $0) != nil }
    }

    private static func id(of name: String, suffix: String) -> String? {
        guard name.hasSuffix(suffix) else { return nil }
        let stem = String(name.dropLast(suffix.count))
        guard let id = try? ThreadID.canonical(stem), id == stem else { return nil }
        return id
    }

    /// Whether a name is that of a folder for logs: two hexadecimal digits in lower case.
    static func isFolderName(_ name: String) -> Bool {
        name.utf8.count == 2 && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
