/// A content as the lines that a diff compares: up to and with each line feed.
struct DiffText {
    /// The content.
    let content: [UInt8]

    /// Where each line is, its line feed included.
    let lines: [Range<Int>]

    init(_ content: [UInt8]) {
        self.content = content
        var lines: [Range<Int>] = []
        var start = 0
        for (index, byte) in content.enumerated() where byte == 0x0A {
            lines.append(start..<index + 1)
            start = index + 1
        }
        if start < content.count { lines.append(start..<content.count) }
        self.lines = lines
    }

    /// A line, its line feed included.
    subscript(_ index: Int) -> ArraySlice<UInt8> {
        content[lines[index]]
    }
}
