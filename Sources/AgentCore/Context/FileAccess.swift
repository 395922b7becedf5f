#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What this folder's code may do with the file system. Tests replace it by a dictionary of files.
package struct FileAccess: Sendable {
    /// What stands at a path, symbolic links followed; nil if nothing does or it can't be reached.
    package var kind: @Sendable (_ path: String) -> FileKind?
    /// The first `limit` bytes of the regular file at an absolute path. Blocks for as long as the disk does.
    package var read: @Sendable (_ path: String, _ limit: Int) throws(FileAccessError) -> [UInt8]
    /// Whether this process may execute the file at a path.
    package var isExecutable: @Sendable (_ path: String) -> Bool
    /// The names in a directory, in no order; none if it can't be read.
    package var names: @Sendable (_ directory: String) -> [String]

    /// Access through the given closures.
    package init(
        kind: @escaping @Sendable (_ path: String) -> FileKind?,
        read: @escaping @Sendable (_ path: String, _ limit: Int) throws(FileAccessError) -> [UInt8],
        isExecutable: @escaping @Sendable (_ path: String) -> Bool,
        names: @escaping @Sendable (_ directory: String) -> [String] = { _ in [] }
    ) {
        self.kind = kind
        self.read = read
        self.isExecutable = isExecutable
        self.names = names
    }

    /// Whether something stands at a path, symbolic links followed.
    package func exists(_ path: String) -> Bool { kind(path) != nil }

    /// The real file system.
    package static let live = FileAccess(
        kind: LiveFiles.kind, read: LiveFiles.read, isExecutable: { path in access(path, X_OK) == 0 },
        names: LiveFiles.names)
}

/// What a path can lead to.
package enum FileKind: Hashable, Sendable {
    /// A regular file.
    case file
    /// A directory.
    case directory
    /// A device, pipe or socket, none of which is ever read here.
    case other
}

/// Why a file could not be read.
package struct FileAccessError: Error, Hashable, Sendable {
    /// The absolute path that was asked for.
    package var path: String
    /// The system's error number.
    package var errnoValue: Int32

    /// A failure with the number that the system gave.
    package init(path: String, errnoValue: Int32) {
        self.path = path
        self.errnoValue = errnoValue
    }

    /// The system's words for the error and its number: `No such file or directory (errno 2)`.
    package var reason: String {
        // strerror fills a buffer of the calling thread for unknown numbers and answers with a constant for the rest.
        "\(String(cString: strerror(errnoValue))) (errno \(errnoValue))"
    }
}

/// The system calls behind ``FileAccess/live``.
private enum LiveFiles {
    /// How much one `read` takes: instruction files fit into one, images take a few hundred.
    static let chunkBytes = 64 << 10

    @Sendable static func kind(_ path: String) -> FileKind? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return kind(of: status)
    }

    @Sendable static func names(_ directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    @Sendable static func read(_ path: String, _ limit: Int) throws(FileAccessError) -> [UInt8] {
        // Opening a named pipe would wait for a writer for ever without O_NONBLOCK.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileAccessError(path: path, errnoValue: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileAccessError(path: path, errnoValue: errno) }
        switch kind(of: status) {
        case .file: break
        case .directory: throw FileAccessError(path: path, errnoValue: EISDIR)
        case .other: throw FileAccessError(path: path, errnoValue: EINVAL)
        }
        return try contents(of: descriptor, path: path, limit: limit)
    }

    private static func contents(
        of descriptor: Int32, path: String, limit: Int
    ) throws(FileAccessError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let wanted = min(chunkBytes, limit - bytes.count)
            var failure: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                var got: Int
                repeat {
                    got = systemRead(descriptor, buffer.baseAddress, wanted)
                } while got < 0 && errno == EINTR
                failure = got < 0 ? errno : 0
                count = max(got, 0)
            }
            guard failure == 0 else { throw FileAccessError(path: path, errnoValue: failure) }
            if chunk.isEmpty { break }
            bytes += chunk
        }
        return bytes
    }

    /// The system call, whose name the function above shadows.
    private static func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer, count)
        #else
            Darwin.read(descriptor, buffer, count)
        #endif
    }

    private static func kind(of status: stat) -> FileKind {
        switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        default: .other
        }
    }
}
