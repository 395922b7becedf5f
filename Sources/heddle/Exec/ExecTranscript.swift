/// Lays texts out in lines: whatever begins, begins on a line of its own, and an open line is closed on the channel
/// that it is on. On a terminal both channels share the lines.
struct ExecTranscript {
    private var pending: [ExecOutput] = []
    private var openLine: ExecOutput.Channel?

    /// What was laid out since the last call.
    mutating func take() -> [ExecOutput] {
        defer { pending = [] }
        return pending
    }

    /// A whole line.
    mutating func line(_ text: String, _ style: ExecOutput.Style, on channel: ExecOutput.Channel = .activity) {
        closeLine()
        pending.append(.text(text + "\n", channel, style))
    }

    /// Text that goes on where the channel's text before it ended, with its own line breaks.
    mutating func append(_ text: String, _ style: ExecOutput.Style, on channel: ExecOutput.Channel) {
        guard !text.isEmpty else { return }
        if let openLine, openLine != channel { closeLine() }
        pending.append(.text(text, channel, style))
        openLine = text.last == "\n" ? nil : channel
    }

    /// Ends the open line, if there is one.
    mutating func closeLine() {
        guard let openLine else { return }
        pending.append(.text("\n", openLine, .plain))
        self.openLine = nil
    }

    /// What the agent is doing.
    mutating func status(_ text: String?) {
        pending.append(.status(text))
    }
}
