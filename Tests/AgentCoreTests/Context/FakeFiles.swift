import AgentCore

/// A file system made of a dictionary. Parents of files are directories.
struct FakeFiles: Sendable {
    /// Contents by absolute path; nil makes a directory.
    var entries: [String: [UInt8]?]
    /// Paths that exist and can't be read.
    var forbidden: Set<String> = []

    init(_ texts: [String: String], directories: [String] = [], forbidden: Set<String> = []) {
        entries = texts.mapValues { Array($0.utf8) }
        for directory in directories { entries[directory] = .some(nil) }
        self.forbidden = forbidden
    }

    /// The seam that code under test gets. Every file may be executed.
    var access: FileAccess {
        FileAccess(
            kind: { [self] in kind($0) },
            read: { [self] path, limit throws(FileAccessError) in try read(path, limit) },
            isExecutable: { [self] in kind($0) == .file })
    }

    private func kind(_ path: String) -> FileKind? {
        if let entry = entries[path] { return entry == nil ? .directory : .file }
        return entries.keys.contains { $0.hasPrefix(path == "/" ? path : path + "/") } ? .directory : nil
    }

    private func read(_ path: String, _ limit: Int) throws(FileAccessError) -> [UInt8] {
        if forbidden.contains(path) { throw FileAccessError(path: path, errnoValue: 13) }
        guard let kind = kind(path) else { throw FileAccessError(path: path, errnoValue: 2) }
        guard kind == .file, let bytes = entries[path] ?? nil else {
            throw FileAccessError(path: path, errnoValue: 21)
        }
        return Array(bytes.prefix(limit))
    }
}
