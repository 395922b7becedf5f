import Support

/// The output of one command as far as it is kept: the beginning and the end, within a budget of bytes.
///
/// The beginning shows what was run and the first error, the end how it came out; what lies between is counted.
package struct OutputAccumulator: Sendable {
    private let headCapacity: Int
    private let tailCapacity: Int
    private var head: [UInt8] = []
    /// A ring once it is full: the oldest byte is at `tailStart`.
    private var tail: [UInt8] = []
    private var tailStart = 0

    /// Bytes of output so far, kept or not.
    package private(set) var totalBytes = 0

    /// Bytes that are no longer kept.
    package var omittedBytes: Int { totalBytes - head.count - tail.count }

    /// - Parameter budget: bytes kept at most, half of them from the beginning.
    package init(budget: Int = ExecutionLimits.keptOutputBytes) {
        headCapacity = budget / 2
        tailCapacity = budget - headCapacity
    }

    /// Takes the next piece of output.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        totalBytes += bytes.count
        let toHead = min(bytes.count, headCapacity - head.count)
        head.append(contentsOf: bytes[..<toHead])
        // Of a piece longer than the tail only its end can stay.
        let rest = UnsafeRawBufferPointer(rebasing: bytes[toHead...])
        let kept = UnsafeRawBufferPointer(rebasing: rest.suffix(tailCapacity))
        let toGrow = min(kept.count, tailCapacity - tail.count)
        tail.append(contentsOf: kept[..<toGrow])
        overwriteOldest(UnsafeRawBufferPointer(rebasing: kept[toGrow...]))
    }

    private mutating func overwriteOldest(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        let start = tailStart
        let toEnd = min(bytes.count, tailCapacity - start)
        tail.withUnsafeMutableBytes { tail in
            UnsafeMutableRawBufferPointer(rebasing: tail[start..<start + toEnd])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<toEnd]))
            UnsafeMutableRawBufferPointer(rebasing: tail[..<(bytes.count - toEnd)])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[toEnd...]))
        }
        tailStart = (start + bytes.count) % tailCapacity
    }

    /// The kept output as text, with a line `... N bytes omitted ...` where something is missing. Bytes that are not
    /// UTF-8 become U+FFFD; a character cut in two by the omission is omitted whole.
    package var text: String {
        let ordered = tail[tailStart...] + tail[..<tailStart]
        guard omittedBytes > 0 else {
            return String(decoding: head + ordered, as: UTF8.self)
        }
        let beginning = head[..<(head.count - UTF8ChunkDecoder.incompleteSuffixLength(head[...]))]
        // At most three bytes of a character can stand before the next one begins.
        let end = ordered.dropFirst(ordered.prefix(3).prefix { $0 & 0xC0 == 0x80 }.count)
        let omitted = totalBytes - beginning.count - end.count
        return String(decoding: beginning, as: UTF8.self) + "\n... \(omitted) bytes omitted ...\n"
            + String(decoding: end, as: UTF8.self)
    }
}
