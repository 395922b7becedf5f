/// A dotted configuration key, such as `model_providers.local.base_url` or `mcp_servers."a.b".args`.
package struct ConfigKeyPath: Hashable, Sendable, CustomStringConvertible {
    /// The names from the outermost table inwards. Never empty.
    package var segments: [String]

    package init(segments: [String]) {
        self.segments = segments
    }

    /// Splits a dotted key. A segment may stand in double quotes (with `\"` and `\\`) or single quotes; blanks around
    /// a segment do not count. Unlike TOML, a bare segment may hold any other character, since clients pass
    /// paths there (`projects./srv/app.trust_level`).
    ///
    /// - Throws: `malformedKey`.
    package init(parsing text: String) throws(ConfigError) {
        var segments: [String] = []
        var scanner = KeyScanner(text: Substring(text))
        repeat {
            segments.append(try scanner.segment())
        } while try scanner.separator()
        self.segments = segments
    }

    /// The segments joined with dots, each as it is. This is how the protocol names keys; it cannot be parsed back
    /// when a segment holds a dot.
    package var joined: String { segments.joined(separator: ".") }

    /// The key as it would be typed: segments that need quotes have them.
    package var description: String {
        segments.map { segment in
            let needsQuotes = segment.isEmpty || segment.contains { ".\"'= \t".contains($0) }
            guard needsQuotes else { return segment }
            var quoted = "\""
            for character in segment {
                if character == "\"" || character == "\\" { quoted.append("\\") }
                quoted.append(character)
            }
            return quoted + "\""
        }.joined(separator: ".")
    }
}

/// Cuts a dotted key into segments, one call after the other.
private struct KeyScanner {
    let text: Substring
    private var rest: Substring

    init(text: Substring) {
        self.text = text
        rest = text
    }

    /// Reads one segment up to the dot after it or the end.
    mutating func segment() throws(ConfigError) -> String {
        skipBlanks()
        guard let first = rest.first else { throw failure("a name is missing") }
        if first == "\"" || first == "'" { return try quoted(by: first) }
        let end = rest.firstIndex(of: ".") ?? rest.endIndex
        let bare = rest[..<end]
        rest = rest[end...]
        let name = String(bare.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        guard !name.isEmpty else { throw failure("a name is empty") }
        return name
    }

    /// Consumes a dot. False at the end of the key.
    mutating func separator() throws(ConfigError) -> Bool {
        skipBlanks()
        guard let next = rest.first else { return false }
        guard next == "." else { throw failure("a dot is missing after a quoted name") }
        rest.removeFirst()
        return true
    }

    private mutating func quoted(by quote: Character) throws(ConfigError) -> String {
        rest.removeFirst()
        var name = ""
        while let character = rest.popFirst() {
            if character == quote { return name }
            guard quote == "\"", character == "\\" else {
                name.append(character)
                continue
            }
            guard let escaped = rest.popFirst(), escaped == "\"" || escaped == "\\" else {
                throw failure("a backslash may only stand before a quote or a backslash")
            }
            name.append(escaped)
        }
        throw failure("a quote is not closed")
    }

    private mutating func skipBlanks() {
        rest = rest.drop { $0 == " " || $0 == "\t" }
    }

    private func failure(_ reason: String) -> ConfigError {
        ConfigError(.malformedKey, "malformed configuration key `\(text)`: \(reason)")
    }
}
