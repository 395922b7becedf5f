/// What is said to a word in the place of a command that is none.
struct CommandGuess {
    /// More than so many wrong letters are no typing error.
    private static let mostErrors = 2

    /// The sentence, with the command that was probably meant.
    let message: String

    /// Nil when the command line does not begin with a word, or with one that is a command.
    init?(_ arguments: [String], commands: [String]) {
        guard let word = arguments.first, !word.hasPrefix("-"), word != "help", !commands.contains(word) else {
            return nil
        }
        let guess = commands.map { (distance: Self.distance($0, word), name: $0) }.min { $0.distance < $1.distance }
        let question =
            guess.map { $0.distance <= Self.mostErrors ? " Did you mean `\($0.name)`?" : "" } ?? ""
        message =
            "heddle: there is no command `\(word)`.\(question)\nThe commands: \(commands.joined(separator: ", ")). "
            + "`heddle help` says what they do.\n"
    }

    /// How many letters have to be put in, taken out or changed to make one word of the other.
    private static func distance(_ first: String, _ second: String) -> Int {
        let (first, second) = (Array(first.utf8), Array(second.utf8))
        var row = Array(0...second.count)
        for (index, byte) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in second.indices {
                let changed = diagonal + (byte == second[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[second.count]
    }
}
