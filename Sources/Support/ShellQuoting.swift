/// Writes words so that a POSIX shell reads them back as they are.
package enum ShellQuoting {
    /// The words as one command line, as clients show it: `/bin/bash -lc 'echo hi'`.
    package static func join(_ words: [String]) -> String {
        words.map(quote).joined(separator: " ")
    }

    /// One word: bare if it can be, else in single quotes, else in double quotes.
    package static func quote(_ word: String) -> String {
        if !word.isEmpty, word.utf8.allSatisfy(isPlain) { return word }
        if !word.utf8.contains(UInt8(ascii: "'")) { return "'\(word)'" }
        if !word.utf8.contains(where: isActiveInDoubleQuotes) { return "\"\(word)\"" }
        let pieces = word.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + pieces.joined(separator: #"'\''"#) + "'"
    }

    /// Letters, digits and signs that mean nothing to any shell in any place. `=` would make an assignment of a first
    /// word, `~` and `%` mean something in some places, and a comma something between braces.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "_-+./:@".utf8.contains(byte)
        }
    }

    private static func isActiveInDoubleQuotes(_ byte: UInt8) -> Bool {
        "$`\"\\!".utf8.contains(byte)
    }
}
