/// What a search looks for: a literal text, upper and lower case being the same.
struct SearchTerm: Hashable, Sendable {
    /// How much text stands before a match in its snippet, in characters.
    static let charactersBefore = 48
    /// How much stands behind it.
    static let charactersBehind = 96

    /// How long the pieces are by which the full-text table finds messages, in Unicode scalars.
    private static let pieceLength = 3
    /// How many pieces of a long term are looked up. That many leave next to nothing that does not match.
    private static let pieceLimit = 24

    private let folded: [UInt8]
    private let text: String

    /// Nil for a text of nothing but white space.
    init?(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let first = words.first, let last = words.last else { return nil }
        self.text = text[first.startIndex..<last.endIndex].lowercased()
        folded = Array(self.text.utf8)
    }

    /// The full-text query that every message with the term meets; nil for a term that is too short for one.
    var fullTextQuery: String? {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count >= Self.pieceLength, !scalars.contains("\0") else { return nil }
        var seen: Set<String> = []
        var pieces: [String] = []
        // Pieces side by side and one that ends with the term: those between them would leave hardly less.
        let last = scalars.count - Self.pieceLength
        let starts = stride(from: 0, to: last, by: Self.pieceLength).prefix(Self.pieceLimit - 1) + [last]
        for start in starts {
            var piece = ""
            piece.unicodeScalars.append(contentsOf: scalars[start..<start + Self.pieceLength])
            guard seen.insert(piece).inserted else { continue }
            var quoted = "\""
            for scalar in piece.unicodeScalars {
                if scalar == "\"" { quoted.append("\"") }
                quoted.unicodeScalars.append(scalar)
            }
            pieces.append(quoted + "\"")
        }
        return pieces.joined(separator: " AND ")
    }

    /// Whether the term stands in a text.
    func isIn(_ text: String) -> Bool {
        place(in: text) != nil
    }

    /// The first place in a text with what stands around it, in one line; nil when the term is not in it.
    func snippet(of text: String) -> String? {
        guard let place = place(in: text) else { return nil }
        let range = Self.range(of: place..<place + folded.count, in: text)
        let start = text.index(range.lowerBound, offsetBy: -Self.charactersBefore, limitedBy: text.startIndex)
        let end = text.index(range.upperBound, offsetBy: Self.charactersBehind, limitedBy: text.endIndex)
        let part = text[(start ?? text.startIndex)..<(end ?? text.endIndex)]
        let line = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let isCutBefore = part.startIndex > text.startIndex
        let isCutBehind = part.endIndex < text.endIndex
        return (isCutBefore ? "... " : "") + line + (isCutBehind ? " ..." : "")
    }

    /// Where the term begins in the folded text, in bytes.
    private func place(in text: String) -> Int? {
        var text = text.lowercased()
        return text.withUTF8 { bytes -> Int? in
            guard bytes.count >= folded.count else { return nil }
            let first = folded[0]
            var position = 0
            while position <= bytes.count - folded.count {
                guard bytes[position] == first, bytes[position...].starts(with: folded) else {
                    position += 1
                    continue
                }
                return position
            }
            return nil
        }
    }

    /// The part of a text that became these bytes when it was folded. Folding may change how long a character is.
    private static func range(of bytes: Range<Int>, in text: String) -> Range<String.Index> {
        var position = 0
        var start: String.Index?
        var index = text.startIndex
        while index < text.endIndex {
            if start == nil, position >= bytes.lowerBound { start = index }
            if position >= bytes.upperBound { break }
            let next = text.index(after: index)
            position += text[index..<next].lowercased().utf8.count
            index = next
        }
        return (start ?? index)..<index
    }
}
