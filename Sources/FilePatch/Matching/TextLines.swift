/// A file's content as lines. The bytes may be anything; joined again, the lines are exactly the content.
struct TextLines: Sendable {
    /// One line: where it is in the content, and what ends it.
    struct Line: Sendable {
        var range: Range<Int>
        var ending: LineEnding
    }

    /// The content.
    let content: [UInt8]

    /// The lines. Empty content has none.
    let lines: [Line]

    init(_ content: [UInt8]) {
        self.content = content
        // A carriage return alone ends lines only where nothing else does, as on old Macs; in other files it is text.
        let separator: UInt8 = content.contains(0x0A) ? 0x0A : 0x0D
        var lines: [Line] = []
        var start = 0
        for (index, byte) in content.enumerated() where byte == separator {
            if separator == 0x0D {
                lines.append(Line(range: start..<index, ending: .carriageReturn))
            } else if index > start, content[index - 1] == 0x0D {
                lines.append(Line(range: start..<index - 1, ending: .carriageReturnLineFeed))
            } else {
                lines.append(Line(range: start..<index, ending: .lineFeed))
            }
            start = index + 1
        }
        if start < content.count { lines.append(Line(range: start..<content.count, ending: .none)) }
        self.lines = lines
    }

    /// The bytes of a line, without its ending.
    subscript(_ index: Int) -> ArraySlice<UInt8> {
        content[lines[index].range]
    }

    /// Whether the content has text behind its last line ending.
    var endsWithoutNewline: Bool {
        lines.last?.ending == LineEnding.none
    }

    /// What ends a line that is added behind the given line, or at the start: what ends its neighbour, so that files with
    /// several kinds of endings keep each where it is.
    func endingOfLine(addedBehind index: Int) -> LineEnding {
        let candidates = [max(index, 0), 0].lazy.filter { lines.indices.contains($0) }.map { lines[$0].ending }
        return candidates.first { $0 != .none } ?? .lineFeed
    }
}
