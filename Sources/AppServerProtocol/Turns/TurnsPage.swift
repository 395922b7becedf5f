/// One page of turns.
package struct TurnsPage: Codable, Hashable, Sendable {
    /// The turns.
    package var data: [Turn]
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?
    /// Where this page starts when read in the other direction; null for an empty page.
    package var backwardsCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(data: [Turn], nextCursor: String? = nil, backwardsCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
        self.backwardsCursor = backwardsCursor
    }
}
