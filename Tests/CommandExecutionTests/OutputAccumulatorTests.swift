import CommandExecution
import Testing

@Suite("Kept output")
struct OutputAccumulatorTests {
    private func accumulated(_ pieces: [[UInt8]], budget: Int) -> OutputAccumulator {
        var output = OutputAccumulator(budget: budget)
        for piece in pieces {
            piece.withUnsafeBytes { output.append($0) }
        }
        return output
    }

    @Test("is whole while it is within the budget")
    func whole() {
        let output = accumulated([Array("hello ".utf8), Array("world".utf8)], budget: 11)
        #expect(output.text == "hello world")
        #expect(output.totalBytes == 11)
        #expect(output.omittedBytes == 0)
    }

    @Test("is beginning and end above it, with the number of bytes between them")
    func omission() {
        let output = accumulated([Array("0123456789abcdef".utf8)], budget: 6)
        #expect(output.text == "012\n... 10 bytes omitted ...\ndef")
        #expect(output.totalBytes == 16)
        #expect(output.omittedBytes == 10)
    }

    @Test("does not depend on how the output was cut into pieces")
    func pieces() {
        let bytes = (0..<1000).map { UInt8(ascii: "a") + UInt8($0 % 26) }
        let expected = accumulated([bytes], budget: 101).text
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var pieces: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let length = Int.random(in: 0...min(rest.count, 160), using: &random)
                pieces.append(Array(rest.prefix(length)))
                rest = rest.dropFirst(length)
            }
            #expect(accumulated(pieces, budget: 101).text == expected, "seed \(seed)")
        }
    }

    @Test("has no half characters at the gap, and counts them as omitted")
    func characters() {
        let output = accumulated([Array("aé€".utf8), Array("-----".utf8), Array("€éz".utf8)], budget: 10)
        // Five bytes from each side: the beginning ends inside the euro sign, the end begins inside one.
        #expect(output.text == "aé\n... 11 bytes omitted ...\néz")
    }

    @Test("shows bytes that are no text as replacement characters")
    func binary() {
        #expect(accumulated([[0x61, 0xFF, 0x62]], budget: 100).text == "a\u{FFFD}b")
    }
}
