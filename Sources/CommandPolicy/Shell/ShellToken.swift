/// A piece of a script.
enum ShellToken: Hashable {
    case word(ShellWord)
    /// `&&`
    case and
    /// `||`
    case or
    /// `|`
    case pipe
    /// `;`, and in opaque scripts whatever else ends a command
    case then
    /// A line break, which may also stand where no command ends
    case lineBreak
}

/// A word with its quotes taken away.
struct ShellWord: Hashable {
    /// The characters; for a word that is not literal, something like them.
    var text = ""
    /// Whether the shell takes it as it is.
    var isLiteral = true
    /// Where it starts, in Unicode scalars.
    var offset = 0
}
