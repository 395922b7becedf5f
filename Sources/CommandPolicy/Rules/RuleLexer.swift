/// Takes a rules file apart, by the rules of Starlark for what rules are made of.
struct RuleLexer {
    private let scalars: [Unicode.Scalar]
    private let path: String
    private var index = 0
    private var here = RuleFileError.Position(line: 1, column: 1)
    /// How many parentheses and brackets are open; line breaks within mean nothing.
    private var depth = 0

    init(_ text: String, path: String) {
        scalars = Array(text.unicodeScalars)
        self.path = path
    }

    /// The next piece; at the end of the file always ``RuleToken/Kind/fileEnd``.
    mutating func next() throws(RuleFileError) -> RuleToken {
        skipBlanks()
        let start = here
        guard let scalar = take() else { return token(.fileEnd, from: start) }
        switch scalar {
        case "\n", ";": return token(.statementEnd, from: start)
        case "(", "[":
            depth += 1
            return token(scalar == "(" ? .open : .openList, from: start)
        case ")", "]":
            depth = max(0, depth - 1)
            return token(scalar == ")" ? .close : .closeList, from: start)
        case ",": return token(.comma, from: start)
        case "=": return token(.equals, from: start)
        case "'", "\"":
            let text = try text(quote: scalar, isRaw: false, from: start)
            return token(.text(text), from: start)
        case "r" where peek() == "'" || peek() == "\"":
            let quote = take() ?? scalar
            let text = try text(quote: quote, isRaw: true, from: start)
            return token(.text(text), from: start)
        case _ where Self.isNamePart(scalar):
            var name = String(scalar)
            while let part = peek(), Self.isNamePart(part) {
                name.unicodeScalars.append(part)
                _ = take()
            }
            let isNumber = ("0"..."9").contains(scalar)
            return token(isNumber ? .other(name) : .name(name), from: start)
        default:
            return token(.other(scalar.escaped(asASCII: true)), from: start)
        }
    }

    // MARK: - Scalars

    private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        index + distance < scalars.count ? scalars[index + distance] : nil
    }

    private mutating func take() -> Unicode.Scalar? {
        guard let scalar = peek() else { return nil }
        index += 1
        if scalar == "\n" {
            here = .init(line: here.line + 1, column: 1)
        } else {
            here.column += 1
        }
        return scalar
    }

    private mutating func skipBlanks() {
        while let scalar = peek() {
            switch scalar {
            case " ", "\t", "\r": _ = take()
            case "\n" where depth > 0: _ = take()
            case "\\" where peek(1) == "\n":
                _ = take()
                _ = take()
            case "#":
                while let comment = peek(), comment != "\n" { _ = take() }
            default: return
            }
        }
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }

    // MARK: - Strings

    private mutating func text(
        quote: Unicode.Scalar, isRaw: Bool, from start: RuleFileError.Position
    ) throws(RuleFileError) -> String {
        let isLong = peek() == quote && peek(1) == quote
        if isLong {
            _ = take()
            _ = take()
        }
        var text = String.UnicodeScalarView()
        while let scalar = take() {
            if scalar == quote, !isLong { return String(text) }
            if scalar == quote, peek() == quote, peek(1) == quote {
                _ = take()
                _ = take()
                return String(text)
            }
            if scalar == "\n", !isLong { break }
            if scalar != "\\" {
                text.append(scalar)
            } else if isRaw {
                text.append(scalar)
                if let escaped = take() { text.append(escaped) }
            } else if let escaped = try escape() {
                text.append(escaped)
            }
        }
        throw error("a string without an end; expected \(quote) before the end of the line", from: start)
    }

    /// What stands for an escape, behind its backslash; nil for nothing.
    private mutating func escape() throws(RuleFileError) -> Unicode.Scalar? {
        let start = RuleFileError.Position(line: here.line, column: here.column - 1)
        guard let scalar = take() else { return nil }
        switch scalar {
        case "\n": return nil
        case "\\", "'", "\"": return scalar
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "a": return "\u{07}"
        case "b": return "\u{08}"
        case "f": return "\u{0C}"
        case "v": return "\u{0B}"
        case "x": return try number(digits: 2, from: start)
        case "u": return try number(digits: 4, from: start)
        case "U": return try number(digits: 8, from: start)
        default:
            let shown = scalar.escaped(asASCII: true)
            throw error("the escape \\\(shown) means nothing; write \\\\ for a backslash", from: start)
        }
    }

    private mutating func number(digits: Int, from start: RuleFileError.Position) throws(RuleFileError)
        -> Unicode.Scalar
    {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = peek().flatMap({ Character($0).hexDigitValue }), peek()?.isASCII == true else {
                throw error("an escape that is too short; expected \(digits) hexadecimal digits", from: start)
            }
            _ = take()
            value = value << 4 | UInt32(digit)
        }
        guard let scalar = Unicode.Scalar(value), value != 0 else {
            throw error("an escape that stands for no character", from: start)
        }
        return scalar
    }

    private func token(_ kind: RuleToken.Kind, from start: RuleFileError.Position) -> RuleToken {
        RuleToken(kind: kind, start: start, end: here)
    }

    private func error(_ message: String, from start: RuleFileError.Position) -> RuleFileError {
        RuleFileError(kind: .syntax, path: path, start: start, end: here, message: message)
    }
}
