/// A coding key made from any text, for keys that no `CodingKeys` enum can name.
package struct WireKey: CodingKey {
    /// The key as it stands on the wire.
    package let stringValue: String
    /// Always nil: the wire has no integer keys.
    package var intValue: Int? { nil }

    /// Wraps a key.
    package init(_ text: String) {
        stringValue = text
    }

    /// Wraps a key.
    package init(stringValue: String) {
        self.stringValue = stringValue
    }

    /// Refuses, because the wire has no integer keys.
    package init?(intValue: Int) {
        return nil
    }
}
