/// A span of a text that clients show in their own way, for example as a file's name.
package struct TextElement: Codable, Hashable, Sendable {
    /// Where the span is.
    package var byteRange: ByteRange
    /// What to show in its place.
    package var placeholder: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(byteRange: ByteRange, placeholder: String? = nil) {
        self.byteRange = byteRange
        self.placeholder = placeholder
    }
}

/// A range of bytes in a text's UTF-8 form.
package struct ByteRange: Codable, Hashable, Sendable {
    /// The first byte, counted from 0.
    package var start: Int
    /// The byte after the last one.
    package var end: Int

    /// Makes the value from its fields.
    package init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }
}
