#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file of the catalog: append-only lines, written under a lock that all processes respect. Blocking.
///
/// A line counts once its line feed is there. What an append that was cut short has left is cut off by the next one,
/// unless it is a whole record.
struct CatalogFile: Sendable {
    /// The longest catalog that is read, in bytes. Users make some dozens of sections and projects; a file this long is
    /// no catalog.
    static let byteLimit = 64 << 20

    let path: String
    /// The folder that the file lies in.
    let folder: String

    /// How the file looked when it was read, to notice changes.
    struct Version: Hashable, Sendable {
        var number: UInt64
        var length: Int
    }

    /// How the file looks now; nil when there is none.
    func version() -> Version? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Version(number: UInt64(truncatingIfNeeded: status.st_ino), length: Int(status.st_size))
    }

    /// Every line that ends in a line feed. None when there is no file. Errors: `storage`.
    func lines() throws(ThreadStoreError) -> [[UInt8]] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw .storage("the catalog can't be opened", path: path, errno: errno)
        }
        defer { close(descriptor) }
        return Self.split(try bytes(descriptor)).lines
    }

    /// Reads the lines, lets `body` say what to append to them, and appends it, all under the lock. What was appended is
    /// on disk when this returns. Errors: those of `body`, `storage`.
    func append<Value>(
        _ body: ([[UInt8]]) throws(ThreadStoreError) -> (Value, appended: [UInt8])
    ) throws(ThreadStoreError) -> Value {
        let failure = StorePaths.makeDirectory(folder)
        guard failure == 0 else {
            throw .unwritable("the home directory can't be made", path: folder, errno: failure)
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unwritable("the catalog can't be opened", path: path, errno: errno) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .storage("the catalog can't be locked", path: path, errno: errno) }
        }
        var (lines, tail, soundLength) = Self.split(try bytes(descriptor))
        var appended: [UInt8] = []
        if CatalogRecord(parsing: tail) != nil {
            lines.append(tail)
            soundLength += tail.count
            appended.append(UInt8(ascii: "\n"))
        }
        let (value, news) = try body(lines)
        guard !news.isEmpty else { return value }
        appended += news
        guard ftruncate(descriptor, off_t(soundLength)) == 0 else {
            throw .unwritable("the torn end of the catalog can't be cut off", path: path, errno: errno)
        }
        try write(appended, at: soundLength, to: descriptor)
        return value
    }

    /// Everything that stands in the file. Errors: `storage`.
    func bytes() throws(ThreadStoreError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .storage("the catalog can't be opened", path: path, errno: errno) }
        defer { close(descriptor) }
        return try bytes(descriptor)
    }

    /// Replaces everything that stands in the file by what `body` makes of it, under the lock. For repairs: whoever is
    /// killed in between leaves a part. Errors: those of `body`, `homeReadOnly`, `storage`.
    func rewrite(_ body: ([UInt8]) throws(ThreadStoreError) -> [UInt8]) throws(ThreadStoreError) {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unwritable("the catalog can't be opened", path: path, errno: errno) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .storage("the catalog can't be locked", path: path, errno: errno) }
        }
        let news = try body(try bytes(descriptor))
        guard ftruncate(descriptor, 0) == 0 else {
            throw .unwritable("the catalog can't be written", path: path, errno: errno)
        }
        try write(news, at: 0, to: descriptor)
    }

    private func write(_ bytes: [UInt8], at start: Int, to descriptor: CInt) throws(ThreadStoreError) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { rest in
                pwrite(descriptor, rest.baseAddress, rest.count, off_t(start + written))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let failure = count < 0 ? errno : EIO
                // Nobody is told of half a line.
                ftruncate(descriptor, off_t(start))
                throw .unwritable("the catalog can't be written", path: path, errno: failure)
            }
            written += count
        }
        guard fsync(descriptor) == 0 else {
            throw .unwritable("the catalog can't be written", path: path, errno: errno)
        }
    }

    private func bytes(_ descriptor: CInt) throws(ThreadStoreError) -> [UInt8] {
        let length = lseek(descriptor, 0, SEEK_END)
        guard length >= 0 else { throw .storage("the catalog can't be read", path: path, errno: errno) }
        guard length <= Self.byteLimit else {
            throw ThreadStoreError(kind: .storage, message: "the catalog is too long", path: path)
        }
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, filled in
            while filled < buffer.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                let count = pread(descriptor, rest.baseAddress, rest.count, off_t(filled))
                if count < 0, errno == EINTR { continue }
                if count < 0 { failure = errno }
                guard count > 0 else { break }
                filled += count
            }
        }
        guard failure == 0 else { throw .storage("the catalog can't be read", path: path, errno: failure) }
        return bytes
    }

    private static func split(_ bytes: [UInt8]) -> (lines: [[UInt8]], tail: [UInt8], soundLength: Int) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        let tail = lines.popLast() ?? []
        return (lines.filter { !$0.isEmpty }, tail, bytes.count - tail.count)
    }
}
