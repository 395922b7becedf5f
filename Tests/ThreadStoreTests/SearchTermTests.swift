import Testing

@testable import ThreadStore

/// A search looks for a literal text and shows what stands around it.
struct SearchTermTests {
    @Test(arguments: [
        ("zebra", "A Zebra crossing", true), ("ZEBRA", "a zebra crossing", true), ("ebr", "zebra", true),
        ("cafe", "café", false), ("CAFÉ", "café", true), ("a.c", "abc", false), ("100%_", "at 100%_done", true),
        ("in the", "the in", false), ("  in ", "pin", true), ("straße", "STRASSE", false), ("é", "É", true),
        ("longer than it", "longer", false), ("two\nlines", "one two\nlines", true),
    ])
    func matching(_ term: String, _ text: String, _ isFound: Bool) throws {
        let search = try #require(SearchTerm(term))
        #expect(search.isIn(text) == isFound)
        #expect((search.snippet(of: text) != nil) == isFound)
    }

    @Test func aTermOfWhiteSpaceIsNone() {
        #expect(SearchTerm("") == nil)
        #expect(SearchTerm(" \n\t ") == nil)
    }

    @Test func theFullTextQueryAsksForPiecesOfThree() throws {
        #expect(try #require(SearchTerm("ab")).fullTextQuery == nil)
        #expect(try #require(SearchTerm("é漢")).fullTextQuery == nil)
        #expect(try #require(SearchTerm("ABC")).fullTextQuery == #""abc""#)
        #expect(try #require(SearchTerm(#"a"b*"#)).fullTextQuery == #""a""b" AND """b*""#)
        #expect(try #require(SearchTerm("abcdefgh")).fullTextQuery == #""abc" AND "def" AND "fgh""#)
        #expect(try #require(SearchTerm("aaaaaa")).fullTextQuery == #""aaa""#)
        let long = try #require(SearchTerm(String((0..<500).flatMap { "\($0) " }))).fullTextQuery
        #expect(try #require(long).split(separator: " AND ").count <= 24)
    }

    @Test func aSnippetIsOneLineAroundTheFirstMatch() throws {
        let term = try #require(SearchTerm("needle"))
        #expect(term.snippet(of: "a\n  needle\tand needle") == "a needle and needle")
        let before = String(repeating: "x", count: 100)
        let behind = String(repeating: "y", count: 200)
        #expect(
            term.snippet(of: before + "NEEDLE" + behind)
                == "... " + String(repeating: "x", count: 48) + "NEEDLE" + String(repeating: "y", count: 96) + " ...")
    }

    @Test func foldingThatChangesTheLengthKeepsThePlace() throws {
        // The capital I with a dot becomes two scalars.
        let term = try #require(SearchTerm("needle"))
        let text = String(repeating: "İ", count: 60) + "needle"
        #expect(term.snippet(of: text) == "... " + String(repeating: "İ", count: 48) + "needle")
    }
}
