/// A type with a value that a message may leave out: nil, false, an empty list or map.
package protocol WireDefaulting {
    /// What a missing member, or `null`, means.
    static var wireDefault: Self { get }
    /// The default as a schema says it; nil where the type's own optionality says it already.
    static var defaultJSON: JSONValue? { get }
    /// Whether an encoder leaves the member out while it has the default value.
    static var omitsDefault: Bool { get }
    /// Whether this is the default value.
    var isWireDefault: Bool { get }
}

extension Optional: WireDefaulting {
    package static var wireDefault: Self { nil }
    package static var defaultJSON: JSONValue? { nil }
    package static var omitsDefault: Bool { false }
    package var isWireDefault: Bool { self == nil }
}

extension Bool: WireDefaulting {
    package static var wireDefault: Bool { false }
    package static var defaultJSON: JSONValue? { .bool(false) }
    package static var omitsDefault: Bool { true }
    package var isWireDefault: Bool { !self }
}

extension Array: WireDefaulting {
    package static var wireDefault: Self { [] }
    package static var defaultJSON: JSONValue? { .array([]) }
    package static var omitsDefault: Bool { false }
    package var isWireDefault: Bool { isEmpty }
}

extension Dictionary: WireDefaulting {
    package static var wireDefault: Self { [:] }
    package static var defaultJSON: JSONValue? { .object([:]) }
    package static var omitsDefault: Bool { false }
    package var isWireDefault: Bool { isEmpty }
}
