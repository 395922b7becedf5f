import AppServerProtocol
import WireJSON

/// Learns what types look like on the wire by letting them decode themselves from a decoder that has no data.
///
/// Every type is asked once: its `init(from:)` runs against a ``RecordingDecoder`` that writes down which keys it wants, as
/// which types, and whether they may be missing, and that answers with sample values so that decoding goes on. Only types
/// whose coding depends on the data (words, unions) are asked for their tables instead.
package final class ShapeRecorder {
    /// Every named type that was met so far.
    package private(set) var catalog = ShapeCatalog()

    private var names: [String: ObjectIdentifier] = [:]
    private var samples: [ObjectIdentifier: any Decodable] = [:]

    /// Creates a recorder with an empty catalog.
    package init() {}

    /// The shape of a type. Named types are entered into ``catalog``, with everything that they refer to.
    ///
    /// - Throws: ``ExportError`` if the type decodes itself in a way that can't be followed.
    package func shape(of type: any Decodable.Type) throws -> Shape {
        if let simple = SimpleType.shape(type) { return simple }
        switch type {
        case let list as any ListType.Type: return .array(try shape(of: list.element))
        case let map as any MapType.Type: return .map(try shape(of: map.value))
        case let nullable as any NullableType.Type: return .nullable(try shape(of: nullable.wrapped))
        case let verbatim as any VerbatimField.Type: return try shape(of: verbatim.shapeType)
        default: return .named(try record(type))
        }
    }

    /// The name under which a type stands in the schemas: its Swift name without module, parents put in front.
    package static func name(of type: any Any.Type) -> String {
        String(reflecting: type).split(separator: ".").dropFirst().joined()
    }

    /// Makes a value of a type, whichever is easiest; used to let the type that holds it go on decoding.
    func sample<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if let known = samples[ObjectIdentifier(type)] as? Value { return known }
        if let simple = try SimpleType.sample(type) as? Value { return simple }
        if let emptiable = type as? any Emptiable.Type, let empty = emptiable.empty as? Value { return empty }
        let decoder = RecordingDecoder(self, role: role(of: type), typeName: Self.name(of: type))
        let value = try Value(from: decoder)
        samples[ObjectIdentifier(type)] = value
        return value
    }

    // MARK: - Fields

    /// The description of a field that a type asked for.
    ///
    /// - Parameter mayBeMissing: Whether the type can do without the field.
    func field(_ name: String, _ type: any Decodable.Type, mayBeMissing: Bool) throws -> FieldShape {
        guard let wrapper = type as? any WireFieldWrapper.Type else {
            let shape = try shape(of: type)
            guard mayBeMissing else { return FieldShape(name, shape) }
            if case .nullable(let value) = shape { return FieldShape(name, value, .optional) }
            return FieldShape(name, shape, .optional)
        }
        var field = try field(name, wrapper.wrappedType, mayBeMissing: true)
        if wrapper.isExperimental { field.stability = .experimental }
        if wrapper.isPatch {
            field.presence = .patch
        } else if !mayBeMissing {
            field.presence = .required
            if wrapper.isNullable { field.shape = .nullable(field.shape) }
        } else if !wrapper.isNullable, let value = wrapper.defaultJSON {
            field.presence = value == false && wrapper.omitsFalse ? .omittedWhenFalse : .defaulted(value)
        }
        return field
    }

    // MARK: - Named types

    private func record(_ type: any Decodable.Type) throws -> String {
        let name = Self.name(of: type)
        if let known = names[name] {
            guard known == ObjectIdentifier(type) else {
                throw ExportError(.nameCollision, "two types are called \(name) in the schemas; rename one of them")
            }
            return name
        }
        names[name] = ObjectIdentifier(type)
        catalog[name] = try definition(of: type, name)
        return name
    }

    private func definition(of type: any Decodable.Type, _ name: String) throws -> TypeDefinition {
        switch type {
        case let words as any ClosedEnum.Type: return .words(words.words, isOpen: false)
        case let words as any OpenEnum.Type: return .words(words.words, isOpen: true)
        case let union as any TaggedUnion.Type: return .tagged(tag: union.tag, try variants(union.variants))
        case let union as any KeyedUnion.Type:
            return .keyed(try variants(union.variants), keepsUnknown: union.keepsUnknown)
        case let union as any Alternatives.Type: return .alternatives(try union.alternatives.map(shape(of:)))
        default: return try decodedDefinition(of: type, name)
        }
    }

    private func variants(_ variants: [TaggedVariant]) throws -> [VariantShape] {
        try variants.map { variant in
            VariantShape(variant.name, try variant.payload.map(shape(of:)), stability: variant.stability)
        }
    }

    private func decodedDefinition<Value: Decodable>(of type: Value.Type, _ name: String) throws -> TypeDefinition {
        let recording = ShapeRecording()
        do {
            samples[ObjectIdentifier(type)] = try Value(from: RecordingDecoder(self, recording, typeName: name))
        } catch let error as ExportError {
            throw error
        } catch {
            throw ExportError(.unrecordableType, "\(name) refused the recorder's sample values: \(error)")
        }
        return recording.definition(isExtensible: type is any ExtensibleObject.Type)
    }

    private func role(of type: any Decodable.Type) -> RecordingDecoder.Role {
        switch type {
        case let verbatim as any VerbatimField.Type: return role(of: verbatim.shapeType)
        case let words as any ClosedEnum.Type: return .word(words.words.first ?? "")
        case let words as any OpenEnum.Type: return .word(words.words.first ?? "")
        case let union as any TaggedUnion.Type:
            let variant = union.variants.first { $0.payload == nil } ?? union.variants.first
            return .tagged(tag: union.tag, name: variant?.name ?? "")
        case let union as any KeyedUnion.Type:
            if let word = union.variants.first(where: { $0.payload == nil }) { return .word(word.name) }
            return .key(union.variants.first?.name ?? "")
        default: return .plain
        }
    }
}

extension WireFieldWrapper {
    /// Whether the field is left out while it is false.
    fileprivate static var omitsFalse: Bool {
        Self.self == FalseByDefault.self || Self.self == Experimental<Bool>.self
    }
}

extension ClosedEnum {
    /// Every word, for callers that hold only the metatype.
    fileprivate static var words: [String] { allCases.map(\.rawValue) }
}

extension OpenEnum {
    /// Every known word, for callers that hold only the metatype.
    fileprivate static var words: [String] { known.map(\.rawValue) }
}

extension JSONValue {
    /// A value as its JSON.
    init(encoding value: some Encodable) throws {
        self = try JSONDocument(parsing: try WireCoder.encode(value)).root.value()
    }
}
