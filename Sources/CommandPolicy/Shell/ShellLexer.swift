/// Takes a script apart into words and what stands between them.
///
/// It works on Unicode scalars: characters of Swift would join an operator and a combining mark behind it, and strings
/// compare equal when their scalars are not (`;` and U+037E are the same string).
///
/// After something that makes the script opaque it goes on as well as it can, for the sake of rules that forbid.
struct ShellLexer {
    /// The pieces, each with the place behind it, in Unicode scalars.
    private(set) var tokens: [(token: ShellToken, end: Int)] = []
    /// The first thing that makes the script opaque.
    private(set) var flaw: (reason: Opacity, offset: Int)?

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var word: ShellWord?
    private var isStopped = false
    /// Whether the next word belongs to a redirection.
    private var dropsNextWord = false
    private var awaitsHereDocument = false

    /// Takes the script apart.
    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        while !isStopped, let scalar = next() { take(scalar) }
        endWord()
    }

    /// Notes that the script is opaque; the reason that stands first counts.
    mutating func note(_ reason: Opacity, at offset: Int) {
        if offset < flaw?.offset ?? .max { flaw = (reason, offset) }
    }

    // MARK: - Reading

    /// The next scalar outside of quotes, where a backslash and a line break are nothing at all.
    private mutating func next() -> Unicode.Scalar? {
        skipContinuations()
        guard position < scalars.count else { return nil }
        defer { position += 1 }
        return scalars[position]
    }

    private mutating func peek() -> Unicode.Scalar? {
        skipContinuations()
        return position < scalars.count ? scalars[position] : nil
    }

    private mutating func skipContinuations() {
        while position + 1 < scalars.count, scalars[position] == "\\", scalars[position + 1] == "\n" {
            position += 2
        }
    }

    /// Takes the next scalar if it is this one.
    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        position += 1
        return true
    }

    private mutating func append(_ token: ShellToken) {
        tokens.append((token, position))
    }

    private mutating func flawHere(_ reason: Opacity) {
        note(reason, at: position - 1)
    }

    // MARK: - Outside of quotes

    private mutating func take(_ scalar: Unicode.Scalar) {
        switch scalar {
        case " ", "\t": endWord()
        case "\n": takeLineBreak()
        case "#" where word == nil: skipComment()
        case "'": takeSingleQuoted()
        case "\"": takeDoubleQuoted()
        case "\\": takeEscaped()
        case ";", "&", "|": takeOperator(scalar)
        case "<", ">": takeRedirection(scalar)
        case "$", "`", "(", ")": takeSubstitution(scalar)
        case "*", "?", "[", "]": extendDynamic(scalar, .glob)
        case "{", "}": extendDynamic(scalar, .brace)
        case "!": extendDynamic(scalar, .history)
        case "~" where !isAfterPlainLetter: extendDynamic(scalar, .tilde)
        case "=" where word == nil: extendDynamic(scalar, .expansion)
        default:
            if let reason = ScalarRisk.outsideQuotes(scalar) { flawHere(reason) }
            extend(scalar)
        }
    }

    private mutating func takeLineBreak() {
        endWord()
        append(.lineBreak)
        // What follows is the document's text.
        if awaitsHereDocument { isStopped = true }
    }

    /// A comment ends with its line, also behind a backslash.
    private mutating func skipComment() {
        while position < scalars.count, scalars[position] != "\n" {
            if let reason = ScalarRisk.anywhere(scalars[position]) { note(reason, at: position) }
            position += 1
        }
    }

    private mutating func takeOperator(_ scalar: Unicode.Scalar) {
        endWord()
        switch scalar {
        case "&" where skip("&"): append(.and)
        case "&" where peek() == ">":
            flawHere(.redirection)
        case "&":
            flawHere(.background)
            append(.then)
        case "|" where skip("|"): append(.or)
        case "|":
            append(.pipe)
            if skip("&") { flawHere(.redirection) }
        default:
            append(.then)
            while skip(";") || skip("&") { flawHere(.syntax) }
        }
    }

    private mutating func takeRedirection(_ scalar: Unicode.Scalar) {
        // The number in `2>` is no argument.
        if let word, word.text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { self.word = nil }
        endWord()
        if peek() == "(" {
            flawHere(.processSubstitution)
            return
        }
        if scalar == "<", peek() == "<" {
            flawHere(.hereDocument)
            awaitsHereDocument = true
        } else {
            flawHere(.redirection)
        }
        while let following = peek(), "<>&|-".unicodeScalars.contains(following) { position += 1 }
        dropsNextWord = true
    }

    private mutating func takeSubstitution(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "$":
            switch peek() {
            case "(":
                extendDynamic(scalar, .commandSubstitution)
            case "'", "\"":
                // Its quoting has rules of its own.
                flawHere(.dollarQuote)
                isStopped = true
            default:
                extendDynamic(scalar, .expansion)
            }
        case "`":
            flawHere(.commandSubstitution)
            endCommand()
        default:
            flawHere(.parenthesis)
            endCommand()
        }
    }

    /// A backslash that is not before a line break, which ``next()`` has dealt with.
    private mutating func takeEscaped() {
        guard position < scalars.count else {
            flawHere(.unterminated)
            return
        }
        let scalar = scalars[position]
        position += 1
        if let reason = ScalarRisk.outsideQuotes(scalar) { flawHere(reason) }
        extend(scalar)
    }

    // MARK: - Quotes

    private mutating func takeSingleQuoted() {
        let start = position - 1
        beginWord(at: start)
        while position < scalars.count {
            let scalar = scalars[position]
            position += 1
            if scalar == "'" { return }
            if let reason = ScalarRisk.anywhere(scalar) { flawHere(reason) }
            extend(scalar)
        }
        note(.unterminated, at: start)
        word?.isLiteral = false
        isStopped = true
    }

    private mutating func takeDoubleQuoted() {
        let start = position - 1
        beginWord(at: start)
        while let scalar = next() {
            switch scalar {
            case "\"":
                return
            case "\\":
                guard position < scalars.count else { break }
                // Before anything else the backslash stays.
                if "$`\"\\".unicodeScalars.contains(scalars[position]) {
                    extend(scalars[position])
                    position += 1
                } else {
                    extend(scalar)
                }
            case "$":
                extendDynamic(scalar, peek() == "(" ? .commandSubstitution : .expansion)
                if peek() == "(" {
                    isStopped = true
                    return
                }
            case "`":
                extendDynamic(scalar, .commandSubstitution)
                isStopped = true
                return
            default:
                if let reason = ScalarRisk.anywhere(scalar) { flawHere(reason) }
                extend(scalar)
            }
        }
        note(.unterminated, at: start)
        word?.isLiteral = false
        isStopped = true
    }

    // MARK: - Words

    private mutating func beginWord(at offset: Int) {
        if word == nil { word = ShellWord(offset: offset) }
    }

    private mutating func extend(_ scalar: Unicode.Scalar) {
        beginWord(at: position - 1)
        word?.text.unicodeScalars.append(scalar)
    }

    private mutating func extendDynamic(_ scalar: Unicode.Scalar, _ reason: Opacity) {
        flawHere(reason)
        extend(scalar)
        word?.isLiteral = false
    }

    private mutating func endWord() {
        guard let ended = word else { return }
        word = nil
        if dropsNextWord {
            dropsNextWord = false
        } else {
            append(.word(ended))
        }
    }

    private mutating func endCommand() {
        endWord()
        append(.then)
    }

    /// Whether the last scalar of the word, as written, is one behind which `~` has no meaning: `HEAD~1`.
    private var isAfterPlainLetter: Bool {
        guard word != nil, position >= 2 else { return false }
        switch scalars[position - 2] {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/": return true
        default: return false
        }
    }
}
