/// What Heddle knows of one model.
package struct ModelInfo: Hashable, Sendable {
    /// One step of a model's thinking effort.
    package struct Effort: Hashable, Sendable {
        /// The value of `reasoning.effort`, e.g. `low`.
        package var name: String
        /// When to choose it.
        package var description: String
    }

    /// The id that requests name.
    package var id: String
    /// The name for people.
    package var displayName: String
    /// What it is good for, in a sentence.
    package var description: String
    /// Whether lists leave it out unless asked.
    package var isHidden: Bool
    /// Whether it is the one to use when none is chosen.
    package var isDefault: Bool
    /// The efforts that it takes, weakest first; empty if it has no such setting.
    package var efforts: [Effort]
    /// The effort if none is chosen.
    package var defaultEffort: String
    /// What a prompt may hold: `text`, `image`.
    package var inputModalities: [String]
    /// How many tokens a conversation may have.
    package var contextWindow: Int

    /// The share of the window that conversations may fill, in percent; the rest is for the provider's own overhead.
    package static let effectivePercent = 95

    /// The window of models that the catalogue doesn't know, and of most that it does (behaviour catalogue, 4.2 and 10.11).
    package static let fallbackContextWindow = 272_000

    /// The window that clients are told and that compaction goes by, in tokens.
    package var effectiveContextWindow: Int { contextWindow * Self.effectivePercent / 100 }

    /// The effort to ask for when nobody chose one; nil for a model that the catalogue does not list, which may know no
    /// efforts at all.
    package var listedEffort: String? { efforts.isEmpty ? nil : defaultEffort }
}
