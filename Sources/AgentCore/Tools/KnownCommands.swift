import AppServerProtocol
import Support

/// The commands that ``CommandLineActions`` understands.
enum KnownCommands {
    /// Where a command stands in its pipeline.
    enum Position {
        /// It is the only one.
        case alone
        /// Others read its output.
        case first
        /// It reads another one's output.
        case later
    }

    /// What a command means to a person who reads along.
    enum Meaning: Hashable {
        /// Something worth showing.
        case action(CommandAction)
        /// Nothing worth showing: it reshapes another one's output, or prints a word.
        case aside
    }

    /// The meaning of a command, or nil if it is not known.
    static func meaning(of words: [String], position: Position, _ directory: String) -> Meaning? {
        guard let name = words.first else { return nil }
        let arguments = Array(words.dropFirst())
        if position == .alone, asides.contains(name) { return .aside }
        if position == .later, filters.contains(name) { return .aside }
        let command = ShellQuoting.join(words)
        if let file = fileRead(name, arguments) {
            switch file {
            case .file(let path):
                let absolute = PathText.resolve(path, against: directory)
                let action = ReadCommandAction(command: command, name: PathText.name(of: absolute), path: absolute)
                return .action(.read(action))
            case .input:
                return position == .later ? .aside : nil
            }
        }
        return lookup(name, arguments).map { .action($0.action(command)) }
    }

    /// Where a `cd` leads; nil if this is none, or leads to a place that only the shell knows.
    static func changedDirectory(_ words: [String]) -> String? {
        guard words.count == 2, words[0] == "cd", !words[1].hasPrefix("-"), !words[1].isEmpty else { return nil }
        return words[1]
    }

    /// Commands that do nothing to files, and are left out beside others.
    private static let asides: Set<String> = ["echo", "true", "printf", ":"]
    /// Commands that, behind a pipe, only count, order or cut what they read.
    private static let filters: Set<String> = ["wc", "sort", "uniq", "cut", "tr", "column", "rev", "tac"]

    // MARK: - Reading

    private enum Source {
        case file(String)
        /// Standard input, since no file is named.
        case input
    }

    /// What a reading command reads; nil if this is none, or reads several files.
    private static func fileRead(_ name: String, _ arguments: [String]) -> Source? {
        guard var operands = readOperands(name, arguments) else { return nil }
        if operands.first == "-", operands.count == 1 { operands = [] }
        switch operands.count {
        case 0: return .input
        case 1: return .file(operands[0])
        default: return nil
        }
    }

    private static func readOperands(_ name: String, _ arguments: [String]) -> [String]? {
        switch name {
        case "cat", "less", "more":
            return CommandWords(arguments).operands
        case "nl":
            return CommandWords(arguments, valued: ["-b", "-d", "-f", "-h", "-i", "-l", "-n", "-s", "-v", "-w"])
                .operands
        case "bat", "batcat":
            return CommandWords(
                arguments, valued: ["-l", "-r", "-H", "--language", "--line-range", "--style", "--theme", "--paging"]
            ).operands
        case "head", "tail":
            return CommandWords(arguments, valued: ["-n", "-c", "--lines", "--bytes"]).operands
        case "sed":
            let words = CommandWords(arguments)
            guard words.options == ["-n"], let script = words.operands.first, isPrintScript(script) else { return nil }
            return Array(words.operands.dropFirst())
        case "awk":
            let words = CommandWords(arguments, valued: ["-F", "-v"])
            guard words.options.allSatisfy({ $0 == "-F" || $0 == "-v" }), let program = words.operands.first,
                !writes(awkProgram: program)
            else { return nil }
            return Array(words.operands.dropFirst())
        default:
            return nil
        }
    }

    /// Whether a sed script only prints lines: `5p`, `1,20p`, `5,$p`.
    private static func isPrintScript(_ script: String) -> Bool {
        guard script.hasSuffix("p") else { return false }
        let bounds = script.dropLast().split(separator: ",", omittingEmptySubsequences: false)
        guard let first = bounds.first, isNumber(first), bounds.count <= 2 else { return false }
        return bounds.count == 1 || isNumber(bounds[1]) || bounds[1] == "$"
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether an awk program may do more than print: redirect, pipe, or run a command.
    private static func writes(awkProgram: String) -> Bool {
        awkProgram.utf8.contains { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "|") } || awkProgram.contains("system")
    }

    // MARK: - Listing and searching

    /// What a listing or searching command looks at.
    private enum Lookup {
        case list(path: String?)
        case search(query: String, path: String?)

        func action(_ command: String) -> CommandAction {
            switch self {
            case .list(let path):
                .listFiles(ListFilesCommandAction(command: command, path: path.map(Self.shown)))
            case .search(let query, let path):
                .search(SearchCommandAction(command: command, query: query, path: path.map(Self.shown)))
            }
        }

