import WireJSON

/// What the offline model does for one message of the person.
struct OfflineScript: Hashable, Sendable {
    /// One thing that an answer is made of.
    enum Part: Hashable, Sendable {
        /// A message, sent as these deltas, with a wait before each of them.
        case text(deltas: [String], delayMilliseconds: Int)
        /// Thoughts, as a summary.
        case reasoning(String)
        /// A call of a tool.
        case call(name: String, arguments: RawJSON)
        /// A call that waits for the agents that were made since the last message.
        case waitForAgents(milliseconds: Int)
        /// A call that makes an agent with this task.
        case agent(String)
        /// The answer breaks off with a failure.
        case fail(ModelFailure)
        /// A pause.
        case sleep(milliseconds: Int)
        /// Replaces the usage that the answer reports.
        case usage(ModelUsage)

        var isCall: Bool {
            switch self {
            case .call, .waitForAgents, .agent: true
            case .text, .reasoning, .fail, .sleep, .usage: false
            }
        }

        var isText: Bool {
            if case .text = self { return true }
            return false
        }
    }

    /// The answers in order. An answer with calls is followed by the next one, when the calls have their outputs.
    var steps: [[Part]]
    /// Whether an answer without calls that says nothing ends with an account of what was done.
    var givesAccount: Bool

    /// The answer to a request that carries so many tool outputs; nil if all answers have been given.
    func step(afterOutputs count: Int) -> [Part]? {
        var left = count
        for step in steps {
            let calls = step.count(where: \.isCall)
            if left == 0 || calls == 0 { return step }
            left = max(0, left - calls)
        }
        return nil
    }

    /// Cuts a text into deltas that end with the white space after a word.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isInSpace = false
        for character in text {
            if isInSpace, !character.isWhitespace {
                words.append(word)
                word = ""
            }
            isInSpace = character.isWhitespace
            word.append(character)
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
