import Support

/// A picture format that models accept, told by a file's first bytes; its name says nothing reliable.
package enum ImageFormat: String, CaseIterable, Sendable {
    /// Portable Network Graphics.
    case png = "image/png"
    /// JPEG.
    case jpeg = "image/jpeg"
    /// Graphics Interchange Format.
    case gif = "image/gif"
    /// WebP: a RIFF container of kind WEBP.
    case webp = "image/webp"

    /// The format of a file, or nil if it is none of these.
    package init?(_ bytes: [UInt8]) {
        func starts(_ signature: [UInt8], at offset: Int = 0) -> Bool {
            bytes.dropFirst(offset).starts(with: signature)
        }
        if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if starts([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if starts(Array("GIF87a".utf8)) || starts(Array("GIF89a".utf8)) {
            self = .gif
        } else if starts(Array("RIFF".utf8)) && starts(Array("WEBP".utf8), at: 8) {
            self = .webp
        } else {
            return nil
        }
    }

    /// The file's bytes as an inline URL.
    package func dataURL(_ bytes: [UInt8]) -> String {
        "data:\(rawValue);base64,\(Base64Text.encode(bytes))"
    }
}
