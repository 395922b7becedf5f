package import AppServerProtocol
package import WireJSON

/// What a named type consists of.
package enum TypeDefinition: Hashable, Sendable {
    /// An object with certain fields, in the order of their declaration. `isExtensible` says that others are kept too.
    case structure([FieldShape], isExtensible: Bool = false)
    /// One word of a set. `isOpen` says whether other words may appear.
    case words([String], isOpen: Bool)
    /// An object whose `tag` field tells which other fields it has.
    case tagged(tag: String, [VariantShape])
    /// A word, or an object with exactly one key. `keepsUnknown` says whether other words and objects may appear.
    case keyed([VariantShape], keepsUnknown: Bool)
    /// A value of one of several shapes, told apart by their JSON form.
    case alternatives([Shape])
    /// Another name for a shape.
    case alias(Shape)

    /// The names of the fields, words or variants.
    package var members: [String] {
        switch self {
        case .structure(let fields, _): fields.map(\.name)
        case .words(let words, _): words
        case .tagged(_, let variants), .keyed(let variants, _): variants.map(\.name)
        case .alternatives, .alias: []
        }
    }
}

/// One field of an object.
package struct FieldShape: Hashable, Sendable {
    /// The name on the wire.
    package var name: String
    /// The shape of a value that is there and not null.
    package var shape: Shape
    /// Whether and how the field may be missing.
    package var presence: Presence
    /// Whether the field is part of the lasting contract.
    package var stability: Stability

    /// Describes one field.
    package init(_ name: String, _ shape: Shape, _ presence: Presence = .required, stability: Stability = .stable) {
        self.name = name
        self.shape = shape
        self.presence = presence
        self.stability = stability
    }

    /// Whether and how a field may be missing.
    package enum Presence: Hashable, Sendable {
        /// Always there.
        case required
        /// May be missing or null. We write null.
        case optional
        /// May be missing or null, and a missing field says something else than null.
        case patch
        /// May be missing or null and then means the value given here. We always write it.
        case defaulted(JSONValue)
        /// A switch: missing means false, and false is not written.
        case omittedWhenFalse
    }
}

/// One variant of a tagged or keyed union.
package struct VariantShape: Hashable, Sendable {
    /// The tag's value, the word or the key.
    package var name: String
    /// The shape of the variant's content; nil when there is none besides the name.
    package var payload: Shape?
    /// Whether the variant is part of the lasting contract.
    package var stability: Stability

    /// Describes one variant.
    package init(_ name: String, _ payload: Shape? = nil, stability: Stability = .stable) {
        self.name = name
        self.payload = payload
        self.stability = stability
    }
}
