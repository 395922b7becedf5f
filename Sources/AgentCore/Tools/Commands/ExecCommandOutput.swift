package import CommandExecution

/// What the model is told about a command that ran. Models know this form, so its lines are fixed.
package struct ExecCommandOutput: Sendable {
    /// Six hexadecimal digits that name this piece of output; see ``chunkID(_:)``.
    package var chunkID: String
    /// How the command ended, or that it runs.
    package var state: State
    /// What it wrote, standard output and error in one.
    package var output: OutputAccumulator
    /// About how many tokens of output the model wants, at least 0.
    package var maxTokens: Int

    /// How many tokens of output a model gets if it doesn't say: the beginning and the end of a long build log.
    package static let defaultMaxTokens = 10_000

    /// Where a command stands.
    package enum State: Hashable, Sendable {
        /// It has ended.
        case ended(CommandOutcome)
        /// It runs on under this number; so long the call has waited.
        case running(number: Int, milliseconds: Int)
    }

    /// The facts of one command.
    package init(chunkID: String, state: State, output: OutputAccumulator, maxTokens: Int) {
        self.chunkID = chunkID
        self.state = state
        self.output = output
        self.maxTokens = maxTokens
    }

    /// The text for the model. Of a command that an interrupt killed it is only told that.
    package var modelText: String {
        var lines = ["Chunk ID: \(chunkID)"]
        switch state {
        case .ended(let outcome) where outcome.exit == .killed:
            return Self.aborted(durationMilliseconds: outcome.durationMs)
        case .ended(let outcome):
            lines += [Self.wallTime(outcome.durationMs), "Process exited with code \(outcome.exitCode)"]
            if outcome.exit == .timedOut {
                lines.append("Its time was up: the command and all that it had started were killed.")
            }
        case .running(let number, let milliseconds):
            lines += [Self.wallTime(milliseconds), "Process running with session ID \(number)"]
        }
        let tokens = TokenEstimate.tokens(bytes: output.totalBytes)
        lines.append("Original token count: \(tokens)")
        lines.append("Output:")
        return lines.joined(separator: "\n") + "\n" + shortened(tokens)
    }

    /// The text for the model about a command that the user interrupted.
    package static func aborted(durationMilliseconds: Int) -> String {
        wallTime(durationMilliseconds) + "\naborted by user"
    }

    /// The text for the model about a command that did not run, with the reason: `rejected by user` and the like.
    package static func failed(_ reason: String) -> String {
        "exec_command failed: \(reason)"
    }

    /// The text for the model when no more commands can be run.
    static let tooMany = failed(
        "\(TerminalSessions.limit) commands of this thread run already; wait for some to end, or end them")

    /// The name of a piece of output, made of the lowest 24 bits of a random number.
    package static func chunkID(_ random: UInt64) -> String {
        let digits = String(random & 0xFF_FFFF, radix: 16)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    private func shortened(_ tokens: Int) -> String {
        let text = output.text
        let (product, overflow) = maxTokens.multipliedReportingOverflow(by: TokenEstimate.bytesPerToken)
        let maxBytes = overflow ? Int.max : product
        guard text.utf8.count > maxBytes else { return text }
        return "Warning: truncated output (original token count: \(tokens))\n\(lineCount(of: text))\n"
            + TextTruncation.middle(text, maxBytes: maxBytes)
    }

    /// The line with the number of lines; empty if some of the output is no longer there to be counted.
    private func lineCount(of text: String) -> String {
        guard output.omittedBytes == 0 else { return "" }
        let breaks = text.utf8.count { $0 == UInt8(ascii: "\n") }
        let isOpen = text.utf8.last.map { $0 != UInt8(ascii: "\n") } ?? false
        return "Total output lines: \(isOpen ? breaks + 1 : breaks)\n"
    }

    /// Seconds with four digits behind the point.
    private static func wallTime(_ milliseconds: Int) -> String {
        let fraction = String(milliseconds % 1000)
        let padding = String(repeating: "0", count: 3 - fraction.count)
        return "Wall time: \(milliseconds / 1000).\(padding)\(fraction)0 seconds"
    }
}
