internal import WireJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads a log from its beginning to its end, line by line, in memory bounded by the longest line.
enum LineFile {
    /// How much one read takes, in bytes: few system calls, and still small beside a thread in memory.
    static let blockBytes = 256 << 10

    /// What stands behind the last line feed, and how long the file was.
    struct End {
        var tail: LineSplitter.Line?
        var length: Int
    }

    /// Hands out every line that ends in a line feed; the rest is returned. Blocking.
    ///
    /// Errors: `threadNotFound` when there is no such file, else `storage`.
    static func read(
        _ path: String, id: String, _ body: (LineSplitter.Line) -> Void
    ) throws(ThreadStoreError) -> End {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw .threadNotFound(id) }
            throw .storage("the thread's log can't be opened", path: path, errno: errno)
        }
        defer { close(descriptor) }
        var splitter = LineSplitter(limit: LogLine.limits.maxBytes)
        var length = 0
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: blockBytes, alignment: 16)
        defer { block.deallocate() }
        while true {
            let count = systemRead(descriptor, block)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw .storage("the thread's log can't be read", path: path, errno: errno)
            }
            length += count
            splitter.feed(UnsafeRawBufferPointer(rebasing: block[..<count]), body)
        }
        return End(tail: splitter.finish(), length: length)
    }

    /// The system's `read`, which this type's own hides.
    private static func systemRead(_ descriptor: Int32, _ block: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, block.baseAddress, block.count)
        #else
            Darwin.read(descriptor, block.baseAddress, block.count)
        #endif
    }
}
