/// An argument in a rules file: a string, or a list of such arguments.
struct RuleValue: Hashable {
    var content: Content
    var start: RuleFileError.Position
    var end: RuleFileError.Position

    indirect enum Content: Hashable {
        case text(String)
        case list([RuleValue])
    }
}

/// A call in a rules file.
struct RuleCall: Hashable {
    var name: String
    var start: RuleFileError.Position
    var end: RuleFileError.Position
    /// The arguments by name, those without a name given one by their place.
    var arguments: [String: RuleValue] = [:]
}
