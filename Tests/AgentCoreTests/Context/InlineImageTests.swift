import AgentCore
import Foundation
import Support
import Testing

@Suite("Inline images")
struct InlineImageTests {
    @Test("base64 agrees with Foundation for every length up to 300")
    func base64() {
        for length in 0...300 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + length) }
            #expect(Base64Text.encode(bytes) == Data(bytes).base64EncodedString())
        }
    }

    @Test(
        "formats are told by their first bytes",
        arguments: [
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], .png), ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg),
            (Array("GIF87a".utf8), .gif), (Array("GIF89a..".utf8), .gif), (Array("RIFF1234WEBPVP8".utf8), .webp),
            (Array("RIFF1234WAVE".utf8), nil), ([], nil), (Array("<svg".utf8), nil),
        ] as [([UInt8], ImageFormat?)])
    func formats(bytes: [UInt8], expected: ImageFormat?) {
        #expect(ImageFormat(bytes) == expected)
    }
}
