/// A change to one setting: leave it, clear it, or set it.
///
/// As a struct's property it needs no attribute: synthesized `Codable` code reads a missing member as `.absent`, `null`
/// as `.null`, and leaves `.absent` out when it writes.
package enum Patch<Value> {
    /// The member is missing: the setting stays as it is.
    case absent
    /// The member is `null`: the setting is cleared.
    case null
    /// The member has a value: the setting takes it.
    case set(Value)
}

extension Patch {
    /// The new value; nil for both `.absent` and `.null`.
    package var value: Value? {
        guard case .set(let value) = self else { return nil }
        return value
    }

    /// Whether the setting stays as it is.
    package var isAbsent: Bool {
        guard case .absent = self else { return false }
        return true
    }

    /// Changes `setting` as the patch says.
    package func apply(to setting: inout Value?) {
        switch self {
        case .absent: break
        case .null: setting = nil
        case .set(let value): setting = value
        }
    }
}

extension Patch: Equatable where Value: Equatable {}
extension Patch: Hashable where Value: Hashable {}
extension Patch: Sendable where Value: Sendable {}

extension Patch: WireDefaulting {
    package static var wireDefault: Self { .absent }
    package static var defaultJSON: JSONValue? { nil }
    package static var omitsDefault: Bool { true }
    package var isWireDefault: Bool { isAbsent }
}

extension Patch: Decodable where Value: Decodable {
    /// Reads a member that is present; its absence is seen by the container's `decode(_:forKey:)`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .null : .set(try container.decode(Value.self))
    }
}

extension Patch: Encodable where Value: Encodable {
    /// Writes the value, or `null`. Where nothing can be left out, as in an array, `.absent` is `null` too.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if case .set(let value) = self {
            try container.encode(value)
        } else {
            try container.encodeNil()
        }
    }
}

extension Patch: WireFieldWrapper where Value: Codable {
    package typealias Wrapped = Value
    package static var isExperimental: Bool { false }
    package static var isPatch: Bool { true }
    package static var isNullable: Bool { true }
}