        /// A path as written, without slashes at its end.
        private static func shown(_ path: String) -> String {
            var path = path
            while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
            return path
        }
    }

    private static func lookup(_ name: String, _ arguments: [String]) -> Lookup? {
        switch name {
        case "ls", "eza", "exa":
            list(arguments, ["-I", "-w", "-T", "-L", "--ignore", "--hide", "--width", "--sort", "--level"])
        case "tree":
            list(arguments, ["-L", "-P", "-I", "--charset", "--filelimit"], refused: ["-o"])
        case "du":
            list(arguments, ["-d", "-t", "-B", "-X", "--max-depth", "--exclude", "--threshold", "--block-size"])
        case "find":
            find(arguments)
        case "fd", "fdfind":
            fd(arguments)
        case "grep", "egrep", "fgrep":
            grep(arguments, grepValued)
        case "rg", "rga":
            rg(arguments)
        case "ag", "ack":
            grep(arguments, grepValued.union(["-G", "--ignore", "--ignore-dir"]))
        case "git":
            git(arguments)
        default:
            nil
        }
    }

    private static func list(_ arguments: [String], _ valued: Set<String>, refused: Set<String> = []) -> Lookup? {
        let words = CommandWords(arguments, valued: valued)
        guard refused.isDisjoint(with: words.options) else { return nil }
        return .list(path: words.operands.first)
    }

    private static let findTests: Set<String> = ["-name", "-iname", "-path", "-ipath", "-regex", "-iregex"]
    private static let findEffects: Set<String> = [
        "-exec", "-execdir", "-ok", "-okdir", "-delete", "-fprint", "-fprint0", "-fprintf", "-fls",
    ]

    private static func find(_ arguments: [String]) -> Lookup? {
        guard findEffects.isDisjoint(with: arguments) else { return nil }
        let path = arguments.drop { ["-H", "-L", "-P"].contains($0) }.first.flatMap { $0.hasPrefix("-") ? nil : $0 }
        guard let test = arguments.firstIndex(where: findTests.contains) else { return .list(path: path) }
        guard test + 1 < arguments.count else { return nil }
        return .search(query: arguments[test + 1], path: path)
    }

    private static func fd(_ arguments: [String]) -> Lookup? {
        let words = CommandWords(
            arguments,
            valued: [
                "-e", "-t", "-d", "-E", "-c", "-S", "--extension", "--type", "--max-depth", "--exclude", "--color",
            ])
        guard Set(["-x", "-X", "--exec", "--exec-batch"]).isDisjoint(with: words.options) else { return nil }
        guard let query = words.operands.first else { return .list(path: nil) }
        return .search(query: query, path: words.operands.dropFirst().first)
    }

    private static let grepValued: Set<String> = [
        "-A", "-B", "-C", "-m", "-e", "-f", "-d", "-D", "--after-context", "--before-context", "--context",
        "--max-count", "--include", "--exclude", "--exclude-dir", "--regexp", "--file", "--color", "--colour",
    ]

    private static func grep(_ arguments: [String], _ valued: Set<String>) -> Lookup? {
        let words = CommandWords(arguments, valued: valued)
        if let query = words.value(of: ["-e", "--regexp"]) {
            return .search(query: query, path: words.operands.first)
        }
        guard Set(["-f", "--file"]).isDisjoint(with: words.options), let query = words.operands.first else {
            return nil
        }
        return .search(query: query, path: words.operands.dropFirst().first)
    }

    private static func rg(_ arguments: [String]) -> Lookup? {
        let valued = grepValued.subtracting(["-d", "-D"]).union([
            "-g", "-t", "-T", "-j", "-M", "-d", "-E", "-r", "--glob", "--iglob", "--type", "--type-not", "--max-depth",
            "--sort", "--threads", "--max-columns", "--max-filesize", "--replace", "--encoding", "--engine",
        ])
        let words = CommandWords(arguments, valued: valued)
        // These run a program on every file.
        guard Set(["--pre", "--hostname-bin"]).isDisjoint(with: words.options) else { return nil }
        if words.options.contains("--files") { return .list(path: words.operands.first) }
        return grep(arguments, valued)
    }

    private static func git(_ arguments: [String]) -> Lookup? {
        switch arguments.first {
        case "grep":
            // -O opens a pager of the caller's choice.
            let rest = Array(arguments.dropFirst())
            return rest.contains { $0.hasPrefix("-O") || $0.hasPrefix("--open") } ? nil : grep(rest, grepValued)
        case "ls-files":
            return list(Array(arguments.dropFirst()), ["-x", "-X", "--exclude", "--exclude-from"])
        default:
            return nil
        }
    }
}
