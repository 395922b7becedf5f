/// A field outside the stable protocol: `@Experimental var environments: [Environment]?`, `@Experimental var replay:
/// Bool`.
///
/// A missing member means the type's default. A coding with `experimental: false` leaves the member out; otherwise it
/// is written like a stable one of its type: nil as `null`, lists always, false and `Patch.absent` not at all. When a
/// decode has an `ExperimentalUse`, fields with a value other than the default are noted there.
@propertyWrapper
package struct Experimental<Value: Codable & WireDefaulting>: Codable {
    /// The field's value.
    package var wrappedValue: Value

    /// Makes a field.
    package init(wrappedValue: Value = .wireDefault) {
        self.wrappedValue = wrappedValue
    }

    /// Reads a member that is present.
    package init(from decoder: any Decoder) throws {
        wrappedValue = try decoder.singleValueContainer().decode(Value.self)
        if !wrappedValue.isWireDefault, let use = decoder.userInfo[.experimentalUse] as? ExperimentalUse {
            use.note(WireDecodingError.path(decoder.codingPath))
        }
    }

    /// Writes the value, or asks our own encoder to leave the member out.
    package func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? NodeEncoder, !encoder.state.experimental {
            encoder.state.omitsMember = true
            return
        }
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}

extension Experimental: Equatable where Value: Equatable {}
extension Experimental: Hashable where Value: Hashable {}
extension Experimental: Sendable where Value: Sendable {}

extension Experimental: WireFieldWrapper {
    package typealias Wrapped = Value
    package static var isExperimental: Bool { true }
    package static var defaultJSON: JSONValue? { Value.defaultJSON }
    package static var isPatch: Bool { (Value.self as? any WireFieldWrapper.Type)?.isPatch ?? false }
    package static var isNullable: Bool { Value.defaultJSON == nil }
}
