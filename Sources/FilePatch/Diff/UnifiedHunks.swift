/// The hunks of a unified diff, without the headers that name files.
enum UnifiedHunks {
    /// The hunks between two contents, with so many lines of context around each change. Empty if they are the same.
    static func text(_ old: [UInt8], _ new: [UInt8], context: Int) -> [UInt8] {
        let (old, new) = (DiffText(old), DiffText(new))
        var output: [UInt8] = []
        for group in groups(LineDiff(old, new).changes, context: context) {
            guard let first = group.first, let last = group.last else { continue }
            // Between changes old and new lines run side by side, so both have as much context.
            let before = min(context, first.old.lowerBound)
            let after = min(context, old.lines.count - last.old.upperBound)
            let oldRange = first.old.lowerBound - before..<last.old.upperBound + after
            let newRange = first.new.lowerBound - before..<last.new.upperBound + after
            output.append(contentsOf: "@@ -\(header(oldRange)) +\(header(newRange)) @@\n".utf8)
            var next = oldRange.lowerBound
            for change in group {
                append(" ", old, next..<change.old.lowerBound, to: &output)
                append("-", old, change.old, to: &output)
                append("+", new, change.new, to: &output)
                next = change.old.upperBound
            }
            append(" ", old, next..<oldRange.upperBound, to: &output)
        }
        return output
    }

    /// Changes whose context would touch go into one hunk.
    private static func groups(_ changes: [LineDiff.Change], context: Int) -> [[LineDiff.Change]] {
        var groups: [[LineDiff.Change]] = []
        for change in changes {
            if let end = groups.last?.last?.old.upperBound, change.old.lowerBound - end <= 2 * context {
                groups[groups.count - 1].append(change)
            } else {
                groups.append([change])
            }
        }
        return groups
    }

    /// A hunk's range: the first line counts from one, and an empty range names the line before it.
    private static func header(_ range: Range<Int>) -> String {
        switch range.count {
        case 0: "\(range.lowerBound),0"
        case 1: "\(range.lowerBound + 1)"
        default: "\(range.lowerBound + 1),\(range.count)"
        }
    }

    private static func append(_ sign: Unicode.Scalar, _ text: DiffText, _ range: Range<Int>, to output: inout [UInt8])
    {
        for index in range {
            let line = text[index]
            output.append(UInt8(ascii: sign))
            output.append(contentsOf: line)
            if line.last != 0x0A { output.append(contentsOf: "\n\\ No newline at end of file\n".utf8) }
        }
    }
}
