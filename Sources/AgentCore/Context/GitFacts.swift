import AppServerProtocol

/// What is checked out around a directory, read from Git's own files.
///
/// No program is started: a repository can name hooks, filters and helpers that `git` would run. Nor are the files
/// believed: a repository may come from anybody, and what is found here is kept and told to clients.
enum GitFacts {
    /// The most that is read of one of Git's files, in bytes. Of a longer file, the last line that fits counts as cut.
    private enum Limit {
        /// `HEAD`, a reference, `commondir` and the file `.git`: a hash or a name each.
        static let pointer = 256
        /// `config`: a few hundred bytes, and some more for every branch and submodule.
        static let config = 64 << 10
        /// `packed-refs`: some 60 bytes for each branch and tag.
        static let packedReferences = 4 << 20
    }

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
            guard let target = text(path, Limit.pointer, files)?.strippingPrefix("gitdir:") else { return nil }
            return PathText.resolve(target, against: directory)
        default:
            return nil
        }
    }

    private static func info(_ gitDirectory: String, _ files: FileAccess) -> GitInfo? {
        guard let head = text(PathText.join(gitDirectory, "HEAD"), Limit.pointer, files) else { return nil }
        // A linked work tree has a HEAD of its own; branches and settings are in the common directory.
        let common =
            text(PathText.join(gitDirectory, "commondir"), Limit.pointer, files)
            .map { PathText.resolve($0, against: gitDirectory) } ?? gitDirectory
        let origin = text(PathText.join(common, "config"), Limit.config, files).flatMap(originURL)
        guard let reference = head.strippingPrefix("ref:") else {
            return GitInfo(sha: hash(head), originUrl: origin)
        }
        guard isReference(reference) else { return GitInfo(originUrl: origin) }
        let loose = text(PathText.join(common, reference), Limit.pointer, files)
        return GitInfo(
            sha: (loose ?? packed(reference, in: common, files)).flatMap(hash),
            branch: reference.strippingPrefix("refs/heads/"), originUrl: origin)
    }

    /// The text if it is a commit's name, SHA-1 or SHA-256. Anything else would be a file's content.
    private static func hash(_ text: String) -> String? {
        let isHash = [40, 64].contains(text.utf8.count) && text.utf8.allSatisfy(\.isHexDigit)
        return isHash ? text : nil
    }

    /// Whether a name leads to a file among the references, and not to any other of the disk.
    private static func isReference(_ name: String) -> Bool {
        name.hasPrefix("refs/") && !name.split(separator: "/").contains("..")
    }

    private static func packed(_ reference: String, in common: String, _ files: FileAccess) -> String? {
        guard let text = text(PathText.join(common, "packed-refs"), Limit.packedReferences, files) else { return nil }
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

    private static func text(_ path: String, _ limit: Int, _ files: FileAccess) -> String? {
        guard var bytes = try? files.read(path, limit) else { return nil }
        if bytes.count == limit {
            // Half a path or hash would be another one.
            bytes.removeSubrange((bytes.lastIndex(of: UInt8(ascii: "\n")) ?? 0)...)
        }
        return String(decoding: bytes, as: UTF8.self).trimmingBlanks.nonEmpty
    }
}

extension UInt8 {
    /// Whether the byte is one of `0`…`9`, `a`…`f`, `A`…`F`.
    fileprivate var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
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
