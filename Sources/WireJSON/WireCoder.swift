/// `Codable` types to JSON bytes and back, without Foundation.
///
/// Members are written in the order in which the type encodes them. A nil optional is written as `null`; only
/// `Patch.absent`, `@FalseByDefault` false and, with `experimental: false`, `@Experimental` fields are left out.
package enum WireCoder {
    /// A typical message fits; a longer one grows the buffer a few times.
    private static let initialCapacity = 256

    /// Encodes a value into a new buffer. Throws what the value throws, and `EncodingError.invalidValue` for numbers
    /// that JSON can't say.
    package static func encode<Value: Encodable>(_ value: Value, experimental: Bool = true) throws -> [UInt8] {
        var buffer: [UInt8] = []
        buffer.reserveCapacity(initialCapacity)
        try encode(value, into: &buffer, experimental: experimental)
        return buffer
    }

    /// Encodes a value at the end of a buffer; after an error the buffer is as it was.
    package static func encode<Value: Encodable>(
        _ value: Value, into buffer: inout [UInt8], experimental: Bool = true
    ) throws {
        let start = buffer.count
        let state = EncodingState(buffer: buffer, experimental: experimental)
        // The state must be the buffer's only owner, or appending would copy it.
        buffer = []
        defer { buffer = state.takeBuffer() }
        do {
            try value.encode(to: NodeEncoder(state: state, depth: 0))
            state.finishValue(depth: 0, from: start)
            state.finishUnomittable()
        } catch {
            state.removeAll(from: start)
            throw error
        }
    }

    /// Parses a text and decodes a value from it. Throws `JSONError` for a text that is no JSON, `WireDecodingError`
    /// for a value that is not of the type.
    package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDocument(parsing: bytes).root.decode(type)
    }
}
