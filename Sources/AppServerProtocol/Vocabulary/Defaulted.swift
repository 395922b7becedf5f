package import WireJSON

/// The value that a field has when the sender leaves it out.
///
/// A conforming type is an enum without cases, named after the value: `enum DefaultsToTrue: WireDefault`.
package protocol WireDefault: Sendable {
    /// The type of the field.
    associatedtype Value: Codable & Hashable & Sendable
    /// What a missing field means.
    static var value: Value { get }
    /// The same value as the schemas show it.
    static var json: JSONValue { get }
}

/// A field that has a known value when it is missing (or null), and that is always written.
///
/// Flags that are left out while they are false are `FalseByDefault`, lists that default to empty `EmptyByDefault`.
@propertyWrapper
package struct Defaulted<Default: WireDefault>: Codable, Hashable, Sendable {
    /// The field's value.
    package var wrappedValue: Default.Value

    /// Wraps a value; the default if none is given.
    package init(wrappedValue: Default.Value = Default.value) {
        self.wrappedValue = wrappedValue
    }

    /// Reads a member that is present.
    package init(from decoder: any Decoder) throws {
        wrappedValue = try decoder.singleValueContainer().decode(Default.Value.self)
    }

    /// Writes the value.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}

extension Defaulted: WireFieldWrapper {
    package typealias Wrapped = Default.Value
    package static var isExperimental: Bool { false }
    package static var defaultJSON: JSONValue? { Default.json }
    package static var isPatch: Bool { false }
    package static var isNullable: Bool { false }
}

extension KeyedDecodingContainer {
    /// Reads a field with a default; missing and null mean the default. Synthesized coding prefers this overload.
    package func decode<Default>(
        _ type: Defaulted<Default>.Type, forKey key: Key
    ) throws -> Defaulted<Default> {
        try decodeIfPresent(type, forKey: key) ?? Defaulted()
    }
}

extension WireDefault where Value == Bool {
    package static var json: JSONValue { .bool(value) }
}

extension WireDefault where Value: RawRepresentable<String> {
    package static var json: JSONValue { .string(value.rawValue) }
}

/// A switch that is on unless turned off.
package enum DefaultsToTrue: WireDefault {
    package static var value: Bool { true }
}

/// A switch that is off unless turned on, and is written either way.
package enum DefaultsToFalse: WireDefault {
    package static var value: Bool { false }
}

/// A count that is zero when missing.
package enum DefaultsToZero: WireDefault {
    package static var value: Int { 0 }
    package static var json: JSONValue { 0 }
}
