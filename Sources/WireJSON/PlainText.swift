/// UTF-8 that stands in a JSON string as it is.
enum PlainText {
    /// The offset of the first byte that must be escaped, or the end.
    @inline(__always)
    static func end(_ utf8: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        let bytes = utf8.span.bytes
        var offset = start
        while offset &+ 8 <= utf8.count {
            // The bound above makes the load safe.
            let word = unsafe UInt64(
                littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
            let marks = WordOfBytes.escapable(word)
            if marks != 0 { return offset &+ marks.trailingZeroBitCount / 8 }
            offset &+= 8
        }
        while offset < utf8.count {
            let byte = utf8[offset]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            offset &+= 1
        }
        return offset
    }

    /// Appends bytes as they are.
    @inline(__always)
    static func copy(_ utf8: UnsafeBufferPointer<UInt8>, to output: inout OutputSpan<UInt8>) {
        output.withUnsafeMutableBufferPointer { buffer, count in
            let free = UnsafeMutableBufferPointer(rebasing: buffer[count...])
            count = count &+ free.initialize(fromContentsOf: utf8)
        }
    }
}
