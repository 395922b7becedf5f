/// A `sleep` item: a pause.
package struct SleepItem: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// How long, in milliseconds.
    package var durationMs: Int

    /// Makes the value from its fields.
    package init(id: String, durationMs: Int) {
        self.id = id
        self.durationMs = durationMs
    }
}

/// An `enteredReviewMode` item: a review begins.
package struct EnteredReviewModeItem: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// What is reviewed.
    package var review: String

    /// Makes the value from its fields.
    package init(id: String, review: String) {
        self.id = id
        self.review = review
    }
}

/// An `exitedReviewMode` item: a review ends.
package struct ExitedReviewModeItem: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// What the review found.
    package var review: String

    /// Makes the value from its fields.
    package init(id: String, review: String) {
        self.id = id
        self.review = review
    }
}

/// A `contextCompaction` item: the history was shortened to fit the model's context window.
package struct ContextCompactionItem: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String

    /// Makes the value from its fields.
    package init(id: String) {
        self.id = id
    }
}
