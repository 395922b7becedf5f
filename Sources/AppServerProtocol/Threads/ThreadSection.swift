/// A heading that users file threads under.
package struct ThreadSection: Codable, Hashable, Sendable {
    /// The section's id, a UUID that renaming doesn't change.
    package var id: String
    /// The section's name now.
    package var name: String
    /// What the section looks like.
    package var appearance: ThreadSectionAppearance?

    /// Makes the value from its fields; those with a default may be left out.
    package init(id: String, name: String, appearance: ThreadSectionAppearance? = nil) {
        self.id = id
        self.name = name
        self.appearance = appearance
    }
}

/// What a section looks like, as far as clients care.
package struct ThreadSectionAppearance: Codable, Hashable, Sendable {
    /// The name of an icon.
    package var icon: String?
    /// The name or value of a colour.
    package var color: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(icon: String? = nil, color: String? = nil) {
        self.icon = icon
        self.color = color
    }
}
