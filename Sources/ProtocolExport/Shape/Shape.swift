/// What a value looks like on the wire. Types with a name of their own are references into a ``ShapeCatalog``.
package indirect enum Shape: Hashable, Sendable {
    /// Any JSON value.
    case any
    /// A boolean.
    case boolean
    /// Text.
    case string
    /// A whole number.
    case integer(IntegerFormat)
    /// A number with a fraction; `double` or `float` on the wire.
    case number(isDouble: Bool)
    /// A list of values of one shape.
    case array(Shape)
    /// An object whose keys are data and whose values have one shape.
    case map(Shape)
    /// Either the value or `null`.
    case nullable(Shape)
    /// A type of the catalog.
    case named(String)
}

/// The range of a whole number, in the words of JSON Schema's `format`.
package enum IntegerFormat: String, Hashable, Sendable {
    /// A Swift integer of the same width and signedness.
    case int8, int16, int32, int64, uint8, uint16, uint32, uint64

    /// Whether the number can't be negative.
    package var isUnsigned: Bool { rawValue.hasPrefix("u") }
}
