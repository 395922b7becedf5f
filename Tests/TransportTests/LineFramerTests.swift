import Testing
import Transport

@Suite struct LineFramerTests {
    /// Feeds the bytes in chunks of a size and returns what came out.
    private func frames(_ text: String, chunk: Int, limit: Int = 100, finish: Bool = true) -> [LineFramer.Frame] {
        var framer = LineFramer(limit: limit)
        var found: [LineFramer.Frame] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            Array(bytes[start..<min(start + chunk, bytes.count)]).withUnsafeBytes { part in
                framer.push(part) { found.append($0) }
            }
        }
        if finish { framer.finish { found.append($0) } }
        return found
    }

    private func lines(_ texts: String...) -> [LineFramer.Frame] { texts.map { .line(Array($0.utf8)) } }

    @Test(arguments: 1...12) func bordersOfChunksDoNotMatter(_ chunk: Int) {
        #expect(frames("one\ntwo\r\n\nthree\n", chunk: chunk) == lines("one", "two", "", "three"))
    }

    @Test func aLastLineWithoutItsEndCounts() {
        #expect(frames("one\ntwo", chunk: 3) == lines("one", "two"))
        #expect(frames("one\ntwo", chunk: 3, finish: false) == lines("one"))
    }

    @Test func nothingIsNothing() {
        #expect(frames("", chunk: 1).isEmpty)
    }

    @Test(arguments: 1...9) func anOverlongLineIsReportedOnceAndTheNextIsRead(_ chunk: Int) {
        #expect(
            frames("abcdefghijk\nok\n", chunk: chunk, limit: 5)
                == [.oversized(limit: 5), .line(Array("ok".utf8))])
    }

    @Test func aLineOfTheLimitIsALine() {
        #expect(frames("abcde\n", chunk: 2, limit: 5) == lines("abcde"))
    }

    @Test func anOverlongLastLineIsReported() {
        #expect(frames("abcdefgh", chunk: 3, limit: 5) == [.oversized(limit: 5)])
    }
}
