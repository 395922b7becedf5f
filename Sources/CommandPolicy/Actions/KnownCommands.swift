import Support

/// The commands whose meaning can be shown.
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
        case activity(CommandActivity)
        /// Nothing worth showing: it reshapes another one's output, or prints a word.
        case aside
    }

    /// The meaning of a command, or nil if it is not known.
    static func meaning(of words: [String], position: Position) -> Meaning? {
        guard let name = words.first, !mayDoMore(words) else { return nil }
        let arguments = Array(words.dropFirst())
        if position == .alone, asides.contains(name) { return .aside }
        if position == .later, isFilter(name, arguments) { return .aside }
        let command = ShellQuoting.join(words)
        switch ReadCommands.source(name, arguments) {
        case .file(let path): return .activity(.read(command: command, path: path))
        case .input: return position == .later ? .aside : nil
        case nil: break
        }
        switch LookupCommands.lookup(name, arguments) {
        case .list(let path): return .activity(.listFiles(command: command, path: path))
        case .search(let query, let path): return .activity(.search(command: command, query: query, path: path))
        case nil: return nil
        }
    }

    /// Where a `cd` leads; nil if this is none, or leads to a place that only the shell knows.
    static func changedDirectory(_ words: [String]) -> String? {
        guard words.first == "cd" else { return nil }
        let rest = words.dropFirst().drop { ["-P", "-L", "--"].contains($0) }
        guard rest.count == 1, let target = rest.first, !target.isEmpty, !ExactText.starts(target, with: "-") else {
            return nil
        }
        return target
    }

    /// Commands that do nothing to files, and are left out beside others.
    private static let asides: Set<String> = ["echo", "true", "printf", ":"]
    /// Commands that, behind a pipe, only count, order or cut what they read.
    private static let filters: Set<String> = [
        "wc", "sort", "uniq", "cut", "tr", "column", "rev", "tac", "fold", "fmt",
    ]

    private static func isFilter(_ name: String, _ arguments: [String]) -> Bool {
        guard filters.contains(name) else { return false }
        // The second file of `uniq` is one that it writes.
        return name != "uniq" || CommandWords(arguments, valued: ["-f", "-s", "-w"]).operands.count < 2
    }

    /// Whether a command may run other programs, or write where others of its name only read. Programs of awk are
    /// looked into where they are read.
    private static func mayDoMore(_ words: [String]) -> Bool {
        EscapingOption.firstIndex(in: words) != nil && words[0] != "awk"
    }
}
