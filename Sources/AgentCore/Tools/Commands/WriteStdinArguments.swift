/// The arguments of the tool `write_stdin`. Members that this version doesn't know are ignored.
package struct WriteStdinArguments: Hashable, Sendable {
    /// The number of the command.
    package var sessionID: Int
    /// What to write; empty for a look only.
    package var text: String
    /// Milliseconds that the call waits for output or the end.
    package var yieldMilliseconds: Int
    /// About how many tokens of output the model wants, at least 0.
    package var maxOutputTokens: Int

    /// Milliseconds that a call waits after writing, if the model says nothing: an echo is there by then.
    package static let defaultYieldMilliseconds = 250
    /// What a mere look waits: less would be a busy loop of requests, more would be no look.
    package static let lookRange = 5_000...300_000

    /// Reads the JSON text that the model wrote.
    package init(parsing text: String) throws(ToolArgumentsError) {
        let wire = try ToolArguments(parsing: text).decode(Wire.self)
        guard let number = Int(exactly: wire.sessionID) else {
            throw ToolArgumentsError(reason: "`session_id` must be a whole number")
        }
        sessionID = number
        self.text = wire.chars ?? ""
        let range = self.text.isEmpty ? Self.lookRange : ExecCommandArguments.yieldRange
        let yield = try ExecCommandArguments.whole(
            wire.yieldMilliseconds, "yield_time_ms", Self.defaultYieldMilliseconds)
        yieldMilliseconds = min(max(yield, range.lowerBound), range.upperBound)
        maxOutputTokens = try ExecCommandArguments.whole(
            wire.maxOutputTokens, "max_output_tokens", ExecCommandOutput.defaultMaxTokens)
    }

    /// The arguments as they stand in the JSON.
    private struct Wire: Decodable {
        var sessionID: Double
        var chars: String?
        var yieldMilliseconds: Double?
        var maxOutputTokens: Double?

        private enum CodingKeys: String, CodingKey {
            case chars
            case sessionID = "session_id"
            case yieldMilliseconds = "yield_time_ms"
            case maxOutputTokens = "max_output_tokens"
        }
    }
}
