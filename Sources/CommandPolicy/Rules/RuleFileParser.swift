/// Reads a rules file: calls with literal arguments, one after the other.
///
/// It is a part of Starlark. Variables, loops and functions are not: who reads a rules file sees all rules in it.
struct RuleFileParser {
    private var lexer: RuleLexer
    private var token: RuleToken
    private let path: String

    /// The statements of a file in order.
    static func parse(_ text: String, path: String) throws(RuleFileError) -> [RuleStatement] {
        let origin = RuleFileError.Position(line: 1, column: 1)
        guard text.utf8.count <= CommandLimits.rulesFileBytes else {
            let message = "the file is larger than \(CommandLimits.rulesFileBytes) bytes; rules are shorter"
            throw RuleFileError(kind: .meaning, path: path, start: origin, end: origin, message: message)
        }
        var parser = try RuleFileParser(text, path: path)
        return try parser.statements()
    }

    private init(_ text: String, path: String) throws(RuleFileError) {
        var lexer = RuleLexer(text, path: path)
        token = try lexer.next()
        self.lexer = lexer
        self.path = path
    }

    /// The parameters of each call, in the order in which they may stand without their names.
    private static let parameters = [
        "prefix_rule": ["pattern", "decision", "match", "not_match", "justification"],
        "host_executable": ["name", "paths"],
        "network_rule": ["host", "protocol", "decision", "justification"],
    ]

    private static let expectedCall = "a call of prefix_rule, host_executable or network_rule"

    private mutating func statements() throws(RuleFileError) -> [RuleStatement] {
        var statements: [RuleStatement] = []
        while token.kind != .fileEnd {
            if token.kind == .statementEnd {
                try advance()
                continue
            }
            let meaning = RuleMeaning(path: path)
            statements.append(try meaning.statement(of: try call()))
            guard token.kind == .statementEnd || token.kind == .fileEnd else { throw unexpected("a new line") }
        }
        return statements
    }

    // MARK: - Calls

    private mutating func call() throws(RuleFileError) -> RuleCall {
        guard case .name(let name) = token.kind, let parameters = Self.parameters[name] else {
            throw unexpected(Self.expectedCall)
        }
        var call = RuleCall(name: name, start: token.start, end: token.end)
        try advance()
        try expect(.open, "'('")
        var hasNamed = false
        while token.kind != .close {
            try argument(of: &call, parameters, &hasNamed)
            if token.kind == .close { break }
            try expect(.comma, "',' or ')'")
        }
        call.end = token.end
        try expect(.close, "')'")
        return call
    }

    private mutating func argument(
        of call: inout RuleCall, _ parameters: [String], _ hasNamed: inout Bool
    ) throws(RuleFileError) {
        let first = token
        guard case .name(let name) = token.kind else {
            guard !hasNamed, call.arguments.count < parameters.count else {
                throw unexpected("an argument with its name")
            }
            call.arguments[parameters[call.arguments.count]] = try value()
            return
        }
        guard parameters.contains(name) else {
            throw error(
                .meaning, at: first, "\(call.name) has no argument '\(name)'; expected \(Self.list(parameters))")
        }
        guard call.arguments[name] == nil else {
            throw error(.meaning, at: first, "the argument '\(name)' stands here twice")
        }
        hasNamed = true
        try advance()
        try expect(.equals, "'='")
        call.arguments[name] = try value()
    }

    private mutating func value() throws(RuleFileError) -> RuleValue {
        let first = token
        switch token.kind {
        case .text(let text):
            try advance()
            return RuleValue(content: .text(text), start: first.start, end: first.end)
        case .openList:
            return try listValue()
        default:
            throw unexpected("a string or a list of strings")
        }
    }

    /// A list; within another one its elements can only be strings, which bounds the depth.
    private mutating func listValue(isInner: Bool = false) throws(RuleFileError) -> RuleValue {
        let start = token.start
        try expect(.openList, "'['")
        var values: [RuleValue] = []
        while token.kind != .closeList {
            if token.kind == .openList {
                guard !isInner else { throw unexpected("a string") }
                values.append(try listValue(isInner: true))
            } else {
                values.append(try value())
            }
            if token.kind == .closeList { break }
            try expect(.comma, "',' or ']'")
        }
        let end = token.end
        try expect(.closeList, "']'")
        return RuleValue(content: .list(values), start: start, end: end)
    }

    // MARK: - Tokens

    private mutating func advance() throws(RuleFileError) {
        token = try lexer.next()
    }

    private mutating func expect(_ kind: RuleToken.Kind, _ expected: String) throws(RuleFileError) {
        guard token.kind == kind else { throw unexpected(expected) }
        try advance()
    }

    private func unexpected(_ expected: String) -> RuleFileError {
        error(.syntax, at: token, "found \(token.shown); expected \(expected)")
    }

    private func error(_ kind: RuleFileError.Kind, at token: RuleToken, _ message: String) -> RuleFileError {
        RuleFileError(kind: kind, path: path, start: token.start, end: token.end, message: message)
    }

    private static func list(_ names: [String]) -> String {
        names.joined(separator: ", ")
    }
}
