#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension FileAccess {
    /// The files of this machine. The calls block.
    package static let system = FileAccess(
        status: { path throws(FileAccessError) in
            do throws(FileAccessError) {
                return try at(path) { directory, name throws(FileAccessError) in
                    var raw = stat()
                    try check(fstatat(directory, name, &raw, AT_SYMLINK_NOFOLLOW))
                    return FileStatus(raw)
                }
            } catch {
                // Below a missing directory, or below a file, is nothing either.
                if error.errnoValue == ENOENT || error.errnoValue == ENOTDIR { return nil }
                throw error
            }
        },
        readLink: { path throws(FileAccessError) in
            try at(path) { directory, name throws(FileAccessError) in
                var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
                let count = buffer.withUnsafeMutableBytes { bytes in
                    bytes.withMemoryRebound(to: CChar.self) { characters in
                        characters.baseAddress.map { readlinkat(directory, name, $0, characters.count) } ?? -1
                    }
                }
                guard count >= 0 else { throw FileAccessError(errnoValue: errno) }
                guard let target = String(validating: buffer[..<count], as: UTF8.self) else {
                    throw FileAccessError(errnoValue: EILSEQ)
                }
                return target
            }
        },
        read: { path, limit throws(FileAccessError) in
            try at(path) { directory, name throws(FileAccessError) in
                // Nonblocking, as the name may have become a pipe, which would wait for a writer.
                let file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
                guard file >= 0 else { throw FileAccessError(errnoValue: errno) }
                defer { close(file) }
                return try readAll(file, limit: limit)
            }
        },
        checkWritable: { path throws(FileAccessError) in
            try at(path) { directory, name throws(FileAccessError) in
                try check(faccessat(directory, name, W_OK, AT_EACCESS))
            }
        },
        create: { path, content, model throws(FileAccessError) in
            try at(path) { directory, name throws(FileAccessError) in
                // What replaces a file is closed to others until it has that file's permissions.
                let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
                let file = openat(directory, name, flags, model == nil ? 0o666 : 0o600)
                guard file >= 0 else { throw FileAccessError(errnoValue: errno) }
                defer { close(file) }
                do throws(FileAccessError) {
                    try writeAll(content, to: file)
                    try take(model, for: file)
                } catch {
                    unlinkat(directory, name, 0)
                    throw error
                }
            }
        },
        link: { path, newPath throws(FileAccessError) in
            try at(path) { from, name throws(FileAccessError) in
                try at(newPath) { to, newName throws(FileAccessError) in
                    try check(linkat(from, name, to, newName, 0))
                }
            }
        },
        rename: { path, newPath throws(FileAccessError) in
            try at(path) { from, name throws(FileAccessError) in
                try at(newPath) { to, newName throws(FileAccessError) in
                    try check(renameat(from, name, to, newName))
                }
            }
        },
        remove: { path throws(FileAccessError) in
            try at(path) { directory, name throws(FileAccessError) in try check(unlinkat(directory, name, 0)) }
        },
        makeDirectory: { path throws(FileAccessError) in
            try at(path) { directory, name throws(FileAccessError) in try check(mkdirat(directory, name, 0o777)) }
        },
        removeDirectory: { path throws(FileAccessError) in
            try at(path) { directory, name throws(FileAccessError) in
                try check(unlinkat(directory, name, AT_REMOVEDIR))
            }
        })

    /// Runs an operation on a name in the directory that holds it. The directory is reached step by step, and a symbolic
    /// link on the way is an error: whoever swaps one in after the path was resolved gets nowhere.
    private static func at<Result>(
        _ path: String, _ body: (_ directory: Int32, _ name: String) throws(FileAccessError) -> Result
    ) throws(FileAccessError) -> Result {
        #if canImport(Glibc)
            // `O_PATH`, which the module of the C library lacks: needs the right to pass a directory, not to list it.
            let flags = 0o10_000_000 | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        #else
            let flags = O_SEARCH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        #endif
        var directory = open("/", flags)
        guard directory >= 0 else { throw FileAccessError(errnoValue: errno) }
        defer { close(directory) }
        let components = path.split(separator: "/")
        for component in components.dropLast() {
            let next = openat(directory, String(component), flags)
            guard next >= 0 else { throw FileAccessError(errnoValue: errno) }
            close(directory)
            directory = next
        }
        return try body(directory, components.last.map(String.init) ?? ".")
    }

    private static func check(_ result: Int32) throws(FileAccessError) {
        guard result == 0 else { throw FileAccessError(errnoValue: errno) }
    }

    private static func readAll(_ file: Int32, limit: Int) throws(FileAccessError) -> [UInt8]? {
        var raw = stat()
        try check(fstat(file, &raw))
        guard raw.st_mode & S_IFMT == S_IFREG else { throw FileAccessError(errnoValue: EINVAL) }
        guard raw.st_size <= limit else { return nil }
        var content: [UInt8] = []
        // The size is a promise of nothing: the file may grow meanwhile, and files of /proc say 0.
        var chunk = [UInt8](repeating: 0, count: max(Int(raw.st_size) + 1, 4_096))
        while true {
            let count = chunk.withUnsafeMutableBytes { systemRead(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileAccessError(errnoValue: errno)
            }
            if count == 0 { return content }
            guard content.count + count <= limit else { return nil }
            content.append(contentsOf: chunk[..<count])
        }
    }

    private static func writeAll(_ content: [UInt8], to file: Int32) throws(FileAccessError) {
        var rest = content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileAccessError(errnoValue: errno)
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Gives a new file the owner and the permissions of the file that it replaces.
    private static func take(_ model: FileStatus?, for file: Int32) throws(FileAccessError) {
        guard let model else { return }
        // Who may not give files away keeps them, as with every editor that writes beside and renames.
        _ = fchown(file, uid_t.max, model.group)
        _ = fchown(file, model.owner, gid_t.max)
        var raw = stat()
        try check(fstat(file, &raw))
        var permissions = model.permissions
        if raw.st_gid != model.group {
            // Another group gets no more than everybody gets.
            permissions &= 0o707 | (permissions & 0o007) << 3
        }
        try check(fchmod(file, mode_t(permissions)))
    }
}

extension FileStatus {
    /// What the system filled in.
    fileprivate init(_ raw: stat) {
        let kind: Kind =
            switch raw.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            case S_IFLNK: .symbolicLink
            default: .other
            }
        #if canImport(Glibc)
            let modified = raw.st_mtim
        #else
            let modified = raw.st_mtimespec
        #endif
        self.init(
            kind: kind, permissions: UInt16(truncatingIfNeeded: raw.st_mode & 0o777), owner: raw.st_uid,
            group: raw.st_gid, size: Int(raw.st_size), inode: UInt64(truncatingIfNeeded: raw.st_ino),
            device: UInt64(truncatingIfNeeded: raw.st_dev),
            modified: Int64(modified.tv_sec) * 1_000_000_000 + Int64(modified.tv_nsec))
    }
}

/// The system's `read`, which has the name of a closure of the type above.
private func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(file, buffer, count)
}
