/// The elements of an array, for `Codable` types. Three words, so that an existential holds it without an allocation.
struct UnkeyedNodes: UnkeyedDecodingContainer {
    private let state: DecodingState
    private let array: UInt32
    private var next: UInt32
    private let end: UInt32
    private var position: UInt32 = 0

    init(state: DecodingState, array: Int) {
        self.state = state
        self.array = UInt32(truncatingIfNeeded: array)
        next = self.array + 1
        end = state.document.tape[array].next
    }

    var codingPath: [any CodingKey] { state.codingPath(to: Int(array)) }
    var currentIndex: Int { Int(position) }
    var isAtEnd: Bool { next >= end }

    /// Counted by walking; types that append until `isAtEnd` don't ask.
    var count: Int? {
        JSONNode(document: state.document, index: Int(array)).elements.reduce(0) { count, _ in count + 1 }
    }

    mutating func decodeNil() throws -> Bool {
        guard state.document.tape[try current()].kind == .null else { return false }
        advance()
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try taking { try $0.bool(at: $1) } }
    mutating func decode(_ type: String.Type) throws -> String { try taking { try $0.string(at: $1) } }
    mutating func decode(_ type: Double.Type) throws -> Double { try taking { try $0.double(at: $1) } }
    mutating func decode(_ type: Float.Type) throws -> Float { try taking { try $0.float(at: $1) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try taking { try $0.integer(at: $1) } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try taking { try $0.integer(at: $1) } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try taking { try $0.integer(at: $1) } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try taking { try $0.integer(at: $1) } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try taking { try $0.integer(at: $1) } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try taking { try $0.integer(at: $1) } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try taking { try $0.integer(at: $1) } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try taking { try $0.integer(at: $1) } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try taking { try $0.integer(at: $1) } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try taking { try $0.integer(at: $1) } }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try taking { try NodeDecoder(state: $0, index: $1, type: type).decodeValue(type) }
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try taking { try Self.decoder($0, at: $1).container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try taking { try Self.decoder($0, at: $1).unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try taking { Self.decoder($0, at: $1) } }

    private static func decoder(_ state: DecodingState, at index: Int) -> NodeDecoder {
        NodeDecoder(state: state, index: index, type: JSONObject.self)
    }

    /// Lets `body` decode the next element, and moves on if it doesn't throw.
    @inline(__always)
    private mutating func taking<Value>(_ body: (DecodingState, Int) throws -> Value) throws -> Value {
        let value = try body(state, current())
        advance()
        return value
    }

    @inline(__always)
    private mutating func advance() {
        next = state.document.tape[Int(next)].next
        position += 1
    }

    @inline(__always)
    private func current() throws(WireDecodingError) -> Int {
        guard next < end else {
            throw WireDecodingError(
                kind: .invalidValue, message: "invalid length \(position), expected more elements",
                codingPath: codingPath)
        }
        return Int(next)
    }
}
