// Synthesized `Codable` code calls `container.decode(Field.self, forKey:)` and `container.encode(field, forKey:)` on
// the standard library's keyed containers. These overloads are more specific than the generic methods, so every module
// that imports this one gets them for its wrapped fields.

extension KeyedDecodingContainer {
    /// Reads a flag; missing and `null` are false.
    package func decode(_ type: FalseByDefault.Type, forKey key: Key) throws -> FalseByDefault {
        try decodeIfPresent(FalseByDefault.self, forKey: key) ?? FalseByDefault()
    }

    /// Reads a list or map; missing and `null` are empty.
    package func decode<Value>(_ type: EmptyByDefault<Value>.Type, forKey key: Key) throws -> EmptyByDefault<Value> {
        try decodeIfPresent(EmptyByDefault<Value>.self, forKey: key) ?? EmptyByDefault()
    }

    /// Reads an experimental field; missing and `null` are the default.
    package func decode<Value>(_ type: Experimental<Value>.Type, forKey key: Key) throws -> Experimental<Value> {
        try decodeIfPresent(Experimental<Value>.self, forKey: key) ?? Experimental()
    }

    /// Reads an experimental patch, for which missing and `null` differ.
    package func decode<Value: Codable>(
        _ type: Experimental<Patch<Value>>.Type, forKey key: Key
    ) throws -> Experimental<Patch<Value>> {
        guard contains(key) else { return Experimental() }
        return try decodePresent(type, forKey: key)
    }

    /// Reads a patch, for which missing and `null` differ.
    package func decode<Value: Decodable>(_ type: Patch<Value>.Type, forKey key: Key) throws -> Patch<Value> {
        guard contains(key) else { return .absent }
        return try decodePresent(type, forKey: key)
    }

    /// Reaches the generic `decode(_:forKey:)` that the overloads above hide for their types.
    private func decodePresent<Field: Decodable>(_ type: Field.Type, forKey key: Key) throws -> Field {
        try decode(type, forKey: key)
    }
}

extension KeyedEncodingContainer {
    /// Writes a flag that is true.
    package mutating func encode(_ field: FalseByDefault, forKey key: Key) throws {
        guard field.wrappedValue else { return }
        try encode(true, forKey: key)
    }

    /// Writes an experimental field, except for a default that its type leaves out.
    package mutating func encode<Value>(_ field: Experimental<Value>, forKey key: Key) throws {
        if Value.omitsDefault, field.wrappedValue.isWireDefault { return }
        try encodePresent(field, forKey: key)
    }

    /// Writes a patch that changes something.
    package mutating func encode<Value: Encodable>(_ patch: Patch<Value>, forKey key: Key) throws {
        switch patch {
        case .absent: break
        case .null: try encodeNil(forKey: key)
        case .set(let value): try encodePresent(value, forKey: key)
        }
    }

    /// Reaches the generic `encode(_:forKey:)` that the overloads above hide for their types.
    private mutating func encodePresent<Field: Encodable>(_ field: Field, forKey key: Key) throws {
        try encode(field, forKey: key)
    }
}
