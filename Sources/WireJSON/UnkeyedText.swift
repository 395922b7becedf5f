/// The elements of an array being written. Three words, so that an existential holds it without an allocation.
struct UnkeyedText: UnkeyedEncodingContainer {
    private let state: EncodingState
    /// How many containers are open inside this one, counting it.
    private let depth: Int
    private(set) var count = 0

    init(state: EncodingState, depth: Int) {
        self.state = state
        self.depth = depth
    }

    /// Not kept: errors collect their path on the way out.
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() { write { JSONText.append(literal: "null", to: &$0) } }
    mutating func encode(_ value: Bool) { write { JSONText.append(value, to: &$0) } }
    mutating func encode(_ value: String) { write { JSONText.append(value, to: &$0) } }
    mutating func encode(_ value: Int) { write { JSONText.append(Int64(value), to: &$0) } }
    mutating func encode(_ value: Int8) { write { JSONText.append(Int64(value), to: &$0) } }
    mutating func encode(_ value: Int16) { write { JSONText.append(Int64(value), to: &$0) } }
    mutating func encode(_ value: Int32) { write { JSONText.append(Int64(value), to: &$0) } }
    mutating func encode(_ value: Int64) { write { JSONText.append(value, to: &$0) } }
    mutating func encode(_ value: UInt) { write { JSONText.append(UInt64(value), to: &$0) } }
    mutating func encode(_ value: UInt8) { write { JSONText.append(UInt64(value), to: &$0) } }
    mutating func encode(_ value: UInt16) { write { JSONText.append(UInt64(value), to: &$0) } }
    mutating func encode(_ value: UInt32) { write { JSONText.append(UInt64(value), to: &$0) } }
    mutating func encode(_ value: UInt64) { write { JSONText.append(value, to: &$0) } }

    mutating func encode(_ value: Float) throws {
        let path = [ElementKey(intValue: count)]
        try write { try EncodingState.append(value, to: &$0, codingPath: path) }
    }

    mutating func encode(_ value: Double) throws {
        let path = [ElementKey(intValue: count)]
        try write { try EncodingState.append(value, to: &$0, codingPath: path) }
    }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        begin()
        do {
            try state.encodeValue(value, depth: depth)
            state.finishUnomittable()
        } catch {
            throw EncodingState.adding(ElementKey(intValue: count - 1), to: error)
        }
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        nestedEncoder().container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nestedEncoder().unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { nestedEncoder() }

    private mutating func nestedEncoder() -> NodeEncoder {
        begin()
        return NodeEncoder(state: state, depth: depth)
    }

    @inline(__always)
    private mutating func begin() {
        state.beginElement(depth: depth)
        count += 1
    }

    @inline(__always)
    private mutating func write(_ value: (inout [UInt8]) throws -> Void) rethrows {
        begin()
        try state.writeScalar(at: depth, value)
    }
}
