/// Puts the words of a script together to commands.
struct ShellParser {
    private var pipelines: [ShellScript.Pipeline] = []
    private var joint = ShellScript.Joint.start
    private var commands: [[ShellWord]] = []
    private var words: [ShellWord] = []
    /// All commands in order, those of opaque scripts too.
    private var all: [[ShellWord]] = []
    private var lexer: ShellLexer

    /// Reads a script.
    static func parse(_ text: String) -> ShellScript {
        let scalars = Array(text.unicodeScalars.prefix(CommandLimits.scriptScalars + 1))
        guard scalars.count <= CommandLimits.scriptScalars else {
            let opaque = OpaqueScript(reason: .tooLong, offset: CommandLimits.scriptScalars, recognised: [])
            return .opaque(opaque)
        }
        var parser = ShellParser(lexer: ShellLexer(scalars))
        return parser.parse(end: scalars.count)
    }

    private init(lexer: ShellLexer) {
        self.lexer = lexer
    }

    private mutating func parse(end: Int) -> ShellScript {
        for (token, end) in lexer.tokens {
            switch token {
            case .word(let word): take(word)
            case .and: endPipeline(.and, at: end)
            case .or: endPipeline(.or, at: end)
            case .then: endPipeline(.then, at: end)
            case .lineBreak where words.isEmpty: continue
            case .lineBreak: endPipeline(.then, at: end)
            case .pipe: endCommand(at: end)
            }
        }
        finish(at: end)
        if let flaw = lexer.flaw {
            let opaque = OpaqueScript(reason: flaw.reason, offset: flaw.offset, recognised: recognised)
            return .opaque(opaque)
        }
        return .plain(pipelines)
    }

    private mutating func take(_ word: ShellWord) {
        if words.isEmpty, ShellVocabulary.reservedWords.contains(word.text) {
            lexer.note(.reservedWord, at: word.offset)
            // Behind `then` and its like a command begins; it is looked at in an opaque script.
            return
        }
        words.append(word)
    }

    private mutating func endCommand(at end: Int) {
        guard let name = words.first else {
            lexer.note(.syntax, at: end)
            return
        }
        check(name)
        commands.append(words)
        all.append(words)
        words = []
        if all.count > CommandLimits.scriptCommands { lexer.note(.tooLong, at: name.offset) }
    }

    private mutating func endPipeline(_ following: ShellScript.Joint, at end: Int) {
        endCommand(at: end)
        guard !commands.isEmpty else { return }
        pipelines.append(.init(joint: joint, commands: commands.map { $0.map(\.text) }))
        commands = []
        joint = following
    }

    /// Ends the script: nothing may be missing behind `&&`, `||` or `|`.
    private mutating func finish(at end: Int) {
        if !words.isEmpty {
            endPipeline(.then, at: end)
        } else if !commands.isEmpty || joint == .and || joint == .or {
            lexer.note(.syntax, at: end)
        } else if pipelines.isEmpty {
            lexer.note(.empty, at: end)
        }
    }

    /// Looks whether the command's name makes more of it than a program and its arguments.
    private mutating func check(_ name: ShellWord) {
        guard let reason = ShellVocabulary.opacity(of: words.map(\.text)) else { return }
        // A character within the name may be worse than that it is not ASCII.
        if reason != .lookAlike || lexer.flaw == nil { lexer.note(reason, at: name.offset) }
    }

    private var recognised: [[String]] {
        all.compactMap { words in
            let literal = words.drop { Self.isAssignment($0.text) }.prefix(while: \.isLiteral).map(\.text)
            return literal.isEmpty ? nil : literal
        }
    }

    private static func isAssignment(_ text: String) -> Bool {
        let name = text.utf8.prefix { $0 != UInt8(ascii: "=") }
        guard name.count < text.utf8.count, let first = name.first else { return false }
        return first == UInt8(ascii: "_") || Unicode.Scalar(first).properties.isAlphabetic
    }
}
