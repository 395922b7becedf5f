/// The conversations that the homes are made of.
enum Sample {
    /// Stands in the small conversation for a word that differs from thread to thread.
    static let placeholder = "zqwxyzqw"
    /// The word of a few threads, the same number in every home.
    static let rareWord = "rareword"
    /// How many threads have the rare word.
    static let rareThreads = 20

    /// Three turns, one with a command.
    static let smallTurns = [
        "think: what is \(placeholder) about\nsay: Let me look at \(placeholder) and how its parts belong together.",
        "run: seq 1 200\nsay: These are the numbers of the first part.",
        "say: The second part is done as well; nothing else is left to do for now.",
    ]

    /// A turn with a long output, to be repeated.
    static let largeTurns = ["say: a beginning", "run: seq 1 8000\nsay: That was a long list."]

    /// The word of a thread; as long as the placeholder.
    static func word(_ number: Int) -> String {
        guard number >= rareThreads else { return rareWord }
        let digits = String(number % 1_000)
        return "topic" + String(repeating: "0", count: 3 - digits.count) + digits
    }
}
