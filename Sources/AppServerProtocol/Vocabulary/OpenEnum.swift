/// A set of words that may grow on the other side: an unknown word is kept and written back as it came.
///
/// Used for what models, MCP servers and stored logs say. A conforming type is a struct around its word, with one
/// static constant for each word that Heddle knows.
package protocol OpenEnum: RawRepresentable, Codable, Hashable, Sendable where RawValue == String {
    /// The words that Heddle knows, in the order in which they are documented.
    static var known: [Self] { get }

    /// Wraps a word, known or not.
    init(rawValue: String)
}

extension OpenEnum {
    /// Reads any word.
    package init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the word.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
