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

    /// Whether a program is run with code in an argument, by any shell of any place and in any spelling.
    static func carriesCode(_ argv: [String]) -> Bool {
        guard let program = argv.first, anyShell.contains(ExactText.name(ofPath: program)) else { return false }
        return argv.dropFirst().contains { ExactText.starts($0, with: "-") && $0.utf8.contains(UInt8(ascii: "c")) }
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
    private static let anyShell = names.union([
        "ash", "csh", "elvish", "fish", "ksh", "mksh", "nu", "tcsh", "xonsh", "yash",
    ])
}
