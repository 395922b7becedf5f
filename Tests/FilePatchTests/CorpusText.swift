/// Bytes as the corpus writes them: a bar before each line, so that blank lines and marks stay visible; `\r`, `\xHH` and
/// `\\` for bytes that text can't show; `\c` at the end of a last line without a newline.
enum CorpusText {
    static func read(_ lines: [Substring]) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in lines {
            var rest = line.dropFirst().utf8[...]
            var hasNewline = true
            while let byte = rest.popFirst() {
                guard byte == UInt8(ascii: "\\") else {
                    bytes.append(byte)
                    continue
                }
                switch rest.popFirst() {
                case UInt8(ascii: "r"): bytes.append(0x0D)
                case UInt8(ascii: "c"): hasNewline = false
                case UInt8(ascii: "x"):
                    bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                    rest = rest.dropFirst(2)
                default: bytes.append(UInt8(ascii: "\\"))
                }
            }
            if hasNewline { bytes.append(0x0A) }
        }
        return bytes
    }

    static func write(_ bytes: [UInt8]) -> String {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let last = lines.removeLast()
        return lines.map { "|\(escape($0))\n" }.joined() + (last.isEmpty ? "" : "|\(escape(last))\\c\n")
    }

    private static func escape(_ line: ArraySlice<UInt8>) -> String {
        let isText = String(validating: line, as: UTF8.self) != nil
        var text: [UInt8] = []
        for (index, byte) in zip(line.indices, line) {
            switch byte {
            case UInt8(ascii: "\\"): text.append(contentsOf: "\\\\".utf8)
            case 0x0D: text.append(contentsOf: "\\r".utf8)
            case 0x20 where index == line.endIndex - 1: text.append(contentsOf: "\\x20".utf8)
            case 0x20...0x7E: text.append(byte)
            case 0x80... where isText && !isInvisible(line, index): text.append(byte)
            default: text.append(contentsOf: ("\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether the byte belongs to a no-break space or a byte order mark.
    private static func isInvisible(_ line: ArraySlice<UInt8>, _ index: Int) -> Bool {
        [[0xC2, 0xA0], [0xEF, 0xBB, 0xBF]].contains { (mark: [UInt8]) in
            (0..<mark.count).contains { offset in
                let start = index - offset
                return start >= line.startIndex && start + mark.count <= line.endIndex
                    && line[start..<start + mark.count].elementsEqual(mark)
            }
        }
    }
}
