#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads session files, which are never changed. Blocking.
enum RolloutReader {
    /// The longest file that is read, in bytes: years of one conversation. What is longer would not fit into memory
    /// beside its thread.
    static let byteLimit = 1 << 30
    /// The longest record that is read, in bytes: some dozens of images in one message.
    static let lineLimit = 256 << 20
    private static let blockBytes = 256 << 10

    /// What a reading has found out about the file itself.
    struct Condition: Hashable, Sendable {
        /// Whether the file ends in the middle of a record.
        var isTorn = false
        /// The lines that are no records, counted from 1.
        var damagedLines: [Int] = []
    }

    /// Hands out every record of a file until `body` returns false. The last line counts if it is whole, with or without
    /// its line feed. Errors: `storage`.
    static func records(
        _ path: String, _ body: (RolloutRecord) -> Bool
    ) throws(ThreadStoreError) -> Condition {
        var condition = Condition()
        try lines(path) { line, isEnded in
            if line.length == 0 { return true }
            if let record = RolloutRecord(parsing: line.bytes) { return body(record) }
            if isEnded {
                condition.damagedLines.append(line.number)
            } else {
                condition.isTorn = true
            }
            return true
        }
        return condition
    }

    /// Hands out every line of a file, with whether a line feed ends it, until `body` returns false. Errors: `storage`.
    static func lines(
        _ path: String, _ body: (LineSplitter.Line, _ isEnded: Bool) -> Bool
    ) throws(ThreadStoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .storage("the file can't be opened", path: path, errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .storage("the file can't be read", path: path, errno: errno)
        }
        guard status.st_size <= byteLimit else {
            throw ThreadStoreError(
                kind: .storage, message: "the file is longer than \(byteLimit >> 20) MiB", path: path)
        }
        var splitter = LineSplitter(limit: lineLimit)
        var block = [UInt8](repeating: 0, count: blockBytes)
        while true {
            let count = block.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .storage("the file can't be read", path: path, errno: errno) }
            guard count > 0 else { break }
            var lines: [LineSplitter.Line] = []
            block.withUnsafeBytes { bytes in
                splitter.feed(UnsafeRawBufferPointer(rebasing: bytes[..<count])) { lines.append($0) }
            }
            for line in lines where !body(line, true) { return }
        }
        if let line = splitter.finish() { _ = body(line, false) }
    }
}
