/// A flag that is false when its member is missing or `null`, and that is not written while it is false.
@propertyWrapper
package struct FalseByDefault: Codable, Hashable, Sendable {
    /// The flag.
    package var wrappedValue: Bool

    /// Makes a flag.
    package init(wrappedValue: Bool = false) {
        self.wrappedValue = wrappedValue
    }

    /// Reads a boolean that is present.
    package init(from decoder: any Decoder) throws {
        wrappedValue = try decoder.singleValueContainer().decode(Bool.self)
    }

    /// Writes the boolean.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}

extension FalseByDefault: WireFieldWrapper {
    package typealias Wrapped = Bool
    package static var isExperimental: Bool { false }
    package static var defaultJSON: JSONValue? { .bool(false) }
    package static var isPatch: Bool { false }
    package static var isNullable: Bool { false }
}
