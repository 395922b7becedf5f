/// Finds runs of lines in a file, with growing tolerance.
///
/// The file's lines are numbered once for each tolerance that is needed, equal lines with equal numbers, and then only
/// numbers are compared. A pattern with a line that is nowhere in the file is known not to match before any search.
struct LineSeeker {
    private let text: TextLines
    private var tables: [LineTolerance: Table] = [:]
    /// How many lines may still be looked at.
    private var allowance: Int

    private struct Table {
        var numbers = LineNumbers()
        var lines: [Int] = []
    }

    init(_ text: TextLines, allowance: Int = PatchLimits.lookedAtLines) {
        self.text = text
        self.allowance = allowance
    }

    /// The first line of the first run at or behind `start` that equals the pattern, with the least tolerance that finds
    /// one. A pattern for the file's end is compared with the last lines only.
    mutating func find(_ pattern: [[UInt8]], from start: Int, atEndOfFile: Bool) throws(PatchError) -> Int? {
        let first = atEndOfFile ? text.lines.count - pattern.count : start
        guard first >= start, start + pattern.count <= text.lines.count else { return nil }
        for tolerance in LineTolerance.allCases {
            let table = table(for: tolerance)
            let numbers = pattern.compactMap { table.numbers.known(tolerance.key($0[...])) }
            guard numbers.count == pattern.count else { continue }
            let index = Self.find(numbers, in: table.lines, from: first)
            allowance -= (index.map { $0 + pattern.count } ?? table.lines.count) - first
            guard allowance >= 0 else {
                throw .tooLarge("the patch needs too many looks at one large file; give its chunks more context")
            }
            if let index { return index }
        }
        return nil
    }

    private mutating func table(for tolerance: LineTolerance) -> Table {
        if let table = tables[tolerance] { return table }
        var table = Table()
        table.lines.reserveCapacity(text.lines.count)
        for index in text.lines.indices {
            table.lines.append(table.numbers.number(of: tolerance.key(text[index])))
        }
        tables[tolerance] = table
        return table
    }

    /// The search of Knuth, Morris and Pratt: no line of the file is looked at twice, however often the pattern almost
    /// matches.
    private static func find(_ pattern: [Int], in lines: [Int], from start: Int) -> Int? {
        guard !pattern.isEmpty else { return start }
        var fallback = [0]
        var length = 0
        for number in pattern.dropFirst() {
            while length > 0, pattern[length] != number { length = fallback[length - 1] }
            if pattern[length] == number { length += 1 }
            fallback.append(length)
        }
        length = 0
        for index in start..<lines.count {
            while length > 0, pattern[length] != lines[index] { length = fallback[length - 1] }
            if pattern[length] == lines[index] { length += 1 }
            if length == pattern.count { return index - length + 1 }
        }
        return nil
    }
}
