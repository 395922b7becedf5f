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

    /// Checks a value and notes the keys in it that are not known.
    ///
    /// - Throws: `invalidValue`, naming the key, what was found and what is expected.
    func check(_ value: JSONValue, at path: [String], unknown: inout [[String]]) throws(ConfigError) {
        switch (self, value) {
        case (.any, _), (.bool, .bool), (.string, .string), (.wordOrTable, .object):
            return
        case (.integer, .number(let number)) where number.int64 != nil:
            return
        case (.count, .number(let number)) where number.int64 != nil:
            guard let count = number.int64, count >= 0 else { throw mismatch(value, at: path) }
        case (.strings, .array(let elements)):
            for (index, element) in elements.enumerated() where element.stringValue == nil {
                throw SettingShape.string.mismatch(element, at: path + ["\(index)"])
            }
        case (.oneOf(let words), .string(let word)), (.wordOrTable(let words), .string(let word)):
            guard !words.contains(word) else { return }
            let expected = words.map { "`\($0)`" }.joined(separator: ", ")
            throw Self.failure("unknown variant `\(word)`, expected one of \(expected)", at: path)
        case (.table(let shapes), .object(let object)):
            for (key, value) in object {
                if let shape = shapes[key] {
                    try shape.check(value, at: path + [key], unknown: &unknown)
                } else {
                    unknown.append(path + [key])
                }
            }
        case (.map(let shape), .object(let object)):
            for (key, value) in object {
                try shape.check(value, at: path + [key], unknown: &unknown)
            }
        default:
            throw mismatch(value, at: path)
        }
    }

    private func mismatch(_ value: JSONValue, at path: [String]) -> ConfigError {
        Self.failure("invalid type: \(Self.found(value)), expected \(expectation)", at: path)
    }

    private static func failure(_ reason: String, at path: [String]) -> ConfigError {
        ConfigError(.invalidValue, "\(reason) in `\(ConfigKeyPath(segments: path))`")
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
