/// A shell command line made of nothing but plain words, pipes and sequences.
///
/// Everything that a shell would expand, redirect, substitute or run in another way makes it not simple: then it is not
/// parsed at all, because a half-understood command is described wrongly.
struct SimpleCommandLine: Hashable {
    /// What stands between a pipeline and the one before it.
    enum Joint: Hashable {
        /// Nothing: it is the first.
        case start
        /// `&&`
        case and
        /// `||`
        case or
        /// `;` or a line break
        case then
    }

    /// Commands joined by `|`, each a list of words with at least one element.
    struct Pipeline: Hashable {
        var joint: Joint
        var commands: [[String]]
    }

    /// The pipelines in order; at least one.
    let pipelines: [Pipeline]

    /// Splits a command line; nil if it is not simple, or holds no command.
    init?(_ line: String) {
        var splitter = Splitter()
        guard splitter.split(line) else { return nil }
        pipelines = splitter.pipelines
    }
}

/// The state of one walk over a command line.
private struct Splitter {
    private(set) var pipelines: [SimpleCommandLine.Pipeline] = []
    private var joint = SimpleCommandLine.Joint.start
    private var commands: [[String]] = []
    private var words: [String] = []
    private var word: [UInt8] = []
    /// Whether a word has begun; an empty one may have, by `''`.
    private var isInWord = false

    /// Signs outside quotes that make a line not simple: expansions, globs, redirections, groups, escapes, jobs.
    private static let activeOutside = Set("$`\\*?[]{}()<>&!~".utf8)
    /// The same within double quotes.
    private static let activeInside = Set("$`\\!".utf8)

    /// Whether the line is simple; the pipelines are then complete.
    mutating func split(_ line: String) -> Bool {
        var rest = Array(line.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "'"):
                guard let end = rest.firstIndex(of: byte) else { return false }
                extendWord(rest[..<end])
                rest = rest[(end + 1)...]
            case UInt8(ascii: "\""):
                guard let end = rest.firstIndex(of: byte), !rest[..<end].contains(where: Self.activeInside.contains)
                else { return false }
                extendWord(rest[..<end])
                rest = rest[(end + 1)...]
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                endWord()
            case UInt8(ascii: "#") where !isInWord:
                return false
            case UInt8(ascii: ";"), UInt8(ascii: "\n"):
                guard endPipeline(.then, mayBeEmpty: byte == UInt8(ascii: "\n")) else { return false }
            case UInt8(ascii: "&") where rest.first == byte:
                rest.removeFirst()
                guard endPipeline(.and) else { return false }
            case UInt8(ascii: "|") where rest.first == byte:
                rest.removeFirst()
                guard endPipeline(.or) else { return false }
            case UInt8(ascii: "|"):
                guard endCommand(), rest.first != UInt8(ascii: "&") else { return false }
            case _ where Self.activeOutside.contains(byte):
                return false
            default:
                extendWord(CollectionOfOne(byte))
            }
        }
        return finish()
    }

    private mutating func extendWord(_ bytes: some Collection<UInt8>) {
        word.append(contentsOf: bytes)
        isInWord = true
    }

    private mutating func endWord() {
        guard isInWord else { return }
        words.append(String(decoding: word, as: UTF8.self))
        word.removeAll()
        isInWord = false
    }

    private mutating func endCommand() -> Bool {
        endWord()
        guard !words.isEmpty else { return false }
        commands.append(words)
        words = []
        return true
    }

    private mutating func endPipeline(_ next: SimpleCommandLine.Joint, mayBeEmpty: Bool = false) -> Bool {
        endWord()
        if words.isEmpty, commands.isEmpty {
            // A line break may follow anything; the joint before it stays.
            return mayBeEmpty
        }
        guard endCommand() else { return false }
        pipelines.append(.init(joint: joint, commands: commands))
        commands = []
        joint = next
        return true
    }

    /// Ends the line: nothing may be missing behind `&&`, `||` or `|`.
    private mutating func finish() -> Bool {
        if endPipeline(.then) { return true }
        return commands.isEmpty && joint == .then && !pipelines.isEmpty
    }
}
