/// Commands that show a file.
enum ReadCommands {
    /// What a command reads.
    enum Source: Hashable {
        case file(String)
        /// Standard input, since no file is named.
        case input
    }

    /// What a command reads; nil if it is not known as one that reads, or reads several files.
    static func source(_ name: String, _ arguments: [String]) -> Source? {
        guard var operands = operands(name, arguments) else { return nil }
        if operands == ["-"] { operands = [] }
        switch operands.count {
        case 0: return .input
        case 1: return .file(operands[0])
        default: return nil
        }
    }

    private static func operands(_ name: String, _ arguments: [String]) -> [String]? {
        switch name {
        case "sed": return sedOperands(arguments)
        case "awk": return awkOperands(arguments)
        default: return valued[name].map { CommandWords(arguments, valued: $0).operands }
        }
    }

    /// The commands whose operands are files, with their options that take a value.
    private static let valued: [String: Set<String>] = [
        "bat": ["-l", "-r", "-H", "--language", "--line-range", "--style", "--theme", "--paging"],
        "batcat": ["-l", "-r", "-H", "--language", "--line-range", "--style", "--theme", "--paging"],
        "cat": [],
        "head": ["-n", "-c", "--lines", "--bytes"],
        "less": [],
        "more": [],
        "nl": ["-b", "-d", "-f", "-h", "-i", "-l", "-n", "-s", "-v", "-w"],
        "tail": ["-n", "-c", "--lines", "--bytes"],
    ]

    /// The files of a sed that prints lines by their numbers; behind a pipe it may also replace text.
    private static func sedOperands(_ arguments: [String]) -> [String]? {
        let words = CommandWords(arguments, valued: ["-e"])
        let scripts = words.value(of: ["-e"]).map { [$0] } ?? Array(words.operands.prefix(1))
        let files = words.value(of: ["-e"]) == nil ? Array(words.operands.dropFirst()) : words.operands
        guard let script = scripts.first, words.options.count(where: { $0 == "-e" }) < 2 else { return nil }
        if Set(words.options).subtracting(["-e"]) == ["-n"], SedScript.isPrinting(script) { return files }
        return files.isEmpty && SedScript.isHarmless(script) ? files : nil
    }

    private static func awkOperands(_ arguments: [String]) -> [String]? {
        let words = CommandWords(arguments, valued: ["-F", "-v"])
        guard words.options.allSatisfy({ $0 == "-F" || $0 == "-v" }), let program = words.operands.first,
            !mayDoMore(awkProgram: program)
        else { return nil }
        return Array(words.operands.dropFirst())
    }

    /// Whether an awk program may do more than print: redirect, pipe, load, or run a command.
    private static func mayDoMore(awkProgram program: String) -> Bool {
        program.utf8.contains { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "@") }
            || ["system", "getline", "close"].contains { program.contains($0) }
    }
}
