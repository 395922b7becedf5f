/// Commands as a person would type them.
enum CommandText {
    /// The script of a command line that only hands one to a shell (`/bin/bash -lc 'ls | wc'` is `ls | wc`), else the
    /// command line itself.
    static func forPeople(_ commandLine: String) -> String {
        guard let words = words(of: commandLine), words.count == 3, words[0].hasSuffix("sh"),
            ["-c", "-lc"].contains(words[1])
        else { return commandLine }
        return words[2]
    }

    /// Splits a quoted command line, nil when it is not made of plain and quoted words only.
    private static func words(of commandLine: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var rest = commandLine[...]
        while let character = rest.popFirst() {
            switch character {
            case " ":
                if let complete = word { words.append(complete) }
                word = nil
            case "'":
                guard let end = rest.firstIndex(of: "'") else { return nil }
                word = (word ?? "") + rest[..<end]
                rest = rest[rest.index(after: end)...]
            case "\"":
                var text = word ?? ""
                while let next = rest.first, next != "\"" {
                    rest.removeFirst()
                    guard next == "\\" else {
                        text.append(next)
                        continue
                    }
                    guard let escaped = rest.popFirst() else { return nil }
                    text.append(contentsOf: "\"\\$`".contains(escaped) ? "\(escaped)" : "\\\(escaped)")
                }
                guard rest.popFirst() != nil else { return nil }
                word = text
            case "\\":
                guard let escaped = rest.popFirst() else { return nil }
                word = (word ?? "") + "\(escaped)"
            case "|", "&", ";", "<", ">", "(", ")", "$", "`", "\n":
                return nil
            default:
                word = (word ?? "") + "\(character)"
            }
        }
        if let complete = word { words.append(complete) }
        return words
    }
}
