/// The commands that a command would run, as far as they can be told.
///
/// They are good for being stricter, never for allowing anything.
enum HiddenCommands {
    /// The commands directly within.
    static func within(_ words: [String]) -> [[String]] {
        if let index = ShellInvocation.codeIndex(in: words) { return commands(ofScript: words[index]) }
        if let line = splitString(words) { return commands(ofScript: line) }
        if let start = WrapperCommand.innerStart(of: words) {
            let inner = Array(words[start...])
            // Several of them give a single word to a shell, and `eval` gives all.
            let isScript = inner.count == 1 || words[0] == "eval"
            return isScript ? [inner] + commands(ofScript: inner.joined(separator: " ")) : [inner]
        }
        return runByOptions(words)
    }

    private static func commands(ofScript script: String) -> [[String]] {
        switch ShellScript(script) {
        case .plain(let pipelines): pipelines.flatMap(\.commands)
        case .opaque(let opaque): opaque.recognised
        }
    }

    /// The line that `env -S` splits into words.
    private static func splitString(_ words: [String]) -> String? {
        guard let program = words.first, ["env", "genv"].contains(ExactText.name(ofPath: program)),
            let index = words.firstIndex(where: {
                ExactText.starts($0, with: "-S") || ExactText.starts($0, with: "--split")
            })
        else { return nil }
        let word = words[index]
        let line =
            ExactText.starts(word, with: "-S")
            ? String(word.unicodeScalars.dropFirst(2)) : String(word.unicodeScalars.drop { $0 != "=" }.dropFirst())
        return ([line] + words[(index + 1)...]).joined(separator: " ")
    }

    /// The commands behind options like `-exec`, each up to its end; so none is part of another one.
    private static func runByOptions(_ words: [String]) -> [[String]] {
        guard let program = words.first, let options = runners[ExactText.name(ofPath: program)] else { return [] }
        var found: [[String]] = []
        var rest = words.dropFirst()
        while let option = rest.popFirst() {
            guard options.contains(option) else { continue }
            let command = rest.prefix { $0 != ";" && $0 != "+" }
            if !command.isEmpty { found.append(Array(command)) }
            rest = rest.dropFirst(command.count)
        }
        return found
    }

    private static let findRunners: Set<String> = ["-exec", "-execdir", "-ok", "-okdir"]
    private static let fdRunners: Set<String> = ["-x", "-X", "--exec", "--exec-batch"]
    private static let runners: [String: Set<String>] = [
        "find": findRunners, "gfind": findRunners, "fd": fdRunners, "fdfind": fdRunners, "git": ["run"],
    ]
}
