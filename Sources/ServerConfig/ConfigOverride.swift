package import WireJSON

/// One setting given on the command line: `-c key=value`.
///
/// The key is dotted. The value is read as TOML; what is no TOML is taken as it stands, so that
/// `-c model=some-model` needs no quotes inside quotes.
package struct ConfigOverride: Hashable, Sendable {
    /// The key that is set.
    package var path: ConfigKeyPath
    /// Its value, in the configuration's JSON form.
    package var value: JSONValue

    package init(path: ConfigKeyPath, value: JSONValue) {
        self.path = path
        self.value = value
    }

    /// Reads one `key=value` argument.
    ///
    /// - Throws: `malformedOverride` without a `=` or a key, `malformedKey` when the key cannot be split.
    package init(parsing argument: String) throws(ConfigError) {
        guard let equals = Self.indexOfAssignment(in: argument) else {
            throw ConfigError(
                .malformedOverride, "malformed override `\(argument)`: expected key=value, such as model=some-model")
        }
        let key = argument[..<equals]
        guard key.contains(where: { $0 != " " && $0 != "\t" }) else {
            throw ConfigError(.malformedOverride, "malformed override `\(argument)`: the key before `=` is empty")
        }
        path = try ConfigKeyPath(parsing: String(key))
        value = Self.value(of: argument[argument.index(after: equals)...])
    }

    /// The first `=` outside quotes: a quoted segment of the key may hold one.
    private static func indexOfAssignment(in argument: String) -> String.Index? {
        var quote: Character?
        for index in argument.indices {
            let character = argument[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "=" {
                return index
            } else if character == "\"" || character == "'" {
                quote = character
            }
        }
        return nil
    }

    private static func value(of text: Substring) -> JSONValue {
        let trimmed = text.trimmingBlanks()
        // A document of one key. A value with a line break could smuggle in a second one: then it is a plain text.
        if let table = try? TOMLDocument(parsing: "value = \(trimmed)").root, table.count == 1,
            let value = table["value"]
        {
            return value
        }
        for quote in ["\"", "'"] as [Character]
        where trimmed.count >= 2 && trimmed.first == quote && trimmed.last == quote {
            return .string(String(trimmed.dropFirst().dropLast()))
        }
        return .string(String(trimmed))
    }
}

extension Substring {
    /// The text without blanks and line breaks at both ends.
    fileprivate func trimmingBlanks() -> Substring {
        var rest = self.drop { $0.isWhitespace }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }
}
