package import WireJSON

/// A set of words that is complete: any other word is an error that names the word and the field.
///
/// Used for everything that clients send, because guessing at a misspelt policy would be worse than refusing it.
/// A conforming type is a plain Swift enum with `String` raw values; coding comes from here.
package protocol ClosedEnum: RawRepresentable, CaseIterable, Codable, Hashable, Sendable, WireDescribed
where RawValue == String {}

extension ClosedEnum {
    package static var wireDescription: String { "string or map" }

    /// Reads one of the known words.
    package init(from decoder: any Decoder) throws {
        guard let word = try? decoder.singleValueContainer().decode(String.self) else {
            // No value of another type is a word. This attempt fails with the words of `wireDescription`.
            _ = try decoder.container(keyedBy: WireKey.self)
            throw WireDecodingError(
                kind: .invalidType, message: "invalid type: map, expected a string", codingPath: decoder.codingPath)
        }
        guard let value = Self(rawValue: word) else {
            throw WireDecodingError.unknownVariant(
                word, expected: Self.allCases.map(\.rawValue), codingPath: decoder.codingPath)
        }
        self = value
    }

    /// Writes the word.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
