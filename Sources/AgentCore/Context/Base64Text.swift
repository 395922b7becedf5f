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
}
