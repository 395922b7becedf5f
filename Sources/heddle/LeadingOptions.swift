/// Brings options that stand before the subcommand behind it, where the argument parser looks for them.
///
/// Clients pass options there that belong to a program with a terminal interface (`-s read-only -a never app-server`,
/// `--config k=v app-server`). Known ones move; unknown ones are dropped and reported, since a client of a later day
/// must not fail for a flag that only that day's program needs. Behind the subcommand an unknown option is an error.
struct LeadingOptions {
    /// The command line for the parser: the subcommand first.
    private(set) var arguments: [String]
    /// The options that were dropped, as they were written, with their value.
    private(set) var ignored: [String] = []

    /// What a subcommand is called.
    private static let subcommands: Set<String> = [
        "app-server", "exec", "import", "fsck", "doctor", "generate-json-schema", "generate-ts", "extract-docs", "help",
    ]

    /// Options with a value that every command takes.
    private static let everywhere: Set<String> = [
        "-c", "--config", "--enable", "--disable", "-s", "--sandbox", "-a", "--ask-for-approval",
    ]

    /// Options with a value that `exec` takes beside them.
    private static let execOnly: Set<String> = ["-m", "--model", "-C", "--cd"]

    /// Questions about the program itself, left where they are.
    private static let questions: Set<String> = ["-h", "--help", "-help", "--version"]

    init(_ original: [String], stdinIsTerminal: Bool) {
        var options: [Option] = []
        var rest = original[...]
        while let argument = rest.first, argument.hasPrefix("-"), argument != "-", argument != "--" {
            if Self.questions.contains(argument) {
                arguments = original
                return
            }
            rest.removeFirst()
            var option = Option(argument)
            if option.value == nil, let next = rest.first, option.takesValue(next) {
                option.value = next
                option.isSeparate = true
                rest.removeFirst()
            }
            options.append(option)
        }
        guard let subcommand = rest.first ?? (stdinIsTerminal || options.isEmpty ? nil : "app-server") else {
            arguments = original
            return
        }
        let known = Self.everywhere.union(subcommand == "exec" ? Self.execOnly : [])
        arguments = [subcommand]
        for option in options {
            if known.contains(option.name) {
                arguments.append(contentsOf: option.written)
            } else {
                ignored.append(option.written.joined(separator: " "))
            }
        }
        arguments.append(contentsOf: rest.dropFirst())
    }

    /// One option before the subcommand.
    private struct Option {
        var name: String
        var value: String?
        /// Whether the value is an argument of its own.
        var isSeparate = false

        init(_ argument: String) {
            name = argument
            guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") else { return }
            name = String(argument[..<equals])
            value = String(argument[argument.index(after: equals)...])
        }

        var written: [String] {
            guard let value else { return [name] }
            return isSeparate ? [name, value] : ["\(name)=\(value)"]
        }

        /// Whether the next argument is this option's value. Of an unknown option nobody knows; a word that is neither
        /// an option nor a subcommand can hardly be anything else.
        func takesValue(_ next: String) -> Bool {
            if LeadingOptions.everywhere.contains(name) || LeadingOptions.execOnly.contains(name) { return true }
            return !next.hasPrefix("-") && !LeadingOptions.subcommands.contains(next)
        }
    }
}
