/// Paths as git writes them in diffs.
enum GitPath {
    /// The path behind its side (`a/` or `b/`). In double quotes if it has a quotation mark, a backslash or a control
    /// character in it; other characters beyond ASCII stay as they are, so that people can read them.
    static func quoted(_ side: String, _ path: String) -> String {
        let whole = side + path
        guard whole.utf8.contains(where: needsQuotes) else { return whole }
        return "\"" + whole.utf8.map(escaped).joined().utf8Text + "\""
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "\""): Array("\\\"".utf8)
        case UInt8(ascii: "\\"): Array("\\\\".utf8)
        case 0x07: Array("\\a".utf8)
        case 0x08: Array("\\b".utf8)
        case 0x09: Array("\\t".utf8)
        case 0x0A: Array("\\n".utf8)
        case 0x0B: Array("\\v".utf8)
        case 0x0C: Array("\\f".utf8)
        case 0x0D: Array("\\r".utf8)
        case let byte where needsQuotes(byte):
            [UInt8(ascii: "\\")] + [byte >> 6, byte >> 3 & 7, byte & 7].map { UInt8(ascii: "0") + $0 }
        default: [byte]
        }
    }
}

extension Sequence<UInt8> {
    /// The bytes as text.
    fileprivate var utf8Text: String {
        String(decoding: Array(self), as: UTF8.self)
    }
}
