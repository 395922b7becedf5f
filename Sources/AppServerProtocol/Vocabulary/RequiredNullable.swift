package import WireJSON

/// A field that must be present, and may be null.
///
/// A plain optional property may also be missing when it is read.
@propertyWrapper
package struct RequiredNullable<Value: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    /// The field's value; nil is `null` on the wire.
    package var wrappedValue: Value?

    /// Wraps a value.
    package init(wrappedValue: Value?) {
        self.wrappedValue = wrappedValue
    }

    /// Reads a member that is present.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
    }

    /// Writes the value or null.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue {
            try container.encode(wrappedValue)
        } else {
            try container.encodeNil()
        }
    }
}

extension RequiredNullable: WireFieldWrapper {
    package typealias Wrapped = Value
    package static var isExperimental: Bool { false }
    package static var defaultJSON: JSONValue? { nil }
    package static var isPatch: Bool { false }
    package static var isNullable: Bool { true }
}
