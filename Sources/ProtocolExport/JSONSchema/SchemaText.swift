import WireJSON

/// Writes JSON for people and for version control: sorted keys, two spaces a level.
enum SchemaText {
    /// A whole file, with a line break at its end.
    static func file(_ value: JSONValue) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, level: 0, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private static func append(_ value: JSONValue, level: Int, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .number(let number): bytes.append(contentsOf: number.literal.utf8)
        case .string(let text): JSONText.append(text, to: &bytes)
        case .array(let elements):
            appendList(elements, "[", "]", level: level, to: &bytes) { element, bytes in
                append(element, level: level + 1, to: &bytes)
            }
        case .object(let object):
            let members = object.sorted { $0.key < $1.key }
            appendList(members, "{", "}", level: level, to: &bytes) { member, bytes in
                JSONText.append(member.key, to: &bytes)
                bytes.append(contentsOf: ": ".utf8)
                append(member.value, level: level + 1, to: &bytes)
            }
        }
    }

    private static func appendList<Element>(
        _ elements: [Element], _ open: Character, _ close: Character, level: Int, to bytes: inout [UInt8],
        append: (Element, inout [UInt8]) -> Void
    ) {
        bytes.append(contentsOf: open.utf8)
        for (index, element) in elements.enumerated() {
            bytes.append(contentsOf: (index == 0 ? "\n" : ",\n").utf8)
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * (level + 1)))
            append(element, &bytes)
        }
        if !elements.isEmpty {
            bytes.append(UInt8(ascii: "\n"))
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
        }
        bytes.append(contentsOf: close.utf8)
    }
}
