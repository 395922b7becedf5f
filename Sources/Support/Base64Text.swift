/// Base64 with the standard alphabet and padding (RFC 4648, part 4).
package enum Base64Text {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// The bytes as text.
    package static func encode(_ bytes: [UInt8]) -> String {
        let length = (bytes.count + 2) / 3 * 4
        return String(unsafeUninitializedCapacity: length) { buffer in
            var position = 0
            for start in stride(from: 0, to: bytes.count, by: 3) {
                let rest = bytes.count - start
                let group =
                    Int(bytes[start]) << 16 | (rest > 1 ? Int(bytes[start + 1]) << 8 : 0)
                    | (rest > 2 ? Int(bytes[start + 2]) : 0)
                buffer[position] = alphabet[group >> 18]
                buffer[position + 1] = alphabet[group >> 12 & 63]
                buffer[position + 2] = rest > 1 ? alphabet[group >> 6 & 63] : padding
                buffer[position + 3] = rest > 2 ? alphabet[group & 63] : padding
                position += 4
            }
            return length
        }
    }

    /// The bytes that a text stands for; nil when it is not exactly what ``encode(_:)`` makes of some bytes.
    package static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard !text.isEmpty, text.count % 4 == 0 else { return nil }
        let paddings = text.suffix(2).count { $0 == padding }
        guard paddings == 0 || text[text.count - 1] == padding else { return nil }
        let length = text.count / 4 * 3 - paddings
        var isExact = true
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = length
            for start in stride(from: 0, to: text.count, by: 4) {
                let isLast = start == text.count - 4
                var group = 0
                for index in start..<start + 4 {
                    let value = index >= text.count - paddings ? 0 : values[Int(text[index])]
                    if value < 0 { isExact = false }
                    group = group << 6 | Int(max(value, 0))
                }
                for offset in 0..<(isLast ? 3 - paddings : 3) {
                    buffer[start / 4 * 3 + offset] = UInt8(truncatingIfNeeded: group >> (16 - 8 * offset))
                }
                // Bits that stand for nothing must be zero, or another text would come back.
                if isLast, paddings > 0, group & (paddings == 1 ? 0xFF : 0xFFFF) != 0 { isExact = false }
            }
        }
        return isExact ? bytes : nil
    }

    /// What each character stands for; -1 for those that are not of the alphabet.
    private static let values: [Int8] = {
        var values = [Int8](repeating: -1, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = Int8(value) }
        return values
    }()
}
