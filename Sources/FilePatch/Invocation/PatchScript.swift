/// A shell script that only calls `apply_patch` with a here-document, and may change the directory before.
///
/// This is no shell grammar. What isn't exactly of that form is left to the shell: a redirection, a variable, a comment,
/// a second command.
struct PatchScript {
    /// The names of the command.
    static let names = ["apply_patch", "applypatch"]

    /// The here-document.
    let patch: String

    /// The directory of `cd`.
    let directory: String?

    init?(_ script: [UInt8]) {
        // Blank as a shell sees it: a typographic space would be part of a name.
        var rest = script[...].drop(while: Self.isBlank)
        while rest.last.map(Self.isBlank) == true { rest.removeLast() }
        if let path = Self.changeOfDirectory(&rest) {
            directory = path
        } else {
            directory = nil
        }
        guard let name = Self.names.first(where: { rest.starts(with: $0.utf8) }) else { return nil }
        rest.removeFirst(name.utf8.count)
        guard Self.skipBlanks(&rest) > 0, Self.skip("<<", &rest) else { return nil }
        let stripsTabs = Self.skip("-", &rest)
        Self.skipBlanks(&rest)
        guard let delimiter = Self.word(&rest), !delimiter.isEmpty else { return nil }
        Self.skipBlanks(&rest)
        guard Self.skip("\r\n", &rest) || Self.skip("\n", &rest),
            let patch = Self.body(rest, upTo: delimiter, stripsTabs: stripsTabs)
        else { return nil }
        self.patch = patch
    }

    /// `cd DIRECTORY &&`. Reads nothing if it isn't there in that form.
    private static func changeOfDirectory(_ rest: inout ArraySlice<UInt8>) -> String? {
        var copy = rest
        guard skip("cd", &copy), skipBlanks(&copy) > 0, copy.first != UInt8(ascii: "-"), let path = word(&copy),
            !path.isEmpty
        else { return nil }
        skipBlanks(&copy)
        guard skip("&&", &copy) else { return nil }
        rest = copy.drop(while: isBlank)
        return path
    }

    /// The lines up to the one that is the delimiter, if nothing follows that.
    private static func body(_ rest: ArraySlice<UInt8>, upTo delimiter: String, stripsTabs: Bool) -> String? {
        var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if stripsTabs { lines = lines.map { $0.drop { $0 == UInt8(ascii: "\t") } } }
        // The script's end is trimmed, so the delimiter ends it, whatever its line ended with.
        guard lines.count > 1, lines.last?.elementsEqual(delimiter.utf8) ?? false,
            !lines.dropLast().contains(where: { $0.elementsEqual(delimiter.utf8) })
        else { return nil }
        return String(decoding: Array(lines.dropLast().joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self)
    }

    /// One word that means itself: in quotes, or of characters that no shell reads anything into.
    private static func word(_ rest: inout ArraySlice<UInt8>) -> String? {
        let quote = rest.first
        if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
            rest.removeFirst()
            guard let end = rest.firstIndex(where: { $0 == quote }) else { return nil }
            let word = rest[..<end]
            rest = rest[(end + 1)...]
            let active = quote == UInt8(ascii: "'") ? "\n" : "$`\\!\n"
            return word.contains(where: active.utf8.contains) ? nil : String(decoding: word, as: UTF8.self)
        }
        let end = rest.firstIndex { !isPlain($0) } ?? rest.endIndex
        let word = rest[..<end]
        rest = rest[end...]
        return String(decoding: word, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        " \t\r\n".utf8.contains(byte)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF:
            true
        default:
            "_-+./:@%,".utf8.contains(byte)
        }
    }

    @discardableResult
    private static func skipBlanks(_ rest: inout ArraySlice<UInt8>) -> Int {
        let count = rest.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
        rest.removeFirst(count)
        return count
    }

    private static func skip(_ text: String, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest.removeFirst(text.utf8.count)
        return true
    }
}
