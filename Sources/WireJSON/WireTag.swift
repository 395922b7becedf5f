// A tagged union's tag stands among its payload's members. Reading and writing it through a keyed container of its own
// costs as much as three members, and histories are mostly unions; with our coders these two methods need no container.

extension Decoder {
    /// Reads the string member that says which variant of a union an object is. The object's other members are left to
    /// the variant's own `init(from:)`.
    package func decodeTag(_ name: String) throws -> String {
        guard let decoder = self as? NodeDecoder else {
            return try container(keyedBy: ElementKey.self).decode(String.self, forKey: ElementKey(stringValue: name))
        }
        return try decoder.tag(name)
    }
}

extension Encoder {
    /// Writes the string member that says which variant of a union an object is; the variant's own `encode(to:)` then
    /// adds its members to the same object.
    package func encodeTag(_ value: String, forKey name: String) throws {
        guard let encoder = self as? NodeEncoder else {
            var members = container(keyedBy: ElementKey.self)
            return try members.encode(value, forKey: ElementKey(stringValue: name))
        }
        let state = encoder.state
        let depth = state.openContainer(.object, in: encoder.depth)
        state.beginMember(name, depth: depth)
        state.writeScalar(at: depth) { JSONText.append(value, to: &$0) }
    }
}

extension NodeDecoder {
    fileprivate func tag(_ name: String) throws(WireDecodingError) -> String {
        guard state.document.tape[index].kind == .object else {
            throw state.mismatch(at: index, expected: WireDecodingError.words(for: type))
        }
        guard let value = state.valueIndex(of: name, in: index) else {
            throw WireDecodingError.missingField(name, codingPath: codingPath)
        }
        return try state.string(at: value)
    }
}
