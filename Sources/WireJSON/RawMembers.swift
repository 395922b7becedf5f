/// Members of a JSON object, kept as the text between its braces. Encoded, they stand beside whatever else the same value
/// writes into its object.
package struct RawMembers: Hashable, Sendable {
    /// Names and values, with commas between them: `"a":1,"b":[2]`.
    package let bytes: [UInt8]
    /// Whether a coding with `experimental: false` leaves them out.
    package let isExperimental: Bool

    /// Copies the members of a parsed object, without some of them.
    package init(_ object: JSONNode, without names: Set<String> = [], isExperimental: Bool = false) {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        for (name, value) in object.members where !names.contains(name) {
            JSONText.appendName(name, to: &bytes)
            JSONText.append(RawJSON(value), to: &bytes)
        }
        self.bytes = Array(bytes.dropFirst())
        self.isExperimental = isExperimental
    }

    /// The members of a parsed object as its text has them; none of a value that is no object.
    package init(textOf object: JSONNode, isExperimental: Bool = false) {
        bytes = object.kind == .object ? Array(object.rawBytes.dropFirst().dropLast()) : []
        self.isExperimental = isExperimental
    }

    private static func object(_ members: [UInt8]) -> [UInt8] {
        [UInt8(ascii: "{")] + members + [UInt8(ascii: "}")]
    }
}

extension RawMembers: Encodable {
    /// Writes the members as they are; to an encoder other than ours, the values that they stand for.
    package func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? NodeEncoder {
            encoder.state.append(self, in: encoder.depth)
        } else {
            try JSONDocument(parsing: Self.object(bytes)).root.value().encode(to: encoder)
        }
    }
}
