/// Shortens a text to its beginning and its end.
package enum TextTruncation {
    /// `text` itself if it has no more than `maxBytes` bytes of UTF-8; else half of that from each end, cut between
    /// scalars, around a mark with the number of tokens left out.
    package static func middle(_ text: String, maxBytes: Int) -> String {
        let bytes = Array(text.utf8)
        guard bytes.count > maxBytes else { return text }
        let headEnd = ScalarBorder.before(maxBytes / 2, in: bytes)
        let tailStart = ScalarBorder.after(bytes.count - (maxBytes - maxBytes / 2), in: bytes)
        let removed = TokenEstimate.tokens(bytes: bytes.count) - TokenEstimate.tokens(bytes: maxBytes)
        return String(decoding: bytes[..<headEnd], as: UTF8.self) + "…\(removed) tokens truncated…"
            + String(decoding: bytes[tailStart...], as: UTF8.self)
    }
}
