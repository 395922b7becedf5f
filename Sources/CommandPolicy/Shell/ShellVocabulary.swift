/// Words that are more to a shell than the name of a program.
enum ShellVocabulary {
    /// Words that make bash, dash or zsh read on in another way when they stand where a command begins.
    static let reservedWords: Set<String> = [
        "!", "{", "}", "[[", "]]", "case", "coproc", "do", "done", "elif", "else", "end", "esac", "fi", "for",
        "foreach", "function", "if", "in", "nocorrect", "noglob", "repeat", "select", "then", "time", "until", "while",
    ]

    /// Why a command of literal words is nevertheless opaque; nil if its words are all that there is to it.
    static func opacity(of words: [String]) -> Opacity? {
        var words = words[...]
        // Behind these stands the name of another builtin, or of a program.
        while let name = words.first, handingOn.contains(name) {
            let behind = words.dropFirst().drop { ExactText.starts($0, with: "-") }
            if behind.isEmpty { break }
            words = behind
        }
        guard let name = words.first else { return nil }
        if !name.utf8.allSatisfy({ $0 < 0x80 }) { return .lookAlike }
        if name.utf8.contains(UInt8(ascii: "=")) { return .environmentPrefix }
        // A job by its number or name, which is brought to the front.
        if ExactText.starts(name, with: "%") { return .reservedWord }
        if stateChanging.contains(name) { return .stateChange }
        if evaluating.contains(name), words.dropFirst().contains(where: isEvaluated) { return .evaluatedArgument }
        return nil
    }

    /// Builtins that change what later words of the script mean, or run their arguments later on.
    private static let stateChanging: Set<String> = [
        "alias", "autoload", "bind", "bindkey", "compctl", "compgen", "complete", "compopt", "declare", "disable",
        "emulate", "enable", "export", "fc", "float", "functions", "getln", "getopts", "hash", "history", "integer",
        "jobs", "let",
        "local", "mapfile", "popd", "private", "pushd", "r", "read", "readarray", "readonly", "rehash", "sched", "set",
        "setopt", "shopt", "trap", "typeset", "unalias", "unfunction", "unhash", "unset", "unsetopt", "vared", "zle",
        "zcompile", "zformat", "zmodload", "zparseopts", "zregexparse", "zstyle",
    ]

    /// Builtins that run another builtin.
    private static let handingOn: Set<String> = ["builtin", "command"]

    /// Builtins that may run code in an argument, or write it to a variable: an index of an array is arithmetic, and in
    /// it stands a substitution.
    private static let evaluating: Set<String> = [
        "[", "break", "bye", "continue", "dirs", "echotc", "echoti", "exit", "kill", "limit", "logout",
        "print", "printf", "return", "shift", "test", "ulimit", "umask", "wait",
    ]

    private static func isEvaluated(_ word: String) -> Bool {
        word.utf8.contains { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "[") }
            || word.utf8.starts(with: "-v".utf8) || word.utf8.starts(with: "-p".utf8)
    }
}
