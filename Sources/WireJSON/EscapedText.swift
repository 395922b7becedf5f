/// Strings that need escapes.
enum EscapedText {
    /// How many bytes of a string are written at once: the buffer needs room for six times as many.
    private static let pieceLength = 512
    /// The bytes of the longest escape, `\\u001f`.
    private static let longestEscape = 6

    /// Appends UTF-8 as a string with quotation marks.
    static func append(_ utf8: UnsafeBufferPointer<UInt8>, to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "\""))
        var start = 0
        while start < utf8.count {
            let end = min(start + pieceLength, utf8.count)
            let piece = UnsafeBufferPointer(rebasing: utf8[start..<end])
            buffer.append(addingCapacity: piece.count * longestEscape) { append(piece, to: &$0) }
            start = end
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private static func append(_ piece: UnsafeBufferPointer<UInt8>, to output: inout OutputSpan<UInt8>) {
        var start = 0
        while true {
            let end = PlainText.end(piece, start)
            PlainText.copy(UnsafeBufferPointer(rebasing: piece[start..<end]), to: &output)
            guard end < piece.count else { return }
            appendEscape(of: piece[end], to: &output)
            start = end + 1
        }
    }

    private static func appendEscape(of byte: UInt8, to output: inout OutputSpan<UInt8>) {
        output.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: output.append(UInt8(ascii: "b"))
        case 0x09: output.append(UInt8(ascii: "t"))
        case 0x0A: output.append(UInt8(ascii: "n"))
        case 0x0C: output.append(UInt8(ascii: "f"))
        case 0x0D: output.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(byte)
        default:
            output.append(UInt8(ascii: "u"))
            output.append(UInt8(ascii: "0"))
            output.append(UInt8(ascii: "0"))
            output.append(Hexadecimal.digit(of: byte >> 4))
            output.append(Hexadecimal.digit(of: byte))
        }
    }
}
