/// The members of an object, for `Codable` types.
struct KeyedNodes<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let state: DecodingState
    let object: Int

    var codingPath: [any CodingKey] { state.codingPath(to: object) }

    var allKeys: [Key] {
        JSONNode(document: state.document, index: object).members.compactMap { Key(stringValue: $0.key) }
    }

    func contains(_ key: Key) -> Bool { state.valueIndex(of: key.stringValue, in: object) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { state.document.tape[try required(key)].kind == .null }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try state.bool(at: required(key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try state.string(at: required(key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try state.double(at: required(key)) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try state.float(at: required(key)) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try state.integer(at: required(key)) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try state.integer(at: required(key)) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try state.integer(at: required(key)) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try state.integer(at: required(key)) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try state.integer(at: required(key)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try state.integer(at: required(key)) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try state.integer(at: required(key)) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try state.integer(at: required(key)) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try state.integer(at: required(key)) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try state.integer(at: required(key)) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try decode(type, at: required(key))
    }

    // Absent and null are one lookup here; the protocol's own versions take three. Those of the rarer types do.

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        guard let index = present(key) else { return nil }
        return try state.bool(at: index)
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        guard let index = present(key) else { return nil }
        return try state.string(at: index)
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        guard let index = present(key) else { return nil }
        return try state.integer(at: index)
    }

    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        guard let index = present(key) else { return nil }
        return try state.double(at: index)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        guard let index = present(key) else { return nil }
        return try decode(type, at: index)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try decoder(at: required(key)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(at: required(key)).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        guard let index = state.valueIndex(of: "super", in: object) else {
            throw WireDecodingError.missingField("super", codingPath: codingPath)
        }
        return decoder(at: index)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(at: required(key)) }

    private func decoder(at index: Int) -> NodeDecoder {
        NodeDecoder(state: state, index: index, type: JSONObject.self)
    }

    @inline(__always)
    private func decode<Value: Decodable>(_ type: Value.Type, at index: Int) throws -> Value {
        let value = try NodeDecoder(state: state, index: index, type: type).decodeValue(type)
        state.continueLookup(in: object, afterValue: index)
        return value
    }

    /// The index of a member's value; an error if there is none.
    @inline(__always)
    private func required(_ key: Key) throws(WireDecodingError) -> Int {
        let name = key.stringValue
        guard let index = state.valueIndex(of: name, in: object) else {
            throw WireDecodingError.missingField(name, codingPath: codingPath)
        }
        return index
    }

    /// The index of a member's value; nil if there is none, or `null`.
    @inline(__always)
    private func present(_ key: Key) -> Int? {
        guard let index = state.valueIndex(of: key.stringValue, in: object),
            state.document.tape[index].kind != .null
        else { return nil }
        return index
    }
}
