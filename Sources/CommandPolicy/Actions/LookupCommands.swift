/// Commands that list files, or search in or for them.
enum LookupCommands {
    /// What a listing or searching command looks at.
    enum Lookup: Hashable {
        case list(path: String?)
        case search(query: String?, path: String?)
    }

    /// A path as written, without slashes at its end.
    private static func shown(_ path: String) -> String {
        var path = path
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        return path
    }

    /// What a command looks at; nil if it is not known as one that lists or searches.
    static func lookup(_ name: String, _ arguments: [String]) -> Lookup? {
        switch found(name, arguments) {
        case .list(let path): .list(path: path.map(shown))
        case .search(let query, let path): .search(query: query, path: path.map(shown))
        case nil: nil
        }
    }

    private static func found(_ name: String, _ arguments: [String]) -> Lookup? {
        switch name {
        case "ls", "eza", "exa":
            list(arguments, ["-I", "-w", "-T", "-L", "--ignore", "--hide", "--width", "--sort", "--level"])
        case "tree":
            list(arguments, ["-L", "-P", "-I", "--charset", "--filelimit"])
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
        case "ag", "ack", "pt":
            grep(arguments, grepValued.union(["-G", "--ignore", "--ignore-dir"]))
        case "git":
            git(arguments)
        default:
            nil
        }
    }

    private static func list(_ arguments: [String], _ valued: Set<String>) -> Lookup? {
        .list(path: CommandWords(arguments, valued: valued).operands.first)
    }

    private static let findTests: Set<String> = ["-name", "-iname", "-path", "-ipath", "-regex", "-iregex"]
    private static func find(_ arguments: [String]) -> Lookup? {
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
        if words.options.contains("--files") { return .list(path: words.operands.first) }
        return grep(arguments, valued)
    }

    private static func git(_ arguments: [String]) -> Lookup? {
        switch arguments.first {
        case "grep":
            return grep(Array(arguments.dropFirst()), grepValued)
        case "ls-files":
            return list(Array(arguments.dropFirst()), ["-x", "-X", "--exclude", "--exclude-from"])
        default:
            return nil
        }
    }
}
