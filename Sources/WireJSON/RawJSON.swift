/// One JSON text kept as bytes: decoded as the exact source bytes, encoded verbatim.
///
/// Used for what must come out as it went in, such as the items of a model's history and stored records. Equality
/// compares the bytes. When written into a message, line breaks between tokens become spaces, because a message is one
/// line.
package struct RawJSON: Hashable, Sendable {
    /// The text: valid JSON without white space around it.
    package let bytes: [UInt8]

    /// Takes bytes that are known to be one valid text.
    init(validated bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Checks a text and keeps its value, without white space around it.
    package init(validating bytes: [UInt8]) throws(JSONError) {
        self.init(try JSONDocument(parsing: bytes).root)
    }

    /// Copies the source text of a parsed value.
    package init(_ node: JSONNode) {
        let source = node.rawBytes
        bytes = source.count == node.document.bytes.count ? node.document.bytes : Array(source)
    }

    /// Writes a value.
    package init(_ value: JSONValue) {
        var bytes: [UInt8] = []
        JSONText.append(value, to: &bytes)
        self.init(validated: bytes)
    }

    /// Encodes a value with `WireCoder`.
    package init(encoding value: some Encodable) throws {
        self.init(validated: try WireCoder.encode(value))
    }

    /// Decodes the text as a type.
    package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try document().root.decode(type)
    }

    /// Parses the text.
    package func document() throws(JSONError) -> JSONDocument {
        try JSONDocument(parsing: bytes)
    }
}

extension RawJSON: Codable {
    /// Copies the source bytes; from a decoder other than ours, which has none to show, writes the value anew.
    package init(from decoder: any Decoder) throws {
        if let decoder = decoder as? NodeDecoder {
            self.init(decoder.node)
        } else {
            self.init(try JSONValue(from: decoder))
        }
    }

    /// Writes the bytes as they are; to an encoder other than ours, the value that they stand for.
    package func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? NodeEncoder {
            encoder.state.append(self, at: encoder.depth)
        } else {
            try document().root.value().encode(to: encoder)
        }
    }
}
