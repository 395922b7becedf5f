import Testing

@testable import ThreadStore

/// The splitter gives the same lines however the file is cut into chunks.
struct LineSplitterTests {
    private func split(_ text: String, chunk: Int, limit: Int = 100) -> (
        lines: [LineSplitter.Line], tail: LineSplitter.Line?
    ) {
        var splitter = LineSplitter(limit: limit)
        var lines: [LineSplitter.Line] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            bytes[start..<min(start + chunk, bytes.count)].withUnsafeBytes { buffer in
                splitter.feed(buffer) { lines.append($0) }
            }
        }
        return (lines, splitter.finish())
    }

    @Test(arguments: [1, 2, 3, 5, 64])
    func linesOfAnyChunks(_ chunk: Int) {
        let (lines, tail) = split("ab\n\ncde\nf", chunk: chunk)
        #expect(lines.map { String(decoding: $0.bytes, as: UTF8.self) } == ["ab", "", "cde"])
        #expect(lines.map(\.number) == [1, 2, 3])
        #expect(lines.map(\.offset) == [0, 3, 4])
        #expect(tail?.bytes == Array("f".utf8))
        #expect(tail?.offset == 8)
    }

    @Test(arguments: [1, 4, 64])
    func aLineOverTheLimitIsSkippedAndTheNextIsRead(_ chunk: Int) {
        let (lines, tail) = split("123456789\nab\n", chunk: chunk, limit: 4)
        #expect(lines.map(\.isTooLong) == [true, false])
        #expect(lines.map(\.length) == [9, 2])
        #expect(lines[1].offset == 10)
        #expect(tail == nil)
    }

    @Test func anEmptyFileHasNoLine() {
        let (lines, tail) = split("", chunk: 1)
        #expect(lines.isEmpty)
        #expect(tail == nil)
    }
}
