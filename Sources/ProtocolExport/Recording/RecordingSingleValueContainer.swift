/// The one value of a type that is nothing but another type's value.
struct RecordingSingleValueContainer: SingleValueDecodingContainer {
    let decoder: RecordingDecoder

    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        switch decoder.role {
        case .word(let word):
            if let word = word as? Value { return word }
        case .key:
            throw decoder.unrecordable("a plain value in place of an object")
        case .plain, .tagged:
            break
        }
        try decoder.recording?.note(single: decoder.recorder.shape(of: type))
        return try decoder.recorder.sample(type)
    }
}
