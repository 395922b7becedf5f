#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that is made under a name that nobody reads, and gets its own once it is whole and on the disk. Without
/// ``finish(timesOf:)`` nothing stays of it. Blocking.
struct NewFile: ~Copyable {
    private let path: String
    private let descriptor: CInt
    private var isFinished = false

    /// Begins the file anew, readable by the owner only. Errors: `storage`.
    init(_ path: String) throws(ThreadStoreError) {
        // Only what was made is removed again: `deinit` runs for whatever is initialised as a whole.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .storage("a file can't be made", path: path, errno: errno) }
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
        if !isFinished { unlink(path) }
    }

    /// Appends bytes. Errors: `storage`.
    func write(_ bytes: [UInt8]) throws(ThreadStoreError) {
        var failure: ThreadStoreError?
        bytes.withUnsafeBytes { bytes in
            do throws(ThreadStoreError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Appends bytes. Errors: `storage`.
    func write(_ bytes: UnsafeRawBufferPointer) throws(ThreadStoreError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = LogFileOperations.system.write(descriptor, rest)
            if written == -Int(EINTR) { continue }
            guard written > 0 else {
                throw .storage("a file can't be written", path: path, errno: written == 0 ? EIO : Int32(-written))
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Forces the file to the disk. With another file's name it gets that one's times. Errors: `storage`.
    mutating func finish(timesOf other: String? = nil) throws(ThreadStoreError) {
        var status = stat()
        if let other, stat(other, &status) == 0 {
            #if canImport(Glibc)
                let times = [status.st_atim, status.st_mtim]
            #else
                let times = [status.st_atimespec, status.st_mtimespec]
            #endif
            _ = futimens(descriptor, times)
        }
        guard fsync(descriptor) == 0 else { throw .storage("a file can't be written", path: path, errno: errno) }
        isFinished = true
    }

    /// Forces to the disk what names the folder of a file holds. Errors: `storage`.
    static func syncFolder(of path: String) throws(ThreadStoreError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .storage("a folder can't be opened", path: folder, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .storage("a folder can't be written", path: folder, errno: errno) }
    }
}
