/// What a schema recorder needs to know of a field that is not simply required, from its metatype alone.
///
/// A recording decoder sees these types in `decodeIfPresent(_:forKey:)` (`Patch`, and `Experimental` around a patch, in
/// `contains(_:)` and then `decode(_:forKey:)`).
package protocol WireFieldWrapper: Codable {
    /// The type of the value inside.
    associatedtype Wrapped: Codable
    /// Whether the field belongs to the experimental protocol only.
    static var isExperimental: Bool { get }
    /// What a missing field means, as a schema's `default`; nil if the schema has none.
    static var defaultJSON: JSONValue? { get }
    /// Whether a missing field and `null` mean different things.
    static var isPatch: Bool { get }
    /// Whether `null` is a value of the field.
    static var isNullable: Bool { get }
}

extension WireFieldWrapper {
    /// The type of the value inside, for recorders that hold only the wrapper's metatype.
    package static var wrappedType: any Codable.Type { Wrapped.self }
}
