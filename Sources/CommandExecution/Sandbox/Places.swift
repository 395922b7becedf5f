#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Paths, and what stands at them now.
enum Places {
    /// What stands at a path.
    enum Kind: Hashable {
        case file, directory, symbolicLink, socket, blockDevice, other
    }

    /// What stands at a path, not following a link in its last component; `nil` for nothing that can be seen.
    static func kind(_ path: String) -> Kind? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        case S_IFLNK: .symbolicLink
        case S_IFSOCK: .socket
        case S_IFBLK: .blockDevice
        default: .other
        }
    }

    /// The path without symbolic links as far as it exists, and without `.` and `..`.
    static func canonical(_ path: String) -> String {
        var existing = normal(path)
        var rest: [Substring] = []
        while existing != "/" {
            if let resolved = resolved(existing) {
                return rest.reversed().reduce(resolved) { join($0, $1) }
            }
            rest.append(existing[existing.index(after: lastSlash(existing))...])
            existing = parent(existing)
        }
        return rest.reversed().reduce("/") { join($0, $1) }
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The path without empty components, `.` and `..`.
    private static func normal(_ path: String) -> String {
        var components: [Substring] = []
        for component in path.split(separator: "/") where component != "." {
            if component == ".." {
                // Behind a symbolic link this is not what the system would do, so only what exists is resolved by it.
                if let resolved = resolved("/" + components.joined(separator: "/")) {
                    components = resolved.split(separator: "/")
                }
                _ = components.popLast()
            } else {
                components.append(component)
            }
        }
        return "/" + components.joined(separator: "/")
    }

    /// The path as an absolute one; a relative one counts from the server's directory.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let directory = getcwd(nil, 0) else { return path }
        defer { free(directory) }
        return join(String(cString: directory), path)
    }

    /// The names in a directory, without `.` and `..`; `nil` if it can't be read.
    static func entries(_ directory: String) -> [String]? {
        guard let stream = opendir(directory) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." {
                names.append(name)
            }
        }
        return names
    }

    /// The disks of this machine as files.
    static var disks: [String] {
        (entries("/dev") ?? []).map { "/dev/\($0)" }.filter { kind($0) == .blockDevice }
    }

    /// The beginning of a small file as text; `nil` if it is none.
    static func text(ofFile path: String, limit: Int) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit, 64 * 1024))
        while text.count < limit {
            let count = read(file, &chunk, min(chunk.count, limit - text.count))
            guard count > 0 else { break }
            text += chunk[..<count]
        }
        return String(decoding: text, as: UTF8.self)
    }

    // MARK: - Text

    /// The directory that a path lies in; that of `/` is `/`.
    static func parent(_ path: String) -> String {
        let slash = lastSlash(path)
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func join(_ directory: String, _ name: some StringProtocol) -> String {
        directory == "/" ? "/\(name)" : "\(directory)/\(name)"
    }

    /// Whether a path lies strictly below a directory.
    static func isBelow(_ path: String, _ directory: String) -> Bool {
        guard directory != "/" else { return path != "/" }
        return path.utf8.starts(with: directory.utf8)
            && path.utf8.dropFirst(directory.utf8.count).first == UInt8(ascii: "/")
    }

    /// The number of components.
    static func depth(_ path: String) -> Int {
        path == "/" ? 0 : path.utf8.count(where: { $0 == UInt8(ascii: "/") })
    }

    private static func lastSlash(_ path: String) -> String.Index {
        path.lastIndex(of: "/") ?? path.startIndex
    }
}
