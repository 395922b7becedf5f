extension JSONValue {
    /// Makes a value of its own from a node and all below it. Recursion is bounded by the depth that the parse allowed.
    package init(_ node: JSONNode) {
        let entry = node.entry
        let text = node.document.bytes
        switch entry.kind {
        case .null: self = .null
        case .bool: self = .bool(node.bool ?? false)
        case .number: self = .number(JSONNumber(validated: NumberText.literal(entry, text)))
        case .string: self = .string(StringText.make(entry, text))
        case .array: self = .array(node.elements.map(JSONValue.init))
        case .object: self = .object(JSONObject(node))
        }
    }

    /// Parses a text.
    package init(parsing bytes: [UInt8], limits: JSONLimits = .wire) throws(JSONError) {
        self.init(try JSONDocument(parsing: bytes, limits: limits).root)
    }
}

extension JSONObject {
    /// The members of an object node; none for other types.
    init(_ node: JSONNode) {
        self.init(uniqueMembers: node.members.map { ($0.key, JSONValue($0.value)) })
    }
}

extension JSONValue: Codable {
    /// Copies the parsed value; from a decoder other than ours, tries the types in turn.
    package init(from decoder: any Decoder) throws {
        if let decoder = decoder as? NodeDecoder {
            self.init(decoder.node)
            return
        }
        if let members = try? decoder.container(keyedBy: ElementKey.self) {
            let pairs = try members.allKeys.map { ($0.stringValue, try members.decode(JSONValue.self, forKey: $0)) }
            self = .object(JSONObject(uniqueMembers: pairs))
            return
        }
        if var elements = try? decoder.unkeyedContainer() {
            var values: [JSONValue] = []
            while !elements.isAtEnd { values.append(try elements.decode(JSONValue.self)) }
            self = .array(values)
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .number(JSONNumber(value))
        } else if let value = try? container.decode(UInt64.self) {
            self = .number(JSONNumber(value))
        } else if let value = try? container.decode(Double.self), let number = JSONNumber(value) {
            self = .number(number)
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    /// Writes the value, numbers as their literals; to an encoder other than ours, numbers as the values that they
    /// stand for.
    package func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? NodeEncoder {
            encoder.state.append(self, at: encoder.depth)
            return
        }
        switch self {
        case .object(let object):
            var container = encoder.container(keyedBy: ElementKey.self)
            for member in object { try container.encode(member.value, forKey: ElementKey(stringValue: member.key)) }
        case .array(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(element) }
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .bool(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .string(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .number(let number):
            var container = encoder.singleValueContainer()
            if let value = number.int64 {
                try container.encode(value)
            } else if let value = number.uint64 {
                try container.encode(value)
            } else if let value = number.double {
                try container.encode(value)
            } else {
                throw EncodingError.invalidValue(
                    number,
                    .init(codingPath: encoder.codingPath, debugDescription: "`\(number.literal)` is beyond a double"))
            }
        }
    }
}

extension JSONObject: Codable {
    /// Copies the members of a parsed object.
    package init(from decoder: any Decoder) throws {
        let value = try JSONValue(from: decoder)
        guard case .object(let object) = value else {
            throw WireDecodingError(
                kind: .invalidType, message: "invalid type: \(WireDecodingError.unexpected(value)), expected a map",
                codingPath: decoder.codingPath)
        }
        self = object
    }

    /// Writes the members in order.
    package func encode(to encoder: any Encoder) throws {
        try JSONValue.object(self).encode(to: encoder)
    }
}
