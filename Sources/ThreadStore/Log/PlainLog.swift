#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file of a log that is not compressed, opened for reading. Blocking.
final class PlainLog {
    let path: String
    private let descriptor: CInt

    /// Takes over a descriptor.
    init(_ path: String, descriptor: CInt) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Errors: `threadNotFound`, `storage`.
    convenience init(_ path: String, id: String) throws(ThreadStoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw .threadNotFound(id) }
            throw .storage("the thread's log can't be opened", path: path, errno: errno)
        }
        self.init(path, descriptor: descriptor)
    }

    deinit {
        close(descriptor)
    }

    /// How long the file is.
    func length() throws(ThreadStoreError) -> Int {
        // Not by seeking: the end of a folder is beyond all memory.
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .storage("the thread's log can't be read", path: path, errno: errno)
        }
        return Int(status.st_size)
    }

    /// Reads bytes at an offset: none at the end of the file, and maybe fewer than asked for.
    func read(
        _ buffer: UnsafeMutableRawBufferPointer, at offset: Int, atMost limit: Int
    ) throws(ThreadStoreError) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, min(buffer.count, limit), off_t(offset))
            if count >= 0 { return count }
            if errno != EINTR { throw .storage("the thread's log can't be read", path: path, errno: errno) }
        }
    }

    /// Bytes at an offset, fewer when the file ends before.
    func bytes(from offset: Int, count: Int) throws(ThreadStoreError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            var failure: ThreadStoreError?
            let added = bytes.withUnsafeMutableBytes { buffer -> Int in
                do throws(ThreadStoreError) {
                    return try read(
                        UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]), at: offset + filled,
                        atMost: count - filled)
                } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw failure }
            if added == 0 { break }
            filled += added
        }
        bytes.removeLast(count - filled)
        return bytes
    }
}
