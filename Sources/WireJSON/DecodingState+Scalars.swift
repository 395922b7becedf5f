extension DecodingState {
    @inline(__always)
    func string(at index: Int) throws(WireDecodingError) -> String {
        let entry = document.tape[index]
        guard entry.kind == .string else { throw mismatch(at: index, expected: "a string") }
        return StringText.make(entry, document.bytes)
    }

    @inline(__always)
    func bool(at index: Int) throws(WireDecodingError) -> Bool {
        guard let value = JSONNode(document: document, index: index).bool else {
            throw mismatch(at: index, expected: "a boolean")
        }
        return value
    }

    /// Integers are integer literals: `1.0` and `1e3` are floating point, as they are for the peer.
    func integer<Value: FixedWidthInteger>(at index: Int) throws(WireDecodingError) -> Value {
        let entry = document.tape[index]
        guard let value: Value = NumberText.integer(entry, document.bytes) else {
            throw mismatch(
                at: index, expected: (Value.isSigned ? "i" : "u") + String(Value.bitWidth),
                isOutOfRange: entry.flags.contains(.integral))
        }
        return value
    }

    func double(at index: Int) throws(WireDecodingError) -> Double {
        let entry = document.tape[index]
        guard let value = NumberText.double(entry, document.bytes) else {
            throw mismatch(at: index, expected: "f64", isOutOfRange: entry.kind == .number)
        }
        return value
    }

    func float(at index: Int) throws(WireDecodingError) -> Float {
        let entry = document.tape[index]
        guard let double = NumberText.double(entry, document.bytes), Float(double).isFinite else {
            throw mismatch(at: index, expected: "f32", isOutOfRange: entry.kind == .number)
        }
        return Float(double)
    }

    /// The error for a value that is not what was expected.
    @inline(never)
    func mismatch(at index: Int, expected: String, isOutOfRange: Bool = false) -> WireDecodingError {
        let found = WireDecodingError.unexpected(JSONNode(document: document, index: index))
        return WireDecodingError(
            kind: isOutOfRange ? .invalidValue : .invalidType,
            message: "invalid \(isOutOfRange ? "value" : "type"): \(found), expected \(expected)",
            codingPath: codingPath(to: index))
    }
}
