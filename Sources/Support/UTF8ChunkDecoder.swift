/// Turns bytes that arrive in pieces of any size into text: no piece of text ends inside a character, and bytes that
/// are not UTF-8 become U+FFFD, exactly as if everything had been decoded at once.
package struct UTF8ChunkDecoder: Sendable {
    /// The beginning of a character whose end hasn't arrived, up to three bytes.
    private var pending: [UInt8] = []

    package init() {}

    /// The text that is complete with these bytes; empty if they only begin a character.
    package mutating func decode(_ bytes: UnsafeRawBufferPointer) -> String {
        guard pending.isEmpty else {
            let joined = pending + bytes
            pending.removeAll(keepingCapacity: true)
            return joined.withUnsafeBytes { decode($0) }
        }
        let complete = bytes.count - Self.incompleteSuffixLength(bytes[...])
        pending.append(contentsOf: bytes[complete...])
        return String(decoding: bytes[..<complete], as: UTF8.self)
    }

    /// The text of what is left at the end of the bytes: U+FFFD for a character that was never completed, else empty.
    package mutating func finish() -> String {
        defer { pending.removeAll() }
        return String(decoding: pending, as: UTF8.self)
    }

    /// The number of bytes at the end that begin a character without completing it: 0 to 3. Bytes that no further
    /// byte could make valid don't count.
    package static func incompleteSuffixLength<Bytes>(_ bytes: Bytes) -> Int
    where Bytes: BidirectionalCollection, Bytes.Element == UInt8 {
        var second: UInt8?
        var length = 0
        for byte in bytes.reversed() {
            length += 1
            if byte & 0xC0 == 0x80 {
                guard length < 3 else { return 0 }
                second = byte
                continue
            }
            guard let expected = sequenceLength(lead: byte), length < expected else { return 0 }
            if let second, !isValid(second: second, afterLead: byte) { return 0 }
            return length
        }
        return 0
    }

    /// How many bytes a character has that begins with this byte; `nil` if none does.
    private static func sequenceLength(lead: UInt8) -> Int? {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: nil
        }
    }

    /// Whether a continuation byte may stand second after this one (Unicode 16, table 3-7: no overlong forms, no
    /// surrogates, nothing above U+10FFFF).
    private static func isValid(second: UInt8, afterLead lead: UInt8) -> Bool {
        switch lead {
        case 0xE0: second >= 0xA0
        case 0xED: second < 0xA0
        case 0xF0: second >= 0x90
        case 0xF4: second < 0x90
        default: true
        }
    }
}
