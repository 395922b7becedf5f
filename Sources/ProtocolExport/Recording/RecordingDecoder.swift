/// What one type asked for while it decoded itself.
final class ShapeRecording {
    private var fields: [FieldShape] = []
    private var single: Shape?

    /// What was asked for: the fields of an object, or else the one value.
    func definition(isExtensible: Bool) -> TypeDefinition {
        if fields.isEmpty, let single { .alias(single) } else { .structure(fields, isExtensible: isExtensible) }
    }

    /// Notes a field. A field that is asked for twice counts once: the first question knows whether it may be missing.
    func note(_ field: FieldShape) {
        guard !fields.contains(where: { $0.name == field.name }) else { return }
        fields.append(field)
    }

    /// Notes a value that is all there is. Only the first question counts, later ones are fallbacks.
    func note(single shape: Shape) {
        single = single ?? shape
    }
}

/// A decoder without data: notes what it is asked for and answers with samples.
struct RecordingDecoder: Decoder {
    /// What the decoded value pretends to be, for types that look before they decode.
    enum Role {
        /// Nothing in particular.
        case plain
        /// A certain word.
        case word(String)
        /// An object with a certain tag.
        case tagged(tag: String, name: String)
        /// An object with one certain key.
        case key(String)
    }

    let recorder: ShapeRecorder
    let recording: ShapeRecording?
    let role: Role
    let typeName: String

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// A decoder that writes down what it is asked for.
    init(_ recorder: ShapeRecorder, _ recording: ShapeRecording, typeName: String) {
        self.recorder = recorder
        self.recording = recording
        self.role = .plain
        self.typeName = typeName
    }

    /// A decoder that only makes a sample.
    init(_ recorder: ShapeRecorder, role: Role, typeName: String) {
        self.recorder = recorder
        self.recording = nil
        self.role = role
        self.typeName = typeName
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(RecordingKeyedContainer<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw unrecordable("an array of its own making")
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        RecordingSingleValueContainer(decoder: self)
    }

    /// The error for a type that decodes itself in a way that can't be followed.
    func unrecordable(_ what: String) -> ExportError {
        ExportError(
            .unrecordableType,
            "\(typeName) decodes \(what), which the schema recorder can't follow; use a tagged union, a keyed union,"
                + " alternatives, or plain fields")
    }
}
