/// The members of an object being written.
struct KeyedText<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let state: EncodingState
    /// How many containers are open inside this one, counting it.
    let depth: Int

    /// Not kept: errors collect their path on the way out.
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { write(key) { JSONText.append(literal: "null", to: &$0) } }
    func encode(_ value: Bool, forKey key: Key) { write(key) { JSONText.append(value, to: &$0) } }
    func encode(_ value: String, forKey key: Key) { write(key) { JSONText.append(value, to: &$0) } }
    func encode(_ value: Int, forKey key: Key) { write(key) { JSONText.append(Int64(value), to: &$0) } }
    func encode(_ value: Int8, forKey key: Key) { write(key) { JSONText.append(Int64(value), to: &$0) } }
    func encode(_ value: Int16, forKey key: Key) { write(key) { JSONText.append(Int64(value), to: &$0) } }
    func encode(_ value: Int32, forKey key: Key) { write(key) { JSONText.append(Int64(value), to: &$0) } }
    func encode(_ value: Int64, forKey key: Key) { write(key) { JSONText.append(value, to: &$0) } }
    func encode(_ value: UInt, forKey key: Key) { write(key) { JSONText.append(UInt64(value), to: &$0) } }
    func encode(_ value: UInt8, forKey key: Key) { write(key) { JSONText.append(UInt64(value), to: &$0) } }
    func encode(_ value: UInt16, forKey key: Key) { write(key) { JSONText.append(UInt64(value), to: &$0) } }
    func encode(_ value: UInt32, forKey key: Key) { write(key) { JSONText.append(UInt64(value), to: &$0) } }
    func encode(_ value: UInt64, forKey key: Key) { write(key) { JSONText.append(value, to: &$0) } }

    func encode(_ value: Float, forKey key: Key) throws {
        try write(key) { try EncodingState.append(value, to: &$0, codingPath: [key]) }
    }

    func encode(_ value: Double, forKey key: Key) throws {
        try write(key) { try EncodingState.append(value, to: &$0, codingPath: [key]) }
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try state.encodeMember(key, value, depth: depth)
    }

    // The protocol's own versions leave nil out; on this wire it is `null`.

    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try encodeOrNil(value, key) }
    func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws { try encodeOrNil(value, key) }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        nestedEncoder(key.stringValue).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        nestedEncoder(key.stringValue).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { nestedEncoder("super") }
    func superEncoder(forKey key: Key) -> any Encoder { nestedEncoder(key.stringValue) }

    @inline(__always)
    private func encodeOrNil<Value: Encodable>(_ value: Value?, _ key: Key) throws {
        if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
    }

    @inline(__always)
    private func write(_ key: Key, _ value: (inout [UInt8]) throws -> Void) rethrows {
        state.beginMember(key.stringValue, depth: depth)
        try state.writeScalar(at: depth, value)
    }

    private func nestedEncoder(_ name: String) -> NodeEncoder {
        state.beginMember(name, depth: depth)
        return NodeEncoder(state: state, depth: depth)
    }
}
