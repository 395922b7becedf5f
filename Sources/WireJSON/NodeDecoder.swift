/// A decoder at one value of a document. Three words, so that an existential holds it without an allocation.
struct NodeDecoder: Decoder {
    let state: DecodingState
    let index: Int
    /// The type that asked, for the words of an error.
    let type: Any.Type

    @inline(__always)
    init(state: DecodingState, index: Int, type: Any.Type) {
        self.state = state
        self.index = index
        self.type = type
    }

    /// The value that the decoder is at.
    var node: JSONNode { JSONNode(document: state.document, index: index) }

    var codingPath: [any CodingKey] { state.codingPath(to: index) }
    var userInfo: [CodingUserInfoKey: Any] { state.userInfo }

    func container<Key: CodingKey>(keyedBy keyType: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard state.document.tape[index].kind == .object else {
            throw state.mismatch(at: index, expected: WireDecodingError.words(for: type))
        }
        return KeyedDecodingContainer(KeyedNodes<Key>(state: state, object: index))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard state.document.tape[index].kind == .array else {
            throw state.mismatch(at: index, expected: "a sequence")
        }
        return UnkeyedNodes(state: state, array: index)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    /// Decodes a type from this value; the most frequent ones that are no containers at once, because their own
    /// `init(from:)` would have to find out with a dynamic cast whose decoder this is.
    @inline(__always)
    func decodeValue<Value: Decodable>(_ type: Value.Type) throws -> Value {
        // Each comparison makes both types of the cast the same.
        if type == String.self { return unsafe unsafeBitCast(try state.string(at: index), to: Value.self) }
        if type == JSONValue.self { return unsafe unsafeBitCast(JSONValue(node), to: Value.self) }
        if type == RawJSON.self { return unsafe unsafeBitCast(RawJSON(node), to: Value.self) }
        return try Value(from: self)
    }
}

extension NodeDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { state.document.tape[index].kind == .null }
    func decode(_ type: Bool.Type) throws -> Bool { try state.bool(at: index) }
    func decode(_ type: String.Type) throws -> String { try state.string(at: index) }
    func decode(_ type: Double.Type) throws -> Double { try state.double(at: index) }
    func decode(_ type: Float.Type) throws -> Float { try state.float(at: index) }
    func decode(_ type: Int.Type) throws -> Int { try state.integer(at: index) }
    func decode(_ type: Int8.Type) throws -> Int8 { try state.integer(at: index) }
    func decode(_ type: Int16.Type) throws -> Int16 { try state.integer(at: index) }
    func decode(_ type: Int32.Type) throws -> Int32 { try state.integer(at: index) }
    func decode(_ type: Int64.Type) throws -> Int64 { try state.integer(at: index) }
    func decode(_ type: UInt.Type) throws -> UInt { try state.integer(at: index) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try state.integer(at: index) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try state.integer(at: index) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try state.integer(at: index) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try state.integer(at: index) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try NodeDecoder(state: state, index: index, type: type).decodeValue(type)
    }
}
