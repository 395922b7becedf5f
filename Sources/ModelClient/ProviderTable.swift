import WireJSON

/// One provider's table, read key by key with errors that name the key.
struct ProviderTable {
    /// The most that a count may say: retries beyond it, or milliseconds, are a slip of the pen.
    static let largestCount = 1_000_000_000

    var id: String
    var config: JSONValue

    func error(_ kind: ModelProviderError.Kind, _ key: String, _ text: String) -> ModelProviderError {
        let path = key.isEmpty ? "model_providers.\(id)" : "model_providers.\(id).\(key)"
        return ModelProviderError(kind: kind, key: path, message: "\(path): \(text)")
    }

    func checkIsTable() throws(ModelProviderError) {
        if config.objectValue == nil { throw error(.invalidValue, "", "expected a table") }
    }

    /// The value of a key; nil if it is missing or null.
    private func value(_ key: String) -> JSONValue? {
        guard let value = config[key], !value.isNull else { return nil }
        return value
    }

    func string(_ key: String) throws(ModelProviderError) -> String? {
        guard let value = value(key) else { return nil }
        guard let string = value.stringValue else { throw error(.invalidValue, key, "expected a string") }
        return string
    }

    func flag(_ key: String) throws(ModelProviderError) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let flag = value.boolValue else { throw error(.invalidValue, key, "expected `true` or `false`") }
        return flag
    }

    func count(_ key: String, atLeast least: Int = 0) throws(ModelProviderError) -> Int? {
        guard let value = value(key) else { return nil }
        guard let count = value.int64Value, (Int64(least)...Int64(Self.largestCount)).contains(count) else {
            throw error(.invalidValue, key, "expected a whole number from \(least) to \(Self.largestCount)")
        }
        return Int(count)
    }

    func strings(_ key: String) throws(ModelProviderError) -> [String: String]? {
        guard let value = value(key) else { return nil }
        guard let members = value.objectValue else {
            throw error(.invalidValue, key, "expected a table of strings")
        }
        var strings: [String: String] = [:]
        for (name, member) in members {
            guard let string = member.stringValue else {
                throw error(.invalidValue, "\(key).\(name)", "expected a string")
            }
            strings[name] = string
        }
        return strings
    }
}
