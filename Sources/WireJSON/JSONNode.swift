/// A cursor to one value of a document. Cheap to copy: a reference and an index.
package struct JSONNode: Sendable {
    /// The types of JSON values.
    package enum Kind: Hashable, Sendable {
        case null, bool, number, string, array, object
    }

    /// The document that the value is in; it lives as long as the node.
    package let document: JSONDocument
    /// The value's place on the document's tape.
    let index: Int

    @inline(__always)
    init(document: JSONDocument, index: Int) {
        self.document = document
        self.index = index
    }

    @inline(__always)
    var entry: TapeEntry { document.tape[index] }

    /// The value's type.
    package var kind: Kind {
        switch entry.kind {
        case .null: .null
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// Whether the value is `null`.
    package var isNull: Bool { entry.kind == .null }

    /// The value of a boolean, else nil.
    package var bool: Bool? {
        let entry = entry
        return entry.kind == .bool ? entry.end - entry.start == 4 : nil
    }

    /// The text of a string, else nil.
    package var string: String? {
        let entry = entry
        return entry.kind == .string ? StringText.make(entry, document.bytes) : nil
    }

    /// The value of an integer literal that fits, else nil.
    package var int64: Int64? { NumberText.integer(entry, document.bytes) }

    /// The value of an integer literal that fits, else nil.
    package var uint64: UInt64? { NumberText.integer(entry, document.bytes) }

    /// The double nearest to a number; nil for another type, or beyond the largest finite double.
    package var double: Double? { NumberText.double(entry, document.bytes) }

    /// The exact source text of the value, including a string's quotation marks.
    package var rawBytes: ArraySlice<UInt8> { document.bytes[sourceRange] }

    private var sourceRange: Range<Int> {
        let entry = entry
        return entry.kind == .string ? entry.range.lowerBound - 1..<entry.range.upperBound + 1 : entry.range
    }

    /// The value of an object's member, of the last one if the name comes twice; nil if this is no object or has no
    /// such member.
    package subscript(_ key: String) -> JSONNode? {
        let entry = entry
        guard entry.kind == .object else { return nil }
        let member = ObjectTape.find(key, in: document, from: index + 1, to: Int(entry.next))
        return member.map { JSONNode(document: document, index: $0 + 1) }
    }

    /// An array's element; nil if this is no array or the position is out of its bounds. Walks to it.
    package subscript(_ position: Int) -> JSONNode? {
        elements.dropFirst(max(0, position)).first { _ in position >= 0 }
    }

    /// Makes a value of its own from this node and all below it.
    package func value() -> JSONValue {
        JSONValue(self)
    }

    /// Decodes a type from this value. `userInfo` reaches the types' `init(from:)`.
    package func decode<Value: Decodable>(
        _ type: Value.Type, userInfo: [CodingUserInfoKey: Any] = [:]
    ) throws(WireDecodingError) -> Value {
        let state = DecodingState(root: self, userInfo: userInfo)
        do {
            return try NodeDecoder(state: state, index: index, type: type).decodeValue(type)
        } catch {
            throw WireDecodingError(error)
        }
    }
}
