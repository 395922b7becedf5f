/// One thing to be seen, before it is known where it goes and whether there are colours.
enum ExecOutput: Hashable, Sendable {
    /// A piece of text, with its line breaks.
    case text(String, Channel, Style)
    /// What the agent is doing while nothing else is to be seen, nil when it does nothing.
    case status(String?)

    /// What a text is.
    enum Channel: Hashable, Sendable {
        /// The agent's answer, for standard output.
        case answer
        /// Everything around it, for standard error.
        case activity
    }

    /// How a text looks on a terminal with colours.
    enum Style: Hashable, Sendable {
        case plain, dim, bold, warning, failure
    }
}
