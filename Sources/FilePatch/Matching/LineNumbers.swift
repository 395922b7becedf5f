/// Numbers for lines: equal lines get equal numbers, so that comparing them is cheap from then on.
struct LineNumbers {
    private var numbers: [LineKey: Int] = [:]

    /// The line's number; a new one if it is seen for the first time.
    mutating func number(of line: LineKey) -> Int {
        let next = numbers.count
        // One search in the table, found or not.
        return Self.value(&numbers[line, default: next])
    }

    /// The line's number, if it has been seen.
    func known(_ line: LineKey) -> Int? {
        numbers[line]
    }

    private static func value(_ number: inout Int) -> Int {
        number
    }
}

/// Bytes as the key of a table, hashed at once instead of byte by byte.
struct LineKey: Hashable {
    var bytes: ArraySlice<UInt8>

    func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}
