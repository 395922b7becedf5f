internal import Crypto

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Bytes that are named by what they are: the images of all threads, each stored once.
///
/// A blob lies at `blobs/<xx>/<sha256>`, with xx the first two digits. It is whole and on the disk before a log refers to
/// it, and never changed. What no log refers to any more is removed by ``BlobCollector``.
struct BlobFolder: Sendable {
    /// The folder of all blobs.
    let path: String

    /// The folder of a home.
    init(_ paths: StorePaths) {
        path = paths.home + "/blobs"
    }

    /// The folder that the blobs of a log are in.
    init(ofLog log: String) {
        // `threads/<xx>/<id>.jsonl`, below the home.
        var home = Substring(log)
        for _ in 0..<3 { home = home[..<(home.lastIndex(of: "/") ?? home.startIndex)] }
        path = home + "/blobs"
    }

    /// The name of some bytes.
    static func hash(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// Whether a text can be the name of a blob.
    static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// Where a blob lies.
    func file(_ hash: String) -> String { "\(path)/\(hash.prefix(2))/\(hash)" }

    /// What a blob's name ends in while ``BlobCollector`` looks whether it was used again.
    static let removing = ".gone"

    /// What lies under a blob's name.
    enum Content: Hashable {
        /// What was stored.
        case whole([UInt8])
        /// Something else: the disk or somebody has changed it. It is as good as missing.
        case wrong
        /// Nothing.
        case missing
    }

    /// Reads a blob, and compares it with its name: that costs less than what is made of it then. Blocking. Errors:
    /// `storage` when it can't be read, which says nothing of whether it is there.
    func read(_ hash: String) throws(ThreadStoreError) -> Content {
        let path = file(hash)
        // It may be out of the way for a moment, and back again before it is looked for there.
        for path in [path, path + Self.removing, path] {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                if errno == ENOENT || errno == ENOTDIR { continue }
                throw .storage("an image can't be opened", path: path, errno: errno)
            }
            let log = PlainLog(path, descriptor: descriptor)
            let bytes = try log.bytes(from: 0, count: try log.length())
            return Self.hash(bytes) == hash ? .whole(bytes) : .wrong
        }
        return .missing
    }

    /// Stores a blob, unless it is there. Returns 0 or an error number. Blocking.
    ///
    /// A blob that is there gets a new time: one that a log is about to refer to is not collected.
    func store(_ blob: PendingBlob, _ operations: LogFileOperations) -> CInt {
        let target = file(blob.hash)
        // Its folder, `blobs` and the home: whoever made the blob, or one of them, may have died before that was on the
        // disk itself, or still be at it.
        let folders = StorePaths.folders(above: target).prefix(3)
        // One that was changed is stored anew.
        if utimensat(AT_FDCWD, target, nil, 0) == 0, (try? read(blob.hash)) != .wrong {
            return Self.sync(folders, operations)
        }
        let failure = StorePaths.makeDirectory(folders[0])
        guard failure == 0 else { return failure }
        // Others may be storing the same blob; which of them comes last does not matter, but each needs a file of its own.
        let new = "\(target).\(String(UInt64.random(in: 0 ... .max), radix: 16)).new"
        let descriptor = operations.open(new, O_WRONLY | O_CREAT | O_EXCL)
        guard descriptor >= 0 else { return -descriptor }
        var error = Self.write(blob.bytes, to: descriptor, operations)
        if error == 0 { error = operations.sync(descriptor) }
        operations.close(descriptor)
        if error == 0, rename(new, target) != 0 { error = errno }
        guard error == 0 else {
            operations.unlink(new)
            return error
        }
        return Self.sync(folders, operations)
    }

    private static func sync(_ folders: ArraySlice<String>, _ operations: LogFileOperations) -> CInt {
        for folder in folders {
            let error = operations.syncFolder(folder)
            guard error == 0 else { return error }
        }
        return 0
    }

    private static func write(_ bytes: [UInt8], to descriptor: CInt, _ operations: LogFileOperations) -> CInt {
        var position = 0
        while position < bytes.count {
            let written = bytes.withUnsafeBytes {
                operations.write(descriptor, UnsafeRawBufferPointer(rebasing: $0[position...]))
            }
            if written == -Int(EINTR) { continue }
            guard written > 0 else { return written == 0 ? EIO : CInt(-written) }
            position += written
        }
        return 0
    }
}

/// A blob on its way to the disk.
struct PendingBlob: Hashable, Sendable {
    /// Its name.
    var hash: String
    /// What it is.
    var bytes: [UInt8]
}
