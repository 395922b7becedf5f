import ModelClient

/// How a conversation is shortened: the model writes down what matters, and goes on with that instead of the whole.
enum Compaction {
    /// The share of a model's window from which on it happens by itself, in percent (behaviour catalogue, 10.11).
    private static let windowPercent = 90

    /// From how many tokens on a model's conversations are shortened when nothing is configured.
    static func defaultLimit(of model: ModelInfo) -> Int { model.contextWindow * windowPercent / 100 }

    /// What the model is asked for.
    static let prompt = """
        This conversation has become too long and is about to be replaced by a summary. Write that summary now. Whoever \
        goes on with the work will know nothing but your summary, the user's last messages and the state of the machine, \
        so leave out nothing that would have to be found out again. Cover, as far as it applies:
        - what the user wants, in their own terms, with every rule, preference and limit they have stated
        - what has been done: files that were read or changed (with paths), commands that matter and what they showed
        - what was decided and why, and what was tried and did not work
        - facts that were hard to find: names, signatures, versions, error messages, addresses
        - what is still to be done, in order, beginning with the step that was under way
        Answer with the summary only. Call no tools.
        """

    /// How the message begins that carries the summary. Models know these words.
    static let summaryOpening = "Another language model started"

    /// The message that carries a summary.
    static func message(_ summary: String) -> String {
        """
        \(summaryOpening) on this task. The conversation became too long, so everything but the user's last messages was \
        replaced by the summary below. What it did to files and to the machine has happened. Go on from there; look at \
        the real state of things before you rely on a detail.

        \(summary)
        """
    }

    /// What clients are told after it.
    static let warning =
        "The conversation was shortened to a summary to make room for what comes. The model may have lost details; "
        + "separate tasks are better kept in separate threads."

    /// Why a turn fails whose model wrote nothing.
    static let noSummary = "The model gave no summary, so the conversation was left as it is."
}
