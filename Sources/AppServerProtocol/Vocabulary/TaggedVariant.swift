/// One kind of a ``TaggedUnion`` or of a ``KeyedUnion``, as the schemas and the error texts need it.
package struct TaggedVariant: Sendable {
    /// The tag's value, or the word or key of a ``KeyedUnion``.
    package let name: String
    /// The struct that holds the kind's fields; nil when there are none besides the name.
    package let payload: (any (Codable & SendableMetatype).Type)?
    /// Whether the kind is part of the lasting contract.
    package let stability: Stability

    /// Describes one kind.
    package init(
        _ name: String, _ payload: (any (Codable & SendableMetatype).Type)? = nil, stability: Stability = .stable
    ) {
        self.name = name
        self.payload = payload
        self.stability = stability
    }
}
