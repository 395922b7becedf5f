/// A guess at how many tokens a text takes, without a tokenizer: four bytes each, the usual average for code.
package enum TokenEstimate {
    /// Bytes of UTF-8 that are counted as one token.
    package static let bytesPerToken = 4

    /// The estimate for so many bytes, rounded up.
    package static func tokens(bytes: Int) -> Int {
        (bytes + bytesPerToken - 1) / bytesPerToken
    }
}
