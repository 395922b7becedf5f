package import WireJSON

/// A value whose shape was checked and whose bytes are kept, so that fields Heddle doesn't know survive.
///
/// Used for history items, which go back to the model exactly as they came.
package struct Verbatim<Shape: Codable & Sendable>: VerbatimField, Hashable, Sendable {
    /// The text as it came.
    package let raw: RawJSON

    /// Reads a value: it must decode as `Shape`, whose result is dropped.
    package init(from decoder: any Decoder) throws {
        _ = try Shape(from: decoder)
        raw = try decoder.singleValueContainer().decode(RawJSON.self)
    }

    /// Keeps a typed value by its encoding.
    package init(_ shape: Shape) throws {
        raw = try RawJSON(encoding: shape)
    }

    /// Writes the text as it came.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(raw)
    }

    /// The value as its type.
    package func shape() throws -> Shape {
        try raw.decode(Shape.self)
    }

    package static var shapeType: any Codable.Type { Shape.self }
}

/// A ``Verbatim`` of any shape, so that the schema recorder can ask for the shape.
package protocol VerbatimField: Codable {
    /// The type that describes the value.
    static var shapeType: any Codable.Type { get }
}
