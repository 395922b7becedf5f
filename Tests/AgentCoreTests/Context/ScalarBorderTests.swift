import AgentCore
import Testing

@Suite("Borders between scalars")
struct ScalarBorderTests {
    @Test("every cut of valid text is valid and misses at most three bytes")
    func everyPosition() {
        let text = "aé€😀 z\u{301}"
        let bytes = Array(text.utf8)
        for position in 0...bytes.count {
            let before = ScalarBorder.before(position, in: bytes)
            let after = ScalarBorder.after(position, in: bytes)
            #expect((position - 3...position).contains(before))
            #expect((position...position + 3).contains(after))
            for border in [before, after] {
                #expect(String(validating: bytes[..<border], as: UTF8.self) != nil)
                #expect(String(validating: bytes[border...], as: UTF8.self) != nil)
            }
        }
    }

    @Test("a run of stray continuation bytes does not make a cut run away")
    func strayBytes() {
        let bytes = [UInt8](repeating: 0x80, count: 100)
        #expect(ScalarBorder.before(50, in: bytes) == 50)
        #expect(ScalarBorder.after(50, in: bytes) == 53)
    }
}
