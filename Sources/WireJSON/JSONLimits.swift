/// Bounds of one parse. They keep a hostile text from costing more than its length.
package struct JSONLimits: Hashable, Sendable {
    /// The most containers that may be open at once.
    package var maxDepth: Int
    /// The most bytes a text may have.
    package var maxBytes: Int

    /// Makes bounds. `maxBytes` is clamped to what the tape's 32-bit offsets can address.
    package init(maxDepth: Int, maxBytes: Int) {
        self.maxDepth = maxDepth
        self.maxBytes = min(maxBytes, Self.addressableBytes)
    }

    /// The tape keeps offsets and indices in 32 bits, one of them with a sign, and a text has at most one entry a byte.
    package static let addressableBytes = Int(Int32.max)

    /// Bounds for protocol messages, model events and stored records.
    ///
    /// 128 levels is what serde_json, the peer's parser, allows, so whatever a peer's client may send parses here too,
    /// while recursion over parsed values stays within a few tens of kilobytes of stack. The length is the addressable
    /// maximum: the transports bound lines and bodies themselves, with limits that fit each of them.
    package static let wire = JSONLimits(maxDepth: 128, maxBytes: addressableBytes)
}
