/// An encoder for one value. Two words, so that an existential holds it without an allocation.
///
/// A type may ask for a keyed container several times: the members end up in one object, which is how a tagged union
/// writes its tag beside its payload's members.
struct NodeEncoder: Encoder {
    let state: EncodingState
    /// How many containers are open around the value.
    let depth: Int

    /// Not kept: errors collect their path on the way out.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(KeyedText<Key>(state: state, depth: state.openContainer(.object, in: depth)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        UnkeyedText(state: state, depth: state.openContainer(.array, in: depth))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension NodeEncoder: SingleValueEncodingContainer {
    func encodeNil() { state.writeScalar(at: depth) { JSONText.append(literal: "null", to: &$0) } }
    func encode(_ value: Bool) { state.writeScalar(at: depth) { JSONText.append(value, to: &$0) } }
    func encode(_ value: String) { state.writeScalar(at: depth) { JSONText.append(value, to: &$0) } }
    func encode(_ value: Int) { encode(Int64(value)) }
    func encode(_ value: Int8) { encode(Int64(value)) }
    func encode(_ value: Int16) { encode(Int64(value)) }
    func encode(_ value: Int32) { encode(Int64(value)) }
    func encode(_ value: Int64) { state.writeScalar(at: depth) { JSONText.append(value, to: &$0) } }
    func encode(_ value: UInt) { encode(UInt64(value)) }
    func encode(_ value: UInt8) { encode(UInt64(value)) }
    func encode(_ value: UInt16) { encode(UInt64(value)) }
    func encode(_ value: UInt32) { encode(UInt64(value)) }
    func encode(_ value: UInt64) { state.writeScalar(at: depth) { JSONText.append(value, to: &$0) } }

    func encode(_ value: Float) throws {
        try state.writeScalar(at: depth) { try EncodingState.append(value, to: &$0, codingPath: []) }
    }

    func encode(_ value: Double) throws {
        try state.writeScalar(at: depth) { try EncodingState.append(value, to: &$0, codingPath: []) }
    }

    func encode<Value: Encodable>(_ value: Value) throws { try value.encode(to: self) }
}
