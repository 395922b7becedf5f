package import WireJSON

/// One of several alternatives, each either a plain word or an object with exactly one key: `"never"`, `{"granular": {…}}`.
///
/// A conforming type is a Swift enum: cases without payload are words, cases with one are keys. The table is written
/// like that of a ``TaggedUnion``, with ``KeyedContent`` in place of the tag.
package protocol KeyedUnion: Codable, Hashable, Sendable, WireDescribed {
    /// Every alternative, in the order in which they are documented. Those with a payload are keys, the others words.
    static var variants: [TaggedVariant] { get }
    /// Whether words and objects that are none of ``variants`` are kept and written back; false unless said otherwise.
    static var keepsUnknown: Bool { get }
}

/// What a ``KeyedUnion`` finds on the wire.
package enum KeyedContent {
    /// A plain word.
    case word(String)
    /// An object with one key, whose value is still to be decoded.
    case keyed(String, KeyedDecodingContainer<WireKey>)
}

extension KeyedUnion {
    package static var keepsUnknown: Bool { false }

    package static var wireDescription: String { "string or map" }

    /// Reads the word or the key that `decoder` stands on.
    package static func content(from decoder: any Decoder) throws -> KeyedContent {
        // A failed attempt costs an error value; objects are the rare form, so the word is tried first.
        if let word = try? decoder.singleValueContainer().decode(String.self) {
            return .word(word)
        }
        let container = try decoder.container(keyedBy: WireKey.self)
        let keys = container.allKeys
        guard keys.count == 1 else {
            throw WireDecodingError(
                kind: .invalidValue, message: "invalid value: map, expected map with a single key",
                codingPath: decoder.codingPath)
        }
        return .keyed(keys[0].stringValue, container)
    }

    /// The error for a word or a key that is none of ``variants``.
    package static func unknown(_ content: KeyedContent, in decoder: any Decoder) -> WireDecodingError {
        switch content {
        case .word(let name):
            if let variant = variants.first(where: { $0.name == name }) {
                let form = variant.payload is String.Type ? "newtype" : "struct"
                return WireDecodingError(
                    kind: .invalidType, message: "invalid type: unit variant, expected \(form) variant",
                    codingPath: decoder.codingPath)
            }
            return .unknownVariant(name, expected: variants.map(\.name), codingPath: decoder.codingPath)
        case .keyed(let name, _):
            return .unknownVariant(name, expected: variants.map(\.name), codingPath: decoder.codingPath)
        }
    }

    /// Writes a plain word.
    package static func encode(_ word: String, to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(word)
    }

    /// Writes an object with one key.
    package static func encode(_ key: String, _ payload: some Encodable, to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: WireKey.self)
        try container.encode(payload, forKey: WireKey(key))
    }
}
