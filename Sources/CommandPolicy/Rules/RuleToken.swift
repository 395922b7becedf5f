/// A piece of a rules file.
struct RuleToken: Hashable {
    var kind: Kind
    var start: RuleFileError.Position
    var end: RuleFileError.Position

    enum Kind: Hashable {
        case name(String)
        case text(String)
        case open
        case close
        case openList
        case closeList
        case comma
        case equals
        /// A line break outside of parentheses, or `;`
        case statementEnd
        case fileEnd
        /// Something that rules don't use: a number, an operator.
        case other(String)
    }

    /// How errors name it.
    var shown: String {
        switch kind {
        case .name(let name): "'\(name)'"
        case .text: "a string"
        case .open: "'('"
        case .close: "')'"
        case .openList: "'['"
        case .closeList: "']'"
        case .comma: "','"
        case .equals: "'='"
        case .statementEnd: "the end of the line"
        case .fileEnd: "the end of the file"
        case .other(let text): "'\(text)'"
        }
    }
}
