/// Makes scripts up that are near the border between plain and opaque.
///
/// No word begins with `/`, so that nothing real is run or written even if the parser is wrong about a script.
struct ScriptGenerator {
    private var random: SeededGenerator
    private let examples: [String]

    /// - Parameter examples: Scripts to be changed a little.
    init(seed: UInt64, examples: [String]) {
        random = SeededGenerator(seed: seed)
        self.examples = examples
    }

    /// The next script.
    mutating func script() -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4: composed()
        case 4..<7: changed()
        default: chaos()
        }
    }

    // MARK: - Words in all sorts of quotes

    private mutating func composed() -> String {
        var script = blank()
        for index in 0..<Int.random(in: 1...4, using: &random) {
            if index > 0 {
                script += random.pick([
                    " && ", "&&", " || ", "||", ";", "; ", " | ", "|", "\n", " &&\n", "\\\n&&", "&\\\n&",
                ])
            }
            script += blank() + random.pick(["a", "bf", "c1", "x_y", "if", "cd", "test", "k"])
            for _ in 0..<Int.random(in: 0...3, using: &random) { script += space() + word() }
            script += random.pick(["", "", "", " ", ";", " #c'\"`$(\n", "\n", "\\\n"])
        }
        return script
    }

    private mutating func word() -> String {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in piece() }.joined()
    }

    private mutating func piece() -> String {
        let text = (0..<Int.random(in: 0...4, using: &random)).map { _ in random.pick(Self.signs) }.joined()
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return "'" + text.replacing("'", with: "") + "'"
        case 1: return "\"" + escaped(text) { "\"$`\\".contains($0) } + doubtfulEscape() + "\""
        case 2: return escaped(text.replacing("\n", with: "")) { _ in true }
        default:
            return random.pick(["a", "b=c", "-x", "--y=z", "1", "a/b", "x~1", "é", "a#b", ".", ",", "%", "@", "+", "^"])
        }
    }

    /// A text with a backslash before some of its characters.
    private func escaped(_ text: String, where isEscaped: (Character) -> Bool) -> String {
        var result = ""
        for character in text {
            if isEscaped(character) { result += "\\" }
            result.append(character)
        }
        return result
    }

    /// Sometimes a backslash that may stay or not.
    private mutating func doubtfulEscape() -> String {
        random.chance(10) ? "\\" + random.pick(["n", "'", " ", "!", "\n"]) : ""
    }

    private mutating func space() -> String {
        random.pick([" ", " ", " ", "  ", "\t", " \\\n", "\\\n ", " \\\n\\\n "])
    }

    private mutating func blank() -> String {
        random.pick(["", "", "", " ", "\n", "\t", "\\\n", "#c\n"])
    }

    private static let signs = [
        "a", "b", " ", "'", "\"", "\\", "$", "`", "*", "?", "[", "]", "{", "}", "(", ")", "<", ">", "|", "&", ";", "#",
        "~", "!",
        "=", "\n", "\t", "é", "日", "-", "/", "$(a)", "${b}", "^", "%", ":",
    ]

    // MARK: - Known scripts with changes

    private mutating func changed() -> String {
        var scalars = Array(random.pick(examples).replacing("/", with: ".").unicodeScalars)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0...scalars.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where place < scalars.count: scalars.remove(at: place)
            case 1 where place < scalars.count: scalars.insert(scalars[place], at: place)
            case 2: scalars.insert(contentsOf: random.pick(Self.fragments).unicodeScalars, at: place)
            default:
                if let other = scalars.randomElement(using: &random) { scalars.insert(other, at: place) }
            }
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    // MARK: - Anything

    private mutating func chaos() -> String {
        (0..<Int.random(in: 1...14, using: &random)).map { _ in random.pick(Self.fragments) }.joined()
    }

    private static let fragments = [
        "a", "b", "cf", "x", "1", " ", " ", " ", "\t", "\n", "\\\n", "\\", "\\\\", "'", "\"", "''", "\"\"", "' '",
        "\"a b\"",
        "'c d'", "\\ ", "\\'", "\\\"", "#", " #", "# c", ";", "&", "|", "&&", "||", " && ", " | ", "; ", "~", "=", "!",
        "^", "%",
        "@", "+", ":", ",", ".", "-", "--", "_", "a=b", "-x", "é", "日本", "{", "}", "(", ")", "<", ">", "*", "?", "[",
        "]", "$",
        "`", "if ", "then ", "! ", "time ", "coproc ", "for ", "in ", "function ", "\u{A0}", "\u{37E}", "\r", "2>",
        "echo ", "\"\\",
        "\"\\\n", "\\#", "\\~", "\"!\"", "$'", "a~", "~a", "'\\'", "\"'\"", "'\"'", "\u{301}",
    ]
}
