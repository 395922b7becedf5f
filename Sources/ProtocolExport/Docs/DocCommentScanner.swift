/// Reads one Swift file line by line; see ``DocCommentExtractor``.
struct DocCommentScanner {
    /// The comments found so far, by the names of the source.
    private(set) var comments: [String: String] = [:]
    /// Names of the source that are others on the wire: `Type.field` to `Type.name_on_the_wire`.
    private(set) var wireNames: [String: String] = [:]

    /// The open types, each with the depth of the braces inside it.
    private var scopes: [(name: String, depth: Int)] = []
    private var depth = 0
    private var pending: [Substring] = []
    private var isInMultilineString = false

    /// Reads the next line.
    mutating func read(_ line: Substring) {
        let text = line.trimmingSpaces()
        if isInMultilineString || text.hasMultilineQuote {
            if text.hasMultilineQuote { isInMultilineString.toggle() }
            pending = []
            return
        }
        if text.hasPrefix("///") {
            let content = text.dropFirst(3)
            pending.append(content.first == " " ? content.dropFirst() : content)
            return
        }
        // An attribute on a line of its own stands between comment and declaration.
        if text.hasPrefix("@"), text.isOnlyAttributes { return }

        declare(Declaration(text), text)
        depth += text.braceBalance
        while let scope = scopes.last, depth < scope.depth { scopes.removeLast() }
        pending = []
    }

    private mutating func declare(_ declaration: Declaration?, _ text: Substring) {
        switch declaration {
        case .type(let name)?:
            let path = (scopes.map(\.name) + [name]).joined()
            note(path)
            scopes.append((name, depth + 1))
        case .extension(let name)?:
            scopes.append((name, depth + 1))
        case .cases(let cases)?:
            for (name, word) in cases { noteMember(name, word) }
        case .property(let name, let word)?:
            noteMember(name, word)
        case .match(let word, let name)?:
            if word != name { wireNames[member(name)] = member(word) }
        case nil:
            break
        }
    }

    private mutating func noteMember(_ name: String, _ word: String?) {
        guard let scope = scopes.last, scope.depth == depth else { return }
        if scope.name == "CodingKeys" {
            let type = scopes.dropLast().map(\.name).joined()
            if let word { wireNames["\(type).\(name)"] = "\(type).\(word)" }
            return
        }
        if let word, word != name { wireNames[member(name)] = member(word) }
        note(member(name))
    }

    private func member(_ name: String) -> String {
        "\(scopes.map(\.name).joined()).\(name)"
    }

    private mutating func note(_ name: String) {
        guard !pending.isEmpty, comments[name] == nil else { return }
        // Links between symbols mean nothing outside the source.
        comments[name] = pending.joined(separator: "\n").exchanging("``", for: "`")
    }
}

/// What a line of Swift declares, as far as doc comments care.
private enum Declaration {
    /// A type.
    case type(String)
    /// An extension of a type.
    case `extension`(String)
    /// Cases of an enum, with their raw values where written.
    case cases([(name: String, word: String?)])
    /// A stored property, or a static constant with a raw value.
    case property(String, word: String?)
    /// A line of a switch that turns a word into a case.
    case match(word: String, name: String)

    init?(_ text: Substring) {
        var words = text.split(separator: " ")
        let isStatic = words.contains("static")
        words.removeAll { Self.modifiers.contains($0) || $0.hasPrefix("@") }
        guard let keyword = words.first, words.count > 1 else { return nil }
        let name = words[1].identifier
        switch keyword {
        case "struct", "enum", "class", "protocol", "actor":
            self = .type(name)
        case "extension":
            self = .extension(words[1].prefix { $0 != ":" && $0 != "{" }.filter { $0 != "." })
        case "case":
            if let match = Self.match(text) {
                self = match
            } else if words[1].first == "\"" || words[1].first == "." || words[1] == "let" {
                return nil
            } else {
                self = .cases(Self.cases(text))
            }
        case "var", "let":
            let word = text.quoted(after: "rawValue:")
            // Computed and static properties are no fields; a static one with a raw value is a known word.
            guard isStatic ? word != nil : !text.hasSuffix("{") && !text.hasSuffix("}") else { return nil }
            self = .property(name, word: word)
        default:
            return nil
        }
    }

    private static let modifiers: Set<Substring> = [
        "package", "public", "internal", "private", "fileprivate", "static", "indirect", "final", "package(set)",
        "private(set)", "fileprivate(set)", "nonisolated",
    ]

    /// `case "word": self = .name(…)`, and the like.
    private static func match(_ text: Substring) -> Declaration? {
        guard let target = text.range(ofText: "self = ."), let word = text.quoted(after: "case") else { return nil }
        return .match(word: word, name: text[target.upperBound...].identifier)
    }

    /// `case one, two = "2", three(Payload)`.
    private static func cases(_ text: Substring) -> [(name: String, word: String?)] {
        guard let keyword = text.range(ofText: "case ") else { return [] }
        return text[keyword.upperBound...].split(separator: ",").compactMap { part in
            let part = part.trimmingSpaces()
            let name = part.identifier
            return name.isEmpty ? nil : (name, part.quoted(after: "="))
        }
    }
}

extension Substring {
    /// The text without spaces at its ends.
    fileprivate func trimmingSpaces() -> Substring {
        var text = drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
        return text
    }

    /// The identifier at the start, without backticks.
    fileprivate var identifier: String {
        let text = first == "`" ? dropFirst() : self
        return String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }

    /// Whether the line starts or ends a string of several lines. A comment may talk about one.
    fileprivate var hasMultilineQuote: Bool {
        !hasPrefix("//") && range(ofText: "\"\"\"") != nil
    }

    /// Whether nothing but attributes stands on the line: `@Experimental`, `@Defaulted<DefaultsToTrue>`.
    fileprivate var isOnlyAttributes: Bool {
        split(separator: " ").allSatisfy { $0.hasPrefix("@") }
    }

    /// The text of the first string literal behind a marker.
    fileprivate func quoted(after marker: String) -> String? {
        guard let range = range(ofText: marker) else { return nil }
        let rest = self[range.upperBound...]
        guard let open = rest.firstIndex(of: "\"") else { return nil }
        let content = rest[rest.index(after: open)...]
        return content.firstIndex(of: "\"").map { String(content[..<$0]) }
    }

    /// How many more braces the line opens than it closes, outside strings and comments.
    fileprivate var braceBalance: Int {
        var balance = 0
        var isInString = false
        var previous: UInt8 = 0
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "\""): if previous != UInt8(ascii: "\\") { isInString.toggle() }
            case UInt8(ascii: "{"): balance += isInString ? 0 : 1
            case UInt8(ascii: "}"): balance -= isInString ? 0 : 1
            case UInt8(ascii: "/") where previous == UInt8(ascii: "/") && !isInString: return balance
            default: break
            }
            previous = byte
        }
        return balance
    }
}
