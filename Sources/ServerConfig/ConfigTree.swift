import WireJSON

extension JSONObject {
    /// Sets a value at a path. Tables on the way are made; a value on the way that is no table is replaced by one, and
    /// a table put where a table is, is merged into it.
    mutating func set(_ value: JSONValue, at path: ArraySlice<String>) {
        guard let key = path.first else { return }
        let rest = path.dropFirst()
        guard rest.isEmpty else {
            var table = self[key]?.objectValue ?? [:]
            table.set(value, at: rest)
            self[key] = .object(table)
            return
        }
        if let upper = value.objectValue, let lower = self[key]?.objectValue {
            self[key] = .object(lower.overlaid(by: upper))
        } else {
            self[key] = value
        }
    }

    /// The value at a path of tables, nil when a table on the way or the value is missing.
    func value(at path: ArraySlice<String>) -> JSONValue? {
        guard let key = path.first, let value = self[key] else { return nil }
        let rest = path.dropFirst()
        return rest.isEmpty ? value : value.objectValue?.value(at: rest)
    }

    /// This table with another one's settings over it: tables merge, everything else is replaced.
    func overlaid(by upper: JSONObject) -> JSONObject {
        var merged = self
        for (key, value) in upper {
            if let upperTable = value.objectValue, let lowerTable = merged[key]?.objectValue {
                merged[key] = .object(lowerTable.overlaid(by: upperTable))
            } else {
                merged[key] = value
            }
        }
        return merged
    }

    /// Calls `body` for every value that is no table, with its path. Empty tables are not visited.
    func forEachSetting(under path: [String] = [], _ body: (_ path: [String], _ value: JSONValue) -> Void) {
        for (key, value) in self {
            if let table = value.objectValue {
                table.forEachSetting(under: path + [key], body)
            } else {
                body(path + [key], value)
            }
        }
    }

    /// The same table with the keys of every table in alphabetical order.
    func sortedByKey() -> JSONObject {
        var sorted: JSONObject = [:]
        for (key, value) in self.map({ ($0, $1) }).sorted(by: { $0.0 < $1.0 }) {
            sorted[key] = value.sortedByKey()
        }
        return sorted
    }
}

extension JSONValue {
    /// The value with null members left out at every depth; nil when it is null itself.
    func droppingNulls() -> JSONValue? {
        switch self {
        case .null:
            return nil
        case .object(let object):
            var kept: JSONObject = [:]
            for (key, value) in object {
                if let value = value.droppingNulls() { kept[key] = value }
            }
            return .object(kept)
        case .array(let elements):
            return .array(elements.compactMap { $0.droppingNulls() })
        case .bool, .number, .string:
            return self
        }
    }

    fileprivate func sortedByKey() -> JSONValue {
        switch self {
        case .object(let object): .object(object.sortedByKey())
        case .array(let elements): .array(elements.map { $0.sortedByKey() })
        case .null, .bool, .number, .string: self
        }
    }
}
