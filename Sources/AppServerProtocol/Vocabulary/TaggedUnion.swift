package import WireJSON

/// One of several kinds of object, told apart by a field: `{"type": "text", "text": "hello"}`.
///
/// A conforming type is a Swift enum with one payload struct a case. The payload holds the other fields and not the
/// tag; both share one flat object on the wire, the tag first. A conformance is a table written three times, once for
/// the schemas and once a direction:
///
///     package static let variants = [TaggedVariant("text", TextUserInput.self), TaggedVariant("ping")]
///
///     package init(from decoder: any Decoder) throws {
///         switch try Self.tag(from: decoder) {
///         case "text": self = .text(try TextUserInput(from: decoder))
///         case "ping": self = .ping
///         case let other: throw Self.unknown(other, in: decoder)
///         }
///     }
///
///     package func encode(to encoder: any Encoder) throws {
///         switch self {
///         case .text(let payload): try Self.encode("text", payload, to: encoder)
///         case .ping: try Self.encode("ping", to: encoder)
///         }
///     }
///
/// Encoding asks the same encoder for a keyed container twice, first for the tag and then, inside the payload's own
/// `encode(to:)`, for its fields. The encoder must let the second container go on with the object that the first
/// began, as the standard coders do.
package protocol TaggedUnion: Codable, Hashable, Sendable, WireDescribed {
    /// The name of the field that tells the kinds apart; `type` unless said otherwise.
    static var tag: String { get }
    /// Every kind, in the order in which they are documented.
    static var variants: [TaggedVariant] { get }
}

extension TaggedUnion {
    package static var tag: String { "type" }

    /// Reads the tag of the object that `decoder` stands on.
    package static func tag(from decoder: any Decoder) throws -> String {
        try decoder.container(keyedBy: WireKey.self).decode(String.self, forKey: WireKey(tag))
    }

    /// Whether the object that `decoder` stands on has a member, and lacks another: tells two kinds with one tag apart.
    package static func holds(
        _ member: String, insteadOf other: String, in decoder: any Decoder
    ) throws -> Bool {
        let container = try decoder.container(keyedBy: WireKey.self)
        return container.contains(WireKey(member)) && !container.contains(WireKey(other))
    }

    /// The error for a tag that is none of ``variants``.
    package static func unknown(_ name: String, in decoder: any Decoder) -> WireDecodingError {
        .unknownVariant(name, expected: variantNames, codingPath: decoder.codingPath + [WireKey(tag)])
    }

    /// The tags, each once.
    private static var variantNames: [String] {
        variants.map(\.name).reduce(into: []) { names, name in
            if names.last != name { names.append(name) }
        }
    }

    package static var wireDescription: String { "internally tagged enum \(Self.self)" }

    /// Writes a kind that has fields besides the tag.
    package static func encode(_ name: String, _ payload: some Encodable, to encoder: any Encoder) throws {
        try encode(name, to: encoder)
        try payload.encode(to: encoder)
    }

    /// Writes a kind that is nothing but its tag.
    package static func encode(_ name: String, to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: WireKey.self)
        try container.encode(name, forKey: WireKey(tag))
    }
}
