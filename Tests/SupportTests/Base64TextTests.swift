import Foundation
import Support
import Testing

/// Reading base64 gives back exactly what was written, or nothing.
struct Base64TextTests {
    private func decode(_ text: String) -> [UInt8]? { Array(text.utf8).withUnsafeBytes { Base64Text.decode($0) } }

    @Test func whatWasEncodedComesBack() {
        for length in 1...300 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 89 + length) }
            #expect(decode(Base64Text.encode(bytes)) == bytes)
        }
    }

    @Test(arguments: [
        "", "A", "AB", "ABC", "====", "A===", "AB=C", "AB-_", "AB\\/", "AB==CD==", "AB==", "ABC=", "AAB=", " AAA",
    ])
    func whatWouldNotComeBackTheSameIsRefused(_ text: String) {
        guard let bytes = decode(text) else { return }
        #expect(Base64Text.encode(bytes) == text)
        #expect(Data(base64Encoded: text) != nil)
    }
}
