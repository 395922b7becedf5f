import TOMLKit
package import WireJSON

/// A TOML text as a JSON tree: tables become objects, dates and times become strings in RFC 3339 form, numbers stay
/// integers or floats. `inf` and `nan`, which JSON lacks, become strings.
package struct TOMLDocument: Hashable, Sendable {
    /// The top-level table. Keys are in the parser's order, which is not the file's.
    package var root: JSONObject

    /// Parses a text.
    ///
    /// - Throws: `invalidTOML` with the parser's words and the place.
    package init(parsing text: String) throws(ConfigError) {
        if let nul = text.utf8.firstIndex(of: 0) {
            // The parser takes a C string and would silently stop here.
            let position = SourcePosition(of: nul, in: text)
            throw ConfigError(
                .invalidTOML, "a NUL character is not allowed", range: SourceRange(start: position, end: position))
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw ConfigError(.invalidTOML, error.description, range: SourceRange(error.source))
        } catch {
            throw ConfigError(.invalidTOML, "\(error)")
        }
        root = Self.object(table)
    }

    /// Parses the bytes of a file.
    ///
    /// - Throws: `invalidTOML`, also for bytes that are no UTF-8.
    package init(parsing bytes: [UInt8]) throws(ConfigError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let valid = Self.validPrefix(of: bytes)
            let position = SourcePosition(of: valid.endIndex, in: valid)
            throw ConfigError(
                .invalidTOML, "the text is not UTF-8 from here on", range: SourceRange(start: position, end: position))
        }
        try self.init(parsing: text)
    }

    private static func object(_ table: TOMLTable) -> JSONObject {
        var object: JSONObject = [:]
        for key in table.keys {
            // A key with an escaped NUL cannot be looked up again through the C interface; it is left out.
            guard let value = table[key] else { continue }
            object[key] = json(value)
        }
        return object
    }

    private static func json(_ value: any TOMLValueConvertible) -> JSONValue {
        switch value.type {
        case .table: .object(value.table.map(object) ?? [:])
        case .array: .array(value.array.map { $0.map(json) } ?? [])
        case .string: .string(value.string ?? "")
        case .int: .number(JSONNumber(Int64(value.int ?? 0)))
        case .double: number(value.double ?? 0)
        case .bool: .bool(value.bool ?? false)
        case .date: .string(value.date?.debugDescription ?? "")
        case .time: .string(value.time?.debugDescription ?? "")
        case .dateTime: .string(value.dateTime.map(text) ?? "")
        }
    }

    /// The parser's own text says `Z` also where the file has no offset.
    private static func text(_ value: TOMLDateTime) -> String {
        value.offset == nil ? "\(value.date.debugDescription)T\(value.time.debugDescription)" : value.debugDescription
    }

    private static func number(_ double: Double) -> JSONValue {
        if let number = JSONNumber(double) { return .number(number) }
        return .string(double.isNaN ? "nan" : double < 0 ? "-inf" : "inf")
    }

    /// The longest beginning that is UTF-8, found by decoding with repairs until the first repair.
    private static func validPrefix(of bytes: [UInt8]) -> String {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var prefix = String.UnicodeScalarView()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { prefix.append(scalar) }
        return String(prefix)
    }
}

extension SourceRange {
    fileprivate init(_ region: TOMLSourceRegion) {
        let start = SourcePosition(line: region.begin.line, column: region.begin.column)
        // The parser leaves the end at 0:0 when it knows only one place.
        let end = SourcePosition(line: region.end.line, column: region.end.column)
        self.init(start: start, end: end.line == 0 ? start : end)
    }
}

extension SourcePosition {
    fileprivate init(of index: String.Index, in text: String) {
        var line = 1
        var column = 1
        for scalar in text[..<index].unicodeScalars {
            if scalar == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        self.init(line: line, column: column)
    }
}
