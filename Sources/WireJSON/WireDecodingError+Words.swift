extension WireDecodingError {
    /// Strings in error texts are cut to this many characters, so that a misplaced file doesn't fill a log line.
    private static let longestQuote = 200

    /// What a value is called in an error, in the words of the peer's parser (serde): ``integer `5` ``, `string "x"`,
    /// `map`.
    static func unexpected(_ node: JSONNode) -> String {
        switch node.kind {
        case .null: "null"
        case .bool: "boolean `\(node.bool ?? false)`"
        case .string: "string " + quoted(node.string ?? "")
        case .array: "sequence"
        case .object: "map"
        case .number:
            (node.entry.flags.contains(.integral) ? "integer" : "floating point")
                + " `\(NumberText.literal(node.entry, node.document.bytes))`"
        }
    }

    /// The same for a value that stands alone.
    static func unexpected(_ value: JSONValue) -> String {
        guard let document = try? RawJSON(value).document() else { return "value" }
        return unexpected(document.root)
    }

    /// What follows "expected" when a keyed container was asked for by a type.
    static func words(for type: Any.Type) -> String {
        if let described = type as? any WireDescribed.Type { return described.wireDescription }
        if type is any MapType.Type { return "a map" }
        return type == JSONObject.self ? "a map" : "struct \(type)"
    }

    private static func quoted(_ text: String) -> String {
        let cut = text.count > longestQuote ? text.prefix(longestQuote) + "…" : text[...]
        var bytes: [UInt8] = []
        JSONText.append(String(cut), to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The standard library's string-keyed map, whatever its values are.
private protocol MapType {}

extension Dictionary: MapType {}
