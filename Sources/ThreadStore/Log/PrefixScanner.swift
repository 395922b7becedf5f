#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Takes known texts, numbers and words from the beginning of a line that the encoder wrote, without parsing it.
struct PrefixScanner {
    /// The longest word that is taken; ids of models are longer than ours.
    private static let wordLimit = 200

    let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        guard let start = bytes.baseAddress, memcmp(start + position, text.utf8Start, count) == 0 else { return false }
        position += count
        return true
    }

    mutating func number() -> Int? {
        var value = 0
        let start = position
        // 18 digits always fit.
        while position < bytes.count, position - start < 18, case 0x30...0x39 = bytes[position] {
            value = value * 10 + Int(bytes[position] - 0x30)
            position += 1
        }
        return position > start ? value : nil
    }

    /// What stands before the next quote, which is left; nil when it is too long or written with escapes.
    mutating func word() -> String? {
        let start = position
        while position < bytes.count, position - start < Self.wordLimit {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
            case UInt8(ascii: "\\"):
                return nil
            default:
                position += 1
            }
        }
        return nil
    }

    /// A word with its quotes, or `null`; nil for anything else.
    mutating func wordOrNull() -> String?? {
        if take("null") { return .some(nil) }
        guard take("\""), let word = word(), take("\"") else { return nil }
        return .some(word)
    }

    /// A number or `null`; nil for anything else.
    mutating func numberOrNull() -> Int?? {
        take("null") ? .some(nil) : number().map(Optional.some)
    }

    /// Whether nothing follows.
    var isAtEnd: Bool { position == bytes.count }
}
