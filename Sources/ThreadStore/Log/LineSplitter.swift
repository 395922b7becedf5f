#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Cuts a log, fed in chunks of any size, into lines. Pure: no file, no clock.
struct LineSplitter {
    /// One line, without its line feed.
    struct Line: Hashable {
        /// Counted from 1.
        var number: Int
        /// Where it begins in the file.
        var offset: Int
        /// Its bytes; empty when the line is longer than the limit.
        var bytes: [UInt8]
        /// How long it is.
        var length: Int
        /// Whether `bytes` was left empty because of the limit.
        var isTooLong: Bool { bytes.isEmpty && length > 0 }
    }

    private let limit: Int
    /// The line begun by earlier chunks.
    private var partial: [UInt8] = []
    /// How long the begun line is; more than `partial` once it is over the limit.
    private var partialLength = 0
    private var number = 1
    private var offset = 0

    /// - Parameters:
    ///   - limit: the longest line that is kept, in bytes.
    ///   - offset: where the first chunk begins in the file.
    init(limit: Int, offset: Int = 0) {
        self.limit = limit
        self.offset = offset
    }

    /// Takes in a chunk and hands out every line that ends in it, but for those that `skips` does not want; they cost no
    /// copy.
    mutating func feed(
        _ chunk: UnsafeRawBufferPointer, skipping skips: (UnsafeRawBufferPointer) -> Bool = { _ in false },
        _ body: (Line) -> Void
    ) {
        var rest = chunk[...]
        while let end = Self.lineFeed(in: rest) {
            let line = UnsafeRawBufferPointer(rebasing: rest[rest.startIndex..<end])
            if partialLength == 0, skips(line) {
                number += 1
                offset += line.count + 1
                rest = rest[(end + 1)...]
                continue
            }
            add(rest[rest.startIndex..<end])
            body(takeLine())
            offset += 1
            rest = rest[(end + 1)...]
        }
        add(rest)
    }

    /// The bytes behind the last line feed; nil when there are none.
    mutating func finish() -> Line? {
        partialLength == 0 ? nil : takeLine()
    }

    private mutating func add(_ bytes: Slice<UnsafeRawBufferPointer>) {
        partialLength += bytes.count
        if partialLength <= limit {
            partial.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes))
        } else {
            partial = []
        }
    }

    private mutating func takeLine() -> Line {
        let line = Line(number: number, offset: offset, bytes: partial, length: partialLength)
        number += 1
        offset += partialLength
        partial = []
        partialLength = 0
        return line
    }

    /// Where the first line feed stands.
    private static func lineFeed(in bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        let buffer = UnsafeRawBufferPointer(rebasing: bytes)
        guard let base = buffer.baseAddress, let found = memchr(base, Int32(UInt8(ascii: "\n")), buffer.count) else {
            return nil
        }
        return bytes.startIndex + (UnsafeRawPointer(found) - base)
    }
}
