/// Lookup of member names on the tape.
enum ObjectTape {
    /// The index of the name entry that equals `key`, among the members from one name entry to the end of another
    /// range.
    @inline(__always)
    static func find(_ key: String, in document: JSONDocument, from start: Int, to end: Int) -> Int? {
        var key = key
        return key.withUTF8 { utf8 in
            document.bytes.withUnsafeBufferPointer { text in
                find(utf8.span, text.span, document.tape, from: start, to: end)
            }
        }
    }

    private static func find(
        _ utf8: Span<UInt8>, _ text: Span<UInt8>, _ tape: ContiguousArray<TapeEntry>, from start: Int, to end: Int
    ) -> Int? {
        var index = start
        while index < end {
            let name = tape[index]
            if StringText.matches(name, text, utf8), !name.flags.contains(.shadowed) { return index }
            index = Int(tape[index + 1].next)
        }
        return nil
    }
}
