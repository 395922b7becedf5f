/// A JSON number, kept as its literal text so that what comes in goes out unchanged.
///
/// Two numbers are equal when their literals are: `1`, `1.0` and `1e0` are three different numbers here.
package struct JSONNumber: Hashable, Sendable {
    /// The number as RFC 8259 writes it, e.g. `-12`, `0.5` or `1e400`.
    package let literal: String

    /// Wraps a literal that a parser has already checked.
    init(validated literal: String) {
        self.literal = literal
    }

    /// Makes an integer.
    package init(_ value: Int64) {
        literal = String(value)
    }

    /// Makes an integer.
    package init(_ value: UInt64) {
        literal = String(value)
    }

    /// Makes the shortest literal that reads back as `value`; nil for infinities and NaN, which JSON can't say.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        literal = value.description
    }

    /// Takes a literal as it is; nil if RFC 8259 doesn't allow it.
    package init?(literal: String) {
        guard let document = try? JSONDocument(parsing: Array(literal.utf8)), document.root.kind == .number,
            document.root.rawBytes.count == literal.utf8.count
        else { return nil }
        self.literal = literal
    }

    /// The value as a signed integer; nil if the literal has a fraction or an exponent, or the value doesn't fit.
    package var int64: Int64? { Int64(literal) }

    /// The value as an unsigned integer; nil if the literal has a sign, a fraction or an exponent, or the value doesn't
    /// fit.
    package var uint64: UInt64? { UInt64(literal) }

    /// The nearest double; nil if the value is beyond the largest finite one.
    package var double: Double? {
        guard let value = Double(literal), value.isFinite else { return nil }
        return value
    }
}
