import WireJSON

/// What a setting may hold. It is as strict as the code that reads the setting; what nobody reads is `any`.
indirect enum SettingShape: Sendable {
    /// Anything: known so that it gives no warning, but not looked into.
    case any
    case bool
    case string
    /// Any whole number.
    case integer
    /// A whole number from 0 up.
    case count
    /// An array of strings.
    case strings
    /// One of a fixed vocabulary.
    case oneOf([String])
    /// A word of the first list, or a table.
    case wordOrTable([String])
    /// A table whose keys are all known.
    case table([String: SettingShape])
    /// A table of freely named entries of one shape.
    case map(SettingShape)

    /// What a look at settings has found.
    struct Findings {
        /// The keys that are not known.
        var unknown: [[String]] = []
        /// The values that can't be used: each names the key, what was found and what is expected.
        var mismatches: [String] = []
    }

    /// Checks a value and notes everything that is wrong in it.
    func check(_ value: JSONValue, at path: [String], into findings: inout Findings) {
        switch (self, value) {
        case (.any, _), (.bool, .bool), (.string, .string), (.wordOrTable, .object):
            return
        case (.integer, .number(let number)) where number.int64 != nil:
            return
        case (.count, .number(let number)) where number.int64 != nil:
            guard let count = number.int64, count >= 0 else { return mismatch(value, at: path, &findings) }
        case (.strings, .array(let elements)):
            for (index, element) in elements.enumerated() where element.stringValue == nil {
                SettingShape.string.mismatch(element, at: path + ["\(index)"], &findings)
            }
        case (.oneOf(let words), .string(let word)), (.wordOrTable(let words), .string(let word)):
            guard !words.contains(word) else { return }
            let expected = words.map { "`\($0)`" }.joined(separator: ", ")
            Self.note("unknown variant `\(word)`, expected one of \(expected)", at: path, &findings)
        case (.table(let shapes), .object(let object)):
            for (key, value) in object {
                if let shape = shapes[key] {
                    shape.check(value, at: path + [key], into: &findings)
                } else {
                    findings.unknown.append(path + [key])
                }
            }
        case (.map(let shape), .object(let object)):
            for (key, value) in object { shape.check(value, at: path + [key], into: &findings) }
        default:
            mismatch(value, at: path, &findings)
        }
    }

    private func mismatch(_ value: JSONValue, at path: [String], _ findings: inout Findings) {
        Self.note("invalid type: \(Self.found(value)), expected \(expectation)", at: path, &findings)
    }

    private static func note(_ reason: String, at path: [String], _ findings: inout Findings) {
        findings.mismatches.append("\(reason) in `\(ConfigKeyPath(segments: path))`")
    }

    private var expectation: String {
        switch self {
        case .any: "any value"
        case .bool: "a boolean"
        case .string, .oneOf: "a string"
        case .integer: "an integer"
        case .count: "an integer from 0 up"
        case .strings: "an array of strings"
        case .wordOrTable: "a string or a table"
        case .table, .map: "a table"
        }
    }

    private static func found(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): "boolean `\(flag)`"
        case .number(let number):
            number.int64 == nil ? "floating point `\(number.literal)`" : "integer `\(number.literal)`"
        case .string(let text): "string \"\(text)\""
        case .array: "an array"
        case .object: "a table"
        }
    }
}
