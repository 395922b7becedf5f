/// The fields of an object that isn't there.
struct RecordingKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: RecordingDecoder

    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        guard case .key(let name) = decoder.role, let key = Key(stringValue: name) else { return [] }
        return [key]
    }

    /// Says yes, so that types which look before they decode ask for the field as well.
    func contains(_ key: Key) -> Bool { true }

    func decodeNil(forKey key: Key) throws -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        if case .tagged(key.stringValue, let name) = decoder.role, let tag = name as? Value { return tag }
        try note(type, key, mayBeMissing: false)
        return try decoder.recorder.sample(type)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try note(type, key, mayBeMissing: true)
        return nil
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        throw decoder.unrecordable("a nested object under `\(key.stringValue)`")
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw decoder.unrecordable("a nested array under `\(key.stringValue)`")
    }

    func superDecoder() throws -> any Decoder {
        throw decoder.unrecordable("a superclass")
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        throw decoder.unrecordable("a superclass under `\(key.stringValue)`")
    }

    private func note(_ type: any Decodable.Type, _ key: Key, mayBeMissing: Bool) throws {
        guard let recording = decoder.recording else { return }
        recording.note(try decoder.recorder.field(key.stringValue, type, mayBeMissing: mayBeMissing))
    }

    // The protocol's optional requirements for the simple types have default implementations that ask `contains` and
    // `decode`, and would make every optional field look required. All of them go to the generic method instead.

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try missing(type, key) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try missing(type, key) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try missing(type, key) }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try missing(type, key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try missing(type, key) }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try missing(type, key) }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try missing(type, key) }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try missing(type, key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try missing(type, key) }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try missing(type, key) }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try missing(type, key) }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try missing(type, key) }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try missing(type, key) }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try missing(type, key) }

    private func missing<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
        try note(type, key, mayBeMissing: true)
        return nil
    }
}
