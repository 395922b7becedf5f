internal import WireJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A log opened for reading, line by line in either direction, in memory bounded by the longest line. Blocking.
struct LogFile: ~Copyable {
    /// How much one read takes, in bytes: few system calls, and still small beside a thread in memory.
    static let blockBytes = 256 << 10

    let path: String
    private let descriptor: CInt

    /// Errors: `threadNotFound` when there is no such file, else `storage`.
    init(_ path: String, id: String) throws(ThreadStoreError) {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw .threadNotFound(id) }
            throw .storage("the thread's log can't be opened", path: path, errno: errno)
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// How long the file is.
    func length() throws(ThreadStoreError) -> Int {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw .storage("the thread's log can't be read", path: path, errno: errno) }
        return Int(end)
    }

    // MARK: - Forwards

    /// Hands out every line from `start` (a line's beginning) on that ends before `end`, until `body` returns false. Lines
    /// that `skips` does not want are mostly left out.
    /// What stands behind the last line feed is returned; nil when `body` ended the reading.
    @discardableResult
    func forward(
        from start: Int, upTo end: Int, skipping skips: (UnsafeRawBufferPointer) -> Bool = { _ in false },
        _ body: (LineSplitter.Line) -> Bool
    ) throws(ThreadStoreError) -> LineSplitter.Line? {
        var splitter = LineSplitter(limit: LogLine.limits.maxBytes, offset: start)
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockBytes, alignment: 16)
        defer { block.deallocate() }
        var position = start
        var goesOn = true
        while position < end, goesOn {
            let count = try read(block, at: position, atMost: end - position)
            if count == 0 { break }
            position += count
            splitter.feed(UnsafeRawBufferPointer(rebasing: block[..<count]), skipping: skips) { line in
                if goesOn { goesOn = body(line) }
            }
        }
        return goesOn ? splitter.finish() : nil
    }

    // MARK: - Backwards

    /// Hands out the lines that end at or before `end` (a line's beginning, or the end of the file), the last one first,
    /// until `body` returns false. Bytes behind the last line feed before `end` are no line and are left out.
    func backward(before end: Int, _ body: (LineSplitter.Line) -> Bool) throws(ThreadStoreError) {
        // The bytes from `start` on that have not been handed out.
        var buffer: [UInt8] = []
        var start = end
        var isFirst = true
        var blockBytes = Self.blockBytes
        while start > 0 {
            let count = min(blockBytes, start)
            let block = try bytes(from: start - count, count: count)
            start -= count
            buffer.insert(contentsOf: block, at: 0)
            // A line longer than a block is looked for in ever larger ones, so that it is not copied once a block.
            blockBytes *= 2
            while let feed = buffer.dropLast(isFirst ? 0 : 1).lastIndex(of: UInt8(ascii: "\n")) {
                if isFirst {
                    // What stands behind the last line feed is not a line.
                    isFirst = false
                    buffer.removeSubrange((feed + 1)...)
                    continue
                }
                guard body(Self.line(buffer[(feed + 1)...], at: start + feed + 1)) else { return }
                buffer.removeSubrange((feed + 1)...)
                blockBytes = Self.blockBytes
            }
        }
        if !isFirst, !buffer.isEmpty { _ = body(Self.line(buffer[...], at: 0)) }
    }

    private static func line(_ bytes: ArraySlice<UInt8>, at offset: Int) -> LineSplitter.Line {
        LineSplitter.Line(number: 0, offset: offset, bytes: Array(bytes.dropLast()), length: bytes.count - 1)
    }

    // MARK: - Bytes

    /// Bytes of the file, fewer when it ends before.
    func bytes(from offset: Int, count: Int) throws(ThreadStoreError) -> [UInt8] {
        var failure: ThreadStoreError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                do throws(ThreadStoreError) {
                    let read = try read(rest, at: offset + filled, atMost: count - filled)
                    if read == 0 { break }
                    filled += read
                } catch {
                    failure = error
                    break
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }

    private func read(
        _ buffer: UnsafeMutableRawBufferPointer, at offset: Int, atMost limit: Int
    ) throws(ThreadStoreError) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, min(buffer.count, limit), off_t(offset))
            if count >= 0 { return count }
            if errno != EINTR { throw .storage("the thread's log can't be read", path: path, errno: errno) }
        }
    }
}
