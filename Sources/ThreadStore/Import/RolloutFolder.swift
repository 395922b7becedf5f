internal import WireJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The sessions below a folder: a home of the Codex CLI, its `sessions`, or any folder with session files. Blocking.
struct RolloutFolder: Sendable {
    /// How deep folders are looked into. Sessions lie four folders deep; links in a circle end here.
    private static let depthLimit = 8
    /// The folder of sessions that were put away.
    private static let archive = "archived_sessions"
    /// The list of names, beside the folders of sessions.
    private static let nameList = "session_index.jsonl"

    /// The files of each session in the order of their making, by thread id.
    private(set) var sessions: [String: [RolloutFile]] = [:]
    /// The names that users gave their sessions, by thread id.
    private(set) var names: [String: String] = [:]
    /// Folders that can't be read.
    private(set) var unreadable: [String] = []

    /// The session that was asked for by a file; nil for all.
    private var only: String?

    /// Looks for sessions. Errors: `storage` when `path` is no folder that can be read, and no session file.
    init(_ path: String) throws(ThreadStoreError) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        if let file = try Self.session(at: path) {
            only = file.threadId
            path = Self.folder(around: path)
        }
        guard let directory = opendir(path) else {
            throw .storage("the folder can't be read", path: path, errno: errno)
        }
        closedir(directory)
        search(path, isArchived: path.hasSuffix("/" + Self.archive), depth: 0)
        for id in sessions.keys { sessions[id]?.sort { ($0.partId ?? "") < ($1.partId ?? "") } }
        // The list lies in the home, and `path` may be a folder below it.
        var folder = path
        for _ in 0..<2 {
            readNames(folder + "/" + Self.nameList)
            folder = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? "."
        }
    }

    /// The session file at a path; nil for what is no file.
    private static func session(at path: String) throws(ThreadStoreError) -> RolloutFile? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let slash = path.lastIndex(of: "/")
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        guard let file = RolloutFile(folder: ".", name: name, isArchived: false) else {
            throw ThreadStoreError(
                kind: .storage, message: "the file is no session file (rollout-<time>-<id>.jsonl)", path: path)
        }
        return file
    }

    /// Where the other parts of a file's session are, and those that it was copied from: the folder of all sessions if the
    /// file lies in one, else its own.
    private static func folder(around path: String) -> String {
        let folders = StorePaths.folders(above: path)
        let own = folders.first ?? (path.hasPrefix("/") ? "/" : ".")
        return folders.prefix(depthLimit).first { folder in
            ["sessions", archive].contains { folder == $0 || folder.hasSuffix("/" + $0) }
        } ?? own
    }

    /// The ids of the sessions that are meant, the oldest session first.
    var order: [String] {
        sessions.keys.filter { only == nil || $0 == only }.sorted {
            ($0.fileName(in: sessions), $0) < ($1.fileName(in: sessions), $1)
        }
    }

    private mutating func search(_ folder: String, isArchived: Bool, depth: Int) {
        guard let directory = opendir(folder) else {
            unreadable.append(folder)
            return
        }
        closedir(directory)
        let names = Set(StorePaths.names(in: folder))
        for name in names.sorted() where !name.hasPrefix(".") {
            var status = stat()
            guard stat(folder + "/" + name, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                guard depth < Self.depthLimit else { continue }
                search(folder + "/" + name, isArchived: isArchived || name == Self.archive, depth: depth + 1)
            } else if let file = RolloutFile(folder: folder, name: name, isArchived: isArchived) {
                // A compressed file that was unpacked beside itself is not needed any more.
                if let plainName = file.plainName, names.contains(plainName) { continue }
                sessions[file.threadId, default: []].append(file)
            }
        }
    }

    private mutating func readNames(_ path: String) {
        guard StorePaths.exists(path) else { return }
        var names = names
        // Without it the sessions have no names, and are none the worse.
        try? RolloutReader.lines(path) { line, _ in
            if let entry = try? WireCoder.decode(JSONValue.self, from: line.bytes).objectValue,
                let id = entry.text("id"), let name = entry.text("thread_name")
            {
                names[id.lowercased()] = name.isEmpty ? nil : name
            }
            return true
        }
        self.names = names
    }
}

extension String {
    /// The name of the first file of the session of this id; names begin with the time.
    fileprivate func fileName(in sessions: [String: [RolloutFile]]) -> String {
        guard let path = sessions[self]?.first?.path, let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[path.index(after: slash)...])
    }
}
