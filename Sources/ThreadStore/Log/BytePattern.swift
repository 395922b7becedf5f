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
    ///   - anchor: which of its bytes is rare; not the first.
    init(_ bytes: [UInt8], anchor: Int) {
        self.bytes = bytes
        self.anchor = anchor
    }

    /// Whether the text stands in `line` at `start` or behind.
    func isIn(_ line: [UInt8], from start: Int = 0) -> Bool {
        line.withUnsafeBytes { isIn($0, from: start) }
    }

    /// The same for bytes that lie elsewhere.
    func isIn(_ line: UnsafeRawBufferPointer, from start: Int = 0) -> Bool { place(in: line, from: start) != nil }

    /// Where the text first stands at `start` or behind.
    func place(in line: UnsafeRawBufferPointer, from start: Int = 0) -> Int? {
        guard let base = line.baseAddress else { return nil }
        return bytes.withUnsafeBytes { pattern in
            // The neighbour of the anchor tells most false finds apart without a call.
            let rare = Int32(pattern[anchor])
            let neighbour = pattern[anchor - 1]
            var position = start + anchor
            while position < line.count, let found = memchr(base + position, rare, line.count - position) {
                let place = UnsafeRawPointer(found) - base
                position = place + 1
                guard line[place - 1] == neighbour else { continue }
                let begin = place - anchor
                if begin + pattern.count <= line.count, memcmp(base + begin, pattern.baseAddress!, pattern.count) == 0 {
                    return begin
                }
            }
            return nil
        }
    }
}
