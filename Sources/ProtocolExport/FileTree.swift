#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads and writes files by their paths. Small on purpose: the exports need no more, and Foundation would be most of the
/// executable's size.
enum FileTree {
    /// How many bytes one `read` asks for.
    private static let chunkSize = 65536

    /// Writes a file, in place of whatever is there. Creates the folders above it.
    static func write(_ bytes: [UInt8], to path: String) throws(ExportError) {
        try createFolders(above: path)
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard file >= 0 else { throw failure("create", path) }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(file, $0) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("write", path)
            }
            rest = rest.dropFirst(count)
        }
    }

    /// The bytes of a file.
    static func read(_ path: String) throws(ExportError) -> [UInt8] {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { throw failure("open", path) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: chunkSize)
        while true {
            let count = chunk.withUnsafeMutableBytes { systemRead(file, $0) }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("read", path)
            }
            bytes += chunk[..<count]
        }
    }

    /// The paths of all files under a folder whose names end in a certain way, sorted.
    static func paths(under folder: String, suffix: String) throws(ExportError) -> [String] {
        guard let directory = opendir(folder) else { throw failure("list", folder) }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != ".." else { continue }
            let path = "\(folder)/\(name)"
            if isFolder(path) {
                found += try paths(under: path, suffix: suffix)
            } else if name.hasSuffix(suffix) {
                found.append(path)
            }
        }
        return found.sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func createFolders(above path: String) throws(ExportError) {
        for index in path.indices.dropFirst() where path[index] == "/" {
            let folder = String(path[..<index])
            if mkdir(folder, 0o755) != 0, errno != EEXIST { throw failure("create", folder) }
        }
    }

    private static func failure(_ verb: String, _ path: String) -> ExportError {
        ExportError(.fileSystem, "can't \(verb) \(path): \(String(cString: strerror(errno)))")
    }
}

// Outside the enum, where the system calls are not hidden by its methods of the same names.

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(file, bytes.baseAddress, bytes.count)
}

private func systemRead(_ file: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
    read(file, bytes.baseAddress, bytes.count)
}
