/// The text of scanned strings.
enum StringText {
    /// Makes the string of an entry.
    @inline(__always)
    static func make(_ entry: TapeEntry, _ text: Span<UInt8>) -> String {
        let content = text.extracting(unchecked: entry.range)
        if entry.flags.contains(.escaped) { return unescaped(content) }
        return content.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    /// Makes the string of an entry.
    @inline(__always)
    static func make(_ entry: TapeEntry, _ text: [UInt8]) -> String {
        text.withUnsafeBufferPointer { make(entry, $0.span) }
    }

    /// Whether an entry's text has exactly these UTF-8 bytes.
    @inline(__always)
    static func matches(_ entry: TapeEntry, _ text: Span<UInt8>, _ utf8: Span<UInt8>) -> Bool {
        if entry.flags.contains(.escaped) {
            // An escape is longer than what it stands for.
            return Int(entry.end - entry.start) > utf8.count && escapedMatches(entry, text, utf8)
        }
        return Int(entry.end &- entry.start) == utf8.count && isEqual(text.extracting(unchecked: entry.range), utf8)
    }

    /// Whether both spans have the same bytes.
    @inline(__always)
    static func isEqual(_ lhs: Span<UInt8>, _ rhs: Span<UInt8>) -> Bool {
        guard lhs.count == rhs.count else { return false }
        let count = lhs.count
        guard count >= 8 else {
            var index = 0
            while index < count {
                if lhs[unchecked: index] != rhs[unchecked: index] { return false }
                index &+= 1
            }
            return true
        }
        // Whole words, the last of which may overlap the one before it.
        let (left, right) = (lhs.bytes, rhs.bytes)
        var offset = 0
        while true {
            let lhsWord = unsafe left.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
            let rhsWord = unsafe right.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
            if lhsWord != rhsWord { return false }
            if offset == count &- 8 { return true }
            offset = min(offset &+ 8, count &- 8)
        }
    }

    private static func escapedMatches(_ entry: TapeEntry, _ text: Span<UInt8>, _ utf8: Span<UInt8>) -> Bool {
        let name = unescaped(text.extracting(entry.range))
        guard name.utf8.count == utf8.count else { return false }
        return name.utf8.elementsEqual(utf8.withUnsafeBufferPointer { Array($0) })
    }

    /// Makes the string of a content whose escapes the scanner has checked.
    private static func unescaped(_ content: Span<UInt8>) -> String {
        String(unsafeUninitializedCapacity: content.count) { output in
            var written = 0
            var offset = 0
            while offset < content.count {
                let byte = content[offset]
                guard byte == UInt8(ascii: "\\") else {
                    output[written] = byte
                    written += 1
                    offset += 1
                    continue
                }
                let letter = content[offset + 1]
                offset += 2
                guard letter == UInt8(ascii: "u") else {
                    output[written] = character(ofEscape: letter)
                    written += 1
                    continue
                }
                var code = codeUnit(content, offset)
                offset += 4
                if code & 0xFC00 == 0xD800 {
                    code = 0x10000 + (code & 0x3FF) << 10 + (codeUnit(content, offset + 2) & 0x3FF)
                    offset += 6
                }
                written += write(code, to: output, at: written)
            }
            return written
        }
    }

    private static func character(ofEscape letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    private static func codeUnit(_ content: Span<UInt8>, _ start: Int) -> UInt32 {
        var unit: UInt32 = 0
        for offset in start..<start + 4 { unit = unit << 4 | UInt32(Hexadecimal.value(of: content[offset]) ?? 0) }
        return unit
    }

    /// Writes a scalar as UTF-8; returns the number of bytes. The escape it came from had at least as many.
    private static func write(_ code: UInt32, to output: UnsafeMutableBufferPointer<UInt8>, at index: Int) -> Int {
        guard let scalar = Unicode.Scalar(code) else { return 0 }
        let units = UTF8.encode(scalar)
        var count = 0
        for unit in units ?? UTF8.encodedReplacementCharacter {
            output[index + count] = unit
            count += 1
        }
        return count
    }
}
