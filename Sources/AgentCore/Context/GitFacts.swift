import AppServerProtocol

/// What is checked out around a directory, read from Git's own files.
///
/// No program is started: a repository can name hooks, filters and helpers that `git` would run.
enum GitFacts {
    /// The most that is read of one of Git's files; `packed-refs` of large repositories are the largest.
    private static let fileLimit = 4 << 20

    /// The state of the work tree that holds `directory`, nil when there is none.
    static func read(_ directory: String, files: FileAccess) -> GitInfo? {
        for candidate in PathText.lineage(of: directory) {
            guard let gitDirectory = gitDirectory(in: candidate, files) else { continue }
            return info(gitDirectory, files)
        }
        return nil
    }

    /// `.git` itself, or what it points to in a linked work tree or submodule.
    private static func gitDirectory(in directory: String, _ files: FileAccess) -> String? {
        let path = PathText.join(directory, ".git")
        switch files.kind(path) {
        case .directory:
            return path
        case .file:
            guard let target = text(path, files)?.strippingPrefix("gitdir:") else { return nil }
            return PathText.resolve(target, against: directory)
        default:
            return nil
        }
    }

    private static func info(_ gitDirectory: String, _ files: FileAccess) -> GitInfo? {
        guard let head = text(PathText.join(gitDirectory, "HEAD"), files) else { return nil }
        // A linked work tree has a HEAD of its own; branches and settings are in the common directory.
        let common =
            text(PathText.join(gitDirectory, "commondir"), files).map { PathText.resolve($0, against: gitDirectory) }
            ?? gitDirectory
        let origin = text(PathText.join(common, "config"), files).flatMap(originURL)
        guard let reference = head.strippingPrefix("ref:") else {
            return GitInfo(sha: head, originUrl: origin)
        }
        return GitInfo(
            sha: text(PathText.join(common, reference), files) ?? packed(reference, in: common, files),
            branch: reference.strippingPrefix("refs/heads/"), originUrl: origin)
    }

    private static func packed(_ reference: String, in common: String, _ files: FileAccess) -> String? {
        guard let text = text(PathText.join(common, "packed-refs"), files) else { return nil }
        for line in text.split(separator: "\n") where line.hasSuffix(" " + reference) {
            return line.split(separator: " ").first.map(String.init)
        }
        return nil
    }

    /// The URL of the remote `origin`, without the user and password that it may carry: threads are kept on disk.
    private static func originURL(_ config: String) -> String? {
        var isOrigin = false
        for line in config.split(separator: "\n") {
            let line = String(line).trimmingBlanks
            if line.hasPrefix("[") {
                isOrigin = line.hasPrefix("[remote \"origin\"]")
            } else if isOrigin, let value = line.strippingPrefix("url")?.strippingPrefix("=") {
                return withoutCredentials(value)
            }
        }
        return nil
    }

    private static func withoutCredentials(_ url: String) -> String {
        guard let scheme = ["https://", "http://"].first(where: url.hasPrefix) else { return url }
        let rest = url.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return url }
        return scheme + rest[rest.index(after: at)...]
    }

    private static func text(_ path: String, _ files: FileAccess) -> String? {
        guard let bytes = try? files.read(path, fileLimit) else { return nil }
        return String(decoding: bytes, as: UTF8.self).trimmingBlanks.nonEmpty
    }
}

extension String {
    /// What follows a prefix, blanks removed; nil when the text begins otherwise.
    fileprivate func strippingPrefix(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)).trimmingBlanks : nil
    }

    /// The text without blanks and line ends around it.
    fileprivate var trimmingBlanks: String {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
