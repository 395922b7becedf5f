#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where things lie below the home directory.
///
/// A log is found by its id without any index: `threads/<xx>/<id>.jsonl`, with xx the last two digits of the id, which
/// are random in every UUID version, so that 256 folders fill evenly.
struct StorePaths: Hashable, Sendable {
    /// The home directory, without a slash at the end.
    let home: String

    init(home: String) {
        var home = home
        while home.count > 1, home.hasSuffix("/") { home.removeLast() }
        self.home = home
    }

    /// The folder of all logs.
    var threads: String { home + "/threads" }
    /// The database made from the logs. It can be deleted at any time.
    var index: String { home + "/index.sqlite" }

    /// The file of what belongs to no thread.
    var catalog: String { home + "/catalog.jsonl" }

    /// The path of a log relative to the home directory.
    static func relativeLog(_ id: String) -> String {
        "threads/\(id.suffix(2))/\(id).jsonl"
    }

    /// The file whose bytes stand for the leases of threads.
    var leases: String { threads + "/.leases" }

    /// The folder of the files that say which processes write logs. Their own, because every opening of the index looks
    /// through it.
    var writers: String { threads + "/.writers" }

    /// The path of a log. `id` must be canonical.
    func log(_ id: String) -> String {
        home + "/" + Self.relativeLog(id)
    }

    /// The path of the compressed form of a log.
    static func packed(_ log: String) -> String { log + ".gz" }

    /// Whether a thread has a log, compressed or not. `id` must be canonical.
    func hasLog(_ id: String) -> Bool {
        let path = log(id)
        // Between two looks somebody may have put the one in the other's place.
        return Self.exists(path) || Self.exists(Self.packed(path)) || Self.exists(path)
    }

    /// The file in which an imported thread is written before it appears. `id` must be canonical.
    func importDraft(_ id: String) -> String {
        "\(threads)/\(id.suffix(2))/\(id).importing"
    }

    /// The id that a file name of a log that is not compressed stands for; nil for other files.
    static func id(ofLogNamed name: String) -> String? {
        guard name.hasSuffix(".jsonl") else { return nil }
        let stem = String(name.dropLast(6))
        guard let id = try? ThreadID.canonical(stem), id == stem else { return nil }
        return id
    }

    /// The id of the thread whose log, compressed or not, has this absolute path; nil for a path of none.
    func id(ofLogAt path: String) -> String? {
        let plain = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
        guard let id = plain.split(separator: "/").last.flatMap({ Self.id(ofLogNamed: String($0)) }), log(id) == plain
        else { return nil }
        return id
    }

    /// The ids of the logs, compressed or not, among the names of a folder's files.
    static func ids(ofLogsNamed names: [String]) -> [String] {
        var ids = names.compactMap(id(ofLogNamed:))
        let packed = names.filter { $0.hasSuffix(".gz") }.compactMap { id(ofLogNamed: String($0.dropLast(3))) }
        // Both forms are there only after a crash.
        if !packed.isEmpty { ids += Set(packed).subtracting(ids) }
        return ids
    }

    /// Whether there is such a file.
    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// The folder that a path lies in and those above it, the nearest first, without the root.
    static func folders(above path: String) -> [String] {
        var folders: [String] = []
        var rest = path[...]
        while let slash = rest.lastIndex(of: "/"), slash != rest.startIndex {
            rest = rest[..<slash]
            folders.append(String(rest))
        }
        return folders
    }

    /// Makes a folder and those above it, readable by the owner only. Returns 0 or an error number.
    static func makeDirectory(_ path: String) -> Int32 {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return 0 }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return errno }
        let above = makeDirectory(String(path[..<slash]))
        guard above == 0 else { return above }
        return mkdir(path, 0o700) == 0 || errno == EEXIST ? 0 : errno
    }

    /// The names in a folder, without `.` and `..`; empty if it can't be read. Blocking.
    static func names(in path: String) -> [String] {
        (try? allNames(in: path)) ?? []
    }

    /// The same for whoever must not take a folder that can't be read for an empty one. None when there is no folder.
    /// Errors: `storage`.
    static func allNames(in path: String) throws(ThreadStoreError) -> [String] {
        guard let directory = opendir(path) else {
            if errno == ENOENT { return [] }
            throw .storage("the folder can't be read", path: path, errno: errno)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                if errno == 0 { break }
                throw .storage("the folder can't be read", path: path, errno: errno)
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
