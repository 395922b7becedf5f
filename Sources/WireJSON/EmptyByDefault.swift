/// A list or map that is empty when its member is missing or `null`. It is always written.
@propertyWrapper
package struct EmptyByDefault<Value: Codable & WireDefaulting & Collection>: Codable {
    /// The list or map.
    package var wrappedValue: Value

    /// Makes a list or map.
    package init(wrappedValue: Value = .wireDefault) {
        self.wrappedValue = wrappedValue
    }

    /// Reads a list or map that is present.
    package init(from decoder: any Decoder) throws {
        wrappedValue = try decoder.singleValueContainer().decode(Value.self)
    }

    /// Writes the list or map.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}

extension EmptyByDefault: Equatable where Value: Equatable {}
extension EmptyByDefault: Hashable where Value: Hashable {}
extension EmptyByDefault: Sendable where Value: Sendable {}

extension EmptyByDefault: WireFieldWrapper {
    package typealias Wrapped = Value
    package static var isExperimental: Bool { false }
    package static var defaultJSON: JSONValue? { Value.defaultJSON }
    package static var isPatch: Bool { false }
    package static var isNullable: Bool { false }
}
