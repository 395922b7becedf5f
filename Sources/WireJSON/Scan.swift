/// The tokens of RFC 8259. Each function takes the offset at which its token begins and returns where it ends.
enum Scan {
    /// The offset of the first byte that is no white space.
    @inline(__always)
    static func skipSpace(_ text: Span<UInt8>, _ start: Int) -> Int {
        var offset = start
        while offset < text.count {
            switch text[unchecked: offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return offset
            }
        }
        return offset
    }

    /// Scans `true`, `false` or `null`.
    static func literal(_ word: StaticString, _ text: Span<UInt8>, _ start: Int) throws(JSONError) -> Int {
        let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        for (index, letter) in letters.enumerated() {
            let offset = start + index
            guard offset < text.count, text[unchecked: offset] == letter else {
                throw unexpected(text, offset, expected: "`\(word)`")
            }
        }
        return start + letters.count
    }

    /// Scans a number; says whether it has neither fraction nor exponent.
    static func number(_ text: Span<UInt8>, _ start: Int) throws(JSONError) -> (end: Int, isIntegral: Bool) {
        var offset = start
        if text[unchecked: offset] == UInt8(ascii: "-") { offset += 1 }
        if offset < text.count, text[unchecked: offset] == UInt8(ascii: "0") {
            offset += 1
        } else {
            offset = try digits(text, offset)
        }
        guard offset < text.count else { return (offset, true) }

        var isIntegral = true
        if text[unchecked: offset] == UInt8(ascii: ".") {
            isIntegral = false
            offset = try digits(text, offset + 1)
        }
        if offset < text.count, text[unchecked: offset] | 0x20 == UInt8(ascii: "e") {
            isIntegral = false
            offset += 1
            if offset < text.count,
                text[unchecked: offset] == UInt8(ascii: "+") || text[unchecked: offset] == UInt8(ascii: "-")
            {
                offset += 1
            }
            offset = try digits(text, offset)
        }
        return (offset, isIntegral)
    }

    /// Scans at least one digit.
    @inline(__always)
    private static func digits(_ text: Span<UInt8>, _ start: Int) throws(JSONError) -> Int {
        var offset = start
        while offset < text.count, text[unchecked: offset] &- UInt8(ascii: "0") < 10 { offset += 1 }
        guard offset > start else { throw unexpected(text, offset, expected: "a digit") }
        return offset
    }

    /// Scans a string from the byte after its opening quotation mark to its closing one; says whether it has escapes.
    static func string(_ text: Span<UInt8>, _ start: Int) throws(JSONError) -> (end: Int, isEscaped: Bool) {
        var offset = start
        var isEscaped = false
        while true {
            offset = plainEnd(text, offset)
            guard offset < text.count else {
                throw JSONError(kind: .syntax, offset: offset, message: "the text ends inside a string")
            }
            let byte = text[unchecked: offset]
            if byte == UInt8(ascii: "\"") { return (offset, isEscaped) }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                offset = try escape(text, offset)
            } else if byte >= 0x80 {
                repeat {
                    offset = try scalar(text, offset)
                } while offset < text.count && text[unchecked: offset] >= 0x80
            } else {
                throw JSONError(
                    kind: .syntax, offset: offset, message: "a string has an unescaped control character")
            }
        }
    }

    /// The offset of the first byte that is not plain: a quotation mark, backslash, control character or part of a
    /// longer UTF-8 sequence.
    @inline(__always)
    private static func plainEnd(_ text: Span<UInt8>, _ start: Int) -> Int {
        var offset = start
        let bytes = text.bytes
        while offset &+ 8 <= text.count {
            // The bound above makes the load safe.
            let word = unsafe UInt64(
                littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
            let marks = WordOfBytes.escapable(word) | (word & WordOfBytes.highBits)
            if marks != 0 { return offset &+ marks.trailingZeroBitCount / 8 }
            offset &+= 8
        }
        while offset < text.count {
            let byte = text[unchecked: offset]
            if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            offset &+= 1
        }
        return offset
    }

    /// Scans an escape; a surrogate must come as the first or second half of a pair.
    private static func escape(_ text: Span<UInt8>, _ start: Int) throws(JSONError) -> Int {
        guard start + 1 < text.count else {
            throw JSONError(kind: .syntax, offset: start + 1, message: "the text ends inside a string")
        }
        switch text[unchecked: start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start + 2
        case UInt8(ascii: "u"):
            let unit = try codeUnit(text, start + 2)
            guard unit & 0xF800 == 0xD800 else { return start + 6 }
            let second = start + 6
            guard unit & 0xFC00 == 0xD800, second + 1 < text.count, text[unchecked: second] == UInt8(ascii: "\\"),
                text[unchecked: second + 1] == UInt8(ascii: "u"),
                try codeUnit(text, second + 2) & 0xFC00 == 0xDC00
            else {
                throw JSONError(
                    kind: .invalidUTF8, offset: start, message: "an escape names half of a surrogate pair")
            }
            return second + 6
        default:
            throw unexpected(text, start + 1, expected: "an escape")
        }
    }

    /// Reads the four hexadecimal digits of an escape.
    private static func codeUnit(_ text: Span<UInt8>, _ start: Int) throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for offset in start..<start + 4 {
            guard offset < text.count, let digit = Hexadecimal.value(of: text[unchecked: offset]) else {
                throw unexpected(text, offset, expected: "a hexadecimal digit")
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// Scans one UTF-8 sequence of two to four bytes (Unicode 16, table 3-7: no overlong forms, no surrogates, nothing
    /// beyond U+10FFFF).
    @inline(__always)
    private static func scalar(_ text: Span<UInt8>, _ start: Int) throws(JSONError) -> Int {
        let lead = text[unchecked: start]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: throw invalidUTF8(start)
        }
        guard start + length <= text.count, second.contains(text[unchecked: start + 1]) else {
            throw invalidUTF8(start)
        }
        for offset in start + 2..<max(start + 2, start + length) where text[unchecked: offset] & 0xC0 != 0x80 {
            throw invalidUTF8(start)
        }
        return start + length
    }

    private static func invalidUTF8(_ offset: Int) -> JSONError {
        JSONError(kind: .invalidUTF8, offset: offset, message: "a string is not valid UTF-8")
    }

    /// The error for a byte, or the end of the text, where something else must stand.
    static func unexpected(_ text: Span<UInt8>, _ offset: Int, expected: String) -> JSONError {
        guard offset < text.count else {
            return JSONError(kind: .syntax, offset: offset, message: "the text ends where \(expected) must stand")
        }
        let byte = text[offset]
        let found =
            (0x21...0x7E).contains(byte)
            ? "`\(Character(Unicode.Scalar(byte)))`" : "byte 0x" + String(byte, radix: 16, uppercase: true)
        return JSONError(kind: .syntax, offset: offset, message: "\(found) stands where \(expected) must stand")
    }
}
