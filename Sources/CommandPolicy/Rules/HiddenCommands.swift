/// The commands that a command would run, as far as they can be told.
///
/// They are good for being stricter, never for allowing anything.
enum HiddenCommands {
    /// The commands directly within.
    static func within(_ words: [String]) -> [[String]] {
        if let script = shellScript(words) {
            switch ShellScript(script) {
            case .plain(let pipelines): return pipelines.flatMap(\.commands)
            case .opaque(let opaque): return opaque.recognised
            }
        }
        if let start = WrapperCommand.innerStart(of: words) {
            let inner = Array(words[start...])
            return words[0] == "eval" ? within(["sh", "-c", inner.joined(separator: " ")]) : [inner]
        }
        return words.indices.filter { runsNextWords(words, at: $0) }.map { Array(words[($0 + 1)...]) }
    }

    /// The script of any shell in any place, behind any options.
    private static func shellScript(_ words: [String]) -> String? {
        guard ShellInvocation.carriesCode(words), let option = words.firstIndex(where: isCodeOption) else { return nil }
        return words[(option + 1)...].first { !ExactText.starts($0, with: "-") }
    }

    private static func isCodeOption(_ word: String) -> Bool {
        ExactText.starts(word, with: "-") && word.utf8.contains(UInt8(ascii: "c"))
    }

    /// Whether the words behind one are a program and its arguments.
    private static func runsNextWords(_ words: [String], at index: Int) -> Bool {
        guard index > 0, index + 1 < words.count else { return false }
        return runners[ExactText.name(ofPath: words[0])]?.contains(words[index]) ?? false
    }

    private static let findRunners: Set<String> = ["-exec", "-execdir", "-ok", "-okdir"]
    private static let fdRunners: Set<String> = ["-x", "-X", "--exec", "--exec-batch"]
    private static let runners: [String: Set<String>] = [
        "find": findRunners, "gfind": findRunners, "fd": fdRunners, "fdfind": fdRunners, "git": ["run"],
    ]
}
