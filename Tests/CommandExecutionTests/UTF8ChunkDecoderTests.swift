import Support
import Testing

@Suite("Text decoded in pieces")
struct UTF8ChunkDecoderTests {
    private func decoded(_ pieces: [ArraySlice<UInt8>]) -> [String] {
        var decoder = UTF8ChunkDecoder()
        return pieces.map { piece in piece.withUnsafeBytes { decoder.decode($0) } } + [decoder.finish()]
    }

    @Test("never ends inside a character")
    func characters() {
        let bytes = Array("é€😀".utf8)
        #expect(decoded(bytes.indices.map { bytes[$0...$0] }) == ["", "é", "", "", "€", "", "", "", "😀", ""])
    }

    @Test("passes on at once what no further byte can complete")
    func invalid() {
        #expect(decoded([[0x61, 0xFF], [0x62]]) == ["a\u{FFFD}", "b", ""])
        #expect(decoded([[0xC0], [0xED, 0xA0]]) == ["\u{FFFD}", "\u{FFFD}\u{FFFD}", ""])
        #expect(decoded([[0x80, 0x80, 0x80, 0x80]]).first?.unicodeScalars.count == 4)
    }

    @Test("has a replacement character for one that was never completed")
    func unfinished() {
        #expect(decoded([[0x61, 0xE2, 0x82]]) == ["a", "\u{FFFD}"])
        #expect(decoded([[0x61]]) == ["a", ""])
    }

    @Test("is what decoding in one go gives, for any bytes and any pieces")
    func equivalence() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let interesting: [UInt8] = [
            0x61, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC3, 0xE0, 0xE2, 0xED, 0xF0, 0xF1, 0xF4, 0xF5,
        ]
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                interesting.randomElement(using: &random) ?? 0
            }
            var pieces: [ArraySlice<UInt8>] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let length = Int.random(in: 0...min(4, rest.count), using: &random)
                pieces.append(rest.prefix(length))
                rest = rest.dropFirst(length)
            }
            #expect(
                decoded(pieces).joined().unicodeScalars.elementsEqual(
                    String(decoding: bytes, as: UTF8.self).unicodeScalars), "seed \(seed), bytes \(bytes)")
        }
    }
}
