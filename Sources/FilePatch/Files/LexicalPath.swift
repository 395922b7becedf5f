/// Paths as text: what can be said about them without looking at the disk.
enum LexicalPath {
    /// The path as an absolute one without `.`, `..` and double slashes; relative to `directory`, which is absolute.
    static func absolute(_ path: String, in directory: String) -> String {
        var components: [Substring] = []
        let whole = path.hasPrefix("/") ? path : "\(directory)/\(path)"
        for component in whole.split(separator: "/") where component != "." {
            if component == ".." {
                _ = components.popLast()
            } else {
                components.append(component)
            }
        }
        return "/" + components.joined(separator: "/")
    }

    /// The directory that holds the path's last component.
    static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// The last component; empty for the root.
    static func name(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }

    /// A name in a directory.
    static func join(_ directory: String, _ name: some StringProtocol) -> String {
        directory == "/" ? "/\(name)" : "\(directory)/\(name)"
    }

    /// The path as seen from a directory above it, or `nil` if that is not above it.
    static func relative(_ path: String, to directory: String) -> String? {
        let prefix = directory == "/" ? "/" : directory + "/"
        // Bytes, not characters: a name may begin with a mark that joins the slash.
        guard path.utf8.starts(with: prefix.utf8) else { return nil }
        return String(decoding: path.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
    }
}
