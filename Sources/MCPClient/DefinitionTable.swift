import WireJSON

/// The table of one server, read key by key with errors that name server and key. A null value is a missing one.
struct DefinitionTable {
    private let server: String
    private let table: JSONObject

    init(server: String, config: JSONValue) throws(MCPServerDefinitionError) {
        guard let table = config.objectValue else {
            throw MCPServerDefinitionError(.invalidType, server: server, key: "", reason: "must be a table")
        }
        self.server = server
        self.table = table
    }

    func string(_ key: String) throws(MCPServerDefinitionError) -> String? {
        guard let value = present(key) else { return nil }
        guard let string = value.stringValue else { throw failure(.invalidType, key, "must be a string") }
        return string
    }

    func flag(_ key: String) throws(MCPServerDefinitionError) -> Bool? {
        guard let value = present(key) else { return nil }
        guard let flag = value.boolValue else { throw failure(.invalidType, key, "must be true or false") }
        return flag
    }

    func strings(_ key: String) throws(MCPServerDefinitionError) -> [String]? {
        guard let value = present(key) else { return nil }
        let strings = value.arrayValue?.compactMap(\.stringValue)
        guard let strings, strings.count == value.arrayValue?.count else {
            throw failure(.invalidType, key, "must be an array of strings")
        }
        return strings
    }

    func stringMap(_ key: String) throws(MCPServerDefinitionError) -> [String: String]? {
        guard let value = present(key) else { return nil }
        guard let object = value.objectValue else { throw failure(.invalidType, key, "must be a table of strings") }
        var map: [String: String] = [:]
        for (name, value) in object {
            guard let string = value.stringValue else {
                throw failure(.invalidType, key, "must be a table of strings, but `\(name)` is none")
            }
            map[name] = string
        }
        return map
    }

    /// A time in seconds, whole or not.
    func seconds(_ key: String) throws(MCPServerDefinitionError) -> Duration? {
        guard let value = present(key) else { return nil }
        guard let seconds = value.doubleValue else { throw failure(.invalidType, key, "must be a number of seconds") }
        guard seconds > 0, seconds <= Self.longestTimeout else {
            throw failure(.outOfRange, key, "must be more than 0 and at most \(Int(Self.longestTimeout)) seconds")
        }
        return .seconds(seconds)
    }

    /// Refuses keys that have no meaning for this kind of server: they are there by mistake, and a header or an
    /// environment that is silently not used is hard to find.
    func forbid(_ keys: [String], because reason: String) throws(MCPServerDefinitionError) {
        for key in keys where present(key) != nil {
            throw failure(.misplacedKey, key, reason)
        }
    }

    func failure(_ kind: MCPServerDefinitionError.Kind, _ key: String, _ reason: String) -> MCPServerDefinitionError {
        MCPServerDefinitionError(kind, server: server, key: key, reason: reason)
    }

    /// A day: longer is "for ever", which nobody means, and keeps the value far from overflow.
    private static let longestTimeout = 86_400.0

    private func present(_ key: String) -> JSONValue? {
        guard let value = table[key], !value.isNull else { return nil }
        return value
    }
}
