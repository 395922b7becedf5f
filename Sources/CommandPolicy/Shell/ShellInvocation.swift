/// A program and arguments that make a shell run a script: `bash -lc SCRIPT`.
package enum ShellInvocation {
    /// The script; nil if this is something else, or a shell that may be another program than its name says.
    ///
    /// - Parameter trustedShells: Absolute paths of shells that are known to be what they are called, beside those in
    ///   the usual directories; the user's own shell may stand anywhere.
    package static func script(of argv: [String], trustedShells: Set<String> = []) -> String? {
        guard let program = argv.first, let script = argv.last, isKnownShell(program, trustedShells) else { return nil }
        // Shells take such a script for one more option.
        if ExactText.starts(script, with: "-") || ExactText.starts(script, with: "+") { return nil }
        switch argv.count {
        case 3: return scriptOptions.contains(argv[1]) ? script : nil
        case 4: return argv[1] == "-l" && argv[2] == "-c" ? script : nil
        default: return nil
        }
    }

    /// Where code stands in the arguments of any shell of any place; nil if the program is none, or gets none.
    static func codeIndex(in argv: [String]) -> Int? {
        guard let program = argv.first, takingCode.contains(ExactText.name(ofPath: program)) else { return nil }
        var index = 1
        var codeFollows = false
        while index < argv.count {
            let word = argv[index]
            guard ExactText.starts(word, with: "-") || ExactText.starts(word, with: "+") else { break }
            if isCodeOption(word) { codeFollows = true }
            index += optionsWithValue.contains(word) ? 2 : 1
        }
        return codeFollows && index < argv.count ? index : nil
    }

    private static func isCodeOption(_ word: String) -> Bool {
        if ExactText.starts(word, with: "--") { return word == "--command" }
        return word.utf8.contains(UInt8(ascii: "c"))
    }

    /// The shells, by name and in the places where systems have them.
    private static func isKnownShell(_ program: String, _ trusted: Set<String>) -> Bool {
        guard ExactText.isPath(program) else { return names.contains(program) }
        let name = ExactText.name(ofPath: program)
        guard names.contains(name) else { return false }
        return directories.contains { ExactText.same($0 + name, program) }
            || trusted.contains { ExactText.same($0, program) }
    }

    private static let scriptOptions: Set<String> = ["-c", "-lc", "-cl"]
    /// The shells whose grammar is known here.
    private static let names: Set<String> = ["bash", "dash", "sh", "zsh"]
    private static let directories = ["/bin/", "/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/", "/opt/local/bin/"]
    private static let optionsWithValue: Set<String> = ["-o", "+o", "-O", "+O", "--rcfile", "--init-file"]
    /// Shells of any grammar, and what hands a script on to one.
    private static let takingCode = names.union([
        "ash", "csh", "elvish", "fish", "flock", "ksh", "mksh", "nu", "runuser", "script", "su", "tcsh", "xonsh",
        "yash",
    ])
}
