/// How much a line of a patch may differ from the file's, from not at all to what models commonly get wrong. A whole
/// chunk is looked for with one tolerance before the next is tried.
enum LineTolerance: Int, CaseIterable, Sendable {
    /// The same bytes.
    case exact
    /// Blank space at the line's end aside.
    case blankEnds
    /// Blank space at both ends aside.
    case blankStartsAndEnds
    /// Also typographic dashes, quotation marks and spaces read as their ASCII forms.
    case typography

    /// The bytes that two lines must share to be equal with this tolerance.
    func key(_ line: ArraySlice<UInt8>) -> LineKey {
        switch self {
        case .exact: LineKey(bytes: line)
        case .blankEnds: LineKey(bytes: Whitespace.trimmingEnd(line))
        case .blankStartsAndEnds: LineKey(bytes: Whitespace.trimming(line))
        case .typography: LineKey(bytes: Self.plain(Whitespace.trimming(line)))
        }
    }

    /// The line with typographic characters replaced. Works on bytes, as the line may be no UTF-8.
    private static func plain(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard line.contains(where: { $0 >= 0x80 }) else { return line }
        var plain: [UInt8] = []
        plain.reserveCapacity(line.count)
        var index = line.startIndex
        while index < line.endIndex {
            let rest = line[index...]
            if rest.starts(with: [0xC2, 0xA0]) {
                plain.append(UInt8(ascii: " "))
                index += 2
            } else if rest.count >= 3, let character = ascii(rest[index], rest[index + 1], rest[index + 2]) {
                plain.append(character)
                index += 3
            } else {
                plain.append(rest[index])
                index += 1
            }
        }
        return plain[...]
    }

    /// The ASCII form of a typographic character of three bytes.
    private static func ascii(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt8? {
        switch (first, second, third) {
        // Hyphens and dashes U+2010 to U+2015, and the minus sign.
        case (0xE2, 0x80, 0x90...0x95), (0xE2, 0x88, 0x92): UInt8(ascii: "-")
        case (0xE2, 0x80, 0x98...0x9B): UInt8(ascii: "'")
        case (0xE2, 0x80, 0x9C...0x9F): UInt8(ascii: "\"")
        // Spaces U+2002 to U+200A, U+202F, U+205F and U+3000.
        case (0xE2, 0x80, 0x82...0x8A), (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80): UInt8(ascii: " ")
        default: nil
        }
    }
}
