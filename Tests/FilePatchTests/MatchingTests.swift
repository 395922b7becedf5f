import Testing

@testable import FilePatch

/// How lines are told apart and found, beyond what the corpus shows.
@Suite struct MatchingTests {
    @Test(arguments: [
        ("\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}", "-"),
        ("\u{2018}\u{2019}\u{201A}\u{201B}", "'"),
        ("\u{201C}\u{201D}\u{201E}\u{201F}", "\""),
        (
            "\u{A0}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200A}\u{202F}\u{205F}\u{3000}",
            " "
        ),
    ])
    func typographyReadsAsASCII(_ characters: String, _ ascii: String) {
        for scalar in characters.unicodeScalars {
            #expect(equal("x\(scalar)y", "x\(ascii)y") == .typography, "U+\(String(scalar.value, radix: 16))")
        }
    }

    /// What looks alike, but is not taken for the same: the list is the peer's.
    @Test(arguments: [
        "\u{2043}", "\u{FE58}", "\u{FE63}", "\u{FF0D}", "\u{2032}", "\u{2BC}", "\u{FF07}", "`", "\u{B4}", "\u{2033}",
        "\u{AB}", "\u{1680}", "\u{2000}", "\u{2001}", "\u{200B}", "\u{FEFF}", "\t",
    ])
    func otherCharactersAreThemselves(_ character: String) {
        for ascii in ["-", "'", "\"", " "] {
            #expect(equal("x\(character)y", "x\(ascii)y") == nil)
        }
    }

    @Test func toleranceGrows() {
        #expect(equal("a", "a") == .exact)
        #expect(equal("a \t", "a") == .blankEnds)
        #expect(equal("a\u{3000}", "a") == .blankEnds)
        #expect(equal("\u{A0} a", "a") == .blankStartsAndEnds)
        #expect(equal("a\u{A0}b", "a b") == .typography)
        #expect(equal("a", "b") == nil)
    }

    @Test func bytesThatAreNoTextAreComparedAsBytes() {
        // A lone last byte of a dash is no dash.
        let (lone, dash) = ([UInt8](arrayLiteral: 0x94), Array("-".utf8))
        for tolerance in LineTolerance.allCases {
            #expect(tolerance.key(lone[...]) != tolerance.key(dash[...]))
        }
    }

    @Test func linesJoinToTheContent() {
        for content in ["", "\n", "a", "a\n", "a\r\nb", "\r\n\r\n", "a\rb\r", "a\rb\n", "\r", "\r\r\n"] {
            let lines = TextLines(Array(content.utf8))
            let joined = lines.lines.indices.flatMap { Array(lines[$0]) + lines.lines[$0].ending.bytes }
            #expect(joined == Array(content.utf8), "\(content.debugDescription)")
        }
    }

    @Test func findsTheSameAsASimpleSearch() throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2_000 {
            let file = (0..<Int.random(in: 0...12, using: &generator)).map { _ in "ab".randomElement(using: &generator)!
            }
            let pattern = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                "ab".randomElement(using: &generator)!
            }
            let start = Int.random(in: 0...file.count, using: &generator)
            var seeker = LineSeeker(TextLines(Array(file.map { "\($0)\n" }.joined().utf8)))
            let found = try seeker.find(pattern.map { Array(String($0).utf8) }, from: start, atEndOfFile: false)
            let expected = (start..<max(start, file.count - pattern.count + 1)).first {
                Array(file[$0..<$0 + pattern.count]) == pattern
            }
            #expect(found == expected, "\(pattern) in \(file) from \(start)")
        }
    }

    /// A patch that is made to be slow is refused, not worked on.
    @Test func tooManyLooksAreRefused() {
        let lines = 100
        // Both lines are in the file, never in this order.
        var seeker = LineSeeker(
            TextLines(Array((String(repeating: "a\n", count: lines - 1) + "b\n").utf8)), allowance: 10 * lines)
        let error = #expect(throws: PatchError.self) {
            for _ in 0..<10 { _ = try seeker.find([[0x62], [0x61]], from: 0, atEndOfFile: false) }
        }
        #expect(error?.kind == .tooLarge)
    }

    /// The least tolerance with which two lines are equal.
    private func equal(_ left: String, _ right: String) -> LineTolerance? {
        LineTolerance.allCases.first { $0.key(Array(left.utf8)[...]) == $0.key(Array(right.utf8)[...]) }
    }
}
