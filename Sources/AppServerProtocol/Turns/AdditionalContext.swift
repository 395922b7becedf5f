/// A text that goes to the model along with the user's input.
package struct AdditionalContextEntry: Codable, Hashable, Sendable {
    /// The text.
    package var value: String
    /// Where the text comes from.
    package var kind: AdditionalContextKind

    /// Makes the value from its fields.
    package init(value: String, kind: AdditionalContextKind) {
        self.value = value
        self.kind = kind
    }
}

/// How far a text can be trusted.
package enum AdditionalContextKind: String, ClosedEnum {
    /// It comes from outside, and goes to the model as if a user had said it.
    case untrusted
    /// The client itself says it, and it goes to the model as the developer's.
    case application
}
