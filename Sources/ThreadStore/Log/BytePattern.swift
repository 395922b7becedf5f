#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A short text that is looked for in long lines, by the rarest of its bytes.
struct BytePattern: Sendable {
    private let bytes: [UInt8]
    private let anchor: Int

    /// - Parameters:
    ///   - bytes: the text.
    ///   - anchor: which of its bytes is rare.
    init(_ bytes: [UInt8], anchor: Int) {
        self.bytes = bytes
        self.anchor = anchor
    }

    /// Whether the text stands in `line` at `start` or behind.
    func isIn(_ line: [UInt8], from start: Int = 0) -> Bool {
        line.withUnsafeBytes { isIn($0, from: start) }
    }

    /// The same for bytes that lie elsewhere.
    func isIn(_ line: UnsafeRawBufferPointer, from start: Int = 0) -> Bool {
        guard let base = line.baseAddress else { return false }
        var position = start + anchor
        while position < line.count, let found = memchr(base + position, Int32(bytes[anchor]), line.count - position) {
            let begin = UnsafeRawPointer(found) - base - anchor
            if begin + bytes.count <= line.count, memcmp(base + begin, bytes, bytes.count) == 0 { return true }
            position = begin + anchor + 1
        }
        return false
    }
}
