/// Questions about eight bytes at once, packed in a little-endian word. A set high bit marks a byte; the lowest mark is
/// exact, marks above it may be false, so callers look at the lowest only.
enum WordOfBytes {
    /// Each byte's high bit: set in every byte of a longer UTF-8 sequence.
    static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// Marks the bytes that a JSON string must escape: quotation mark, backslash, control characters.
    @inline(__always)
    static func escapable(_ word: UInt64) -> UInt64 {
        let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let controls = word &- (ones &* 0x20)
        return ((quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | controls & ~word) & highBits
    }
}
