import WireJSON

/// The model-visible history after a compaction: instructions and surroundings, the user's newest messages, the summary.
enum CompactedHistory {
    /// How much of the user's messages is kept, in tokens: enough for what was asked for lately, little beside any window.
    static let userTokens = 20_000

    /// How messages begin that stand in the user's role and are not the user's words.
    private static let otherOpenings = [
        "<environment_context>", "# AGENTS.md instructions", "<turn_aborted>", GoalMessage.opening, "<external_",
        "<user_action>", "<user_shell_command>", Compaction.summaryOpening,
    ]

    /// The new history.
    static func items(of history: [RawJSON], surroundings: [RawJSON], summary: String) -> [RawJSON] {
        surroundings + userMessages(in: history) + [HistoryItems.userMessage(texts: [Compaction.message(summary)])]
    }

    /// The newest messages of the user that fit, as text; the oldest of them without its middle.
    private static func userMessages(in history: [RawJSON]) -> [RawJSON] {
        var bytes = userTokens * TokenEstimate.bytesPerToken
        var kept: [RawJSON] = []
        for item in history.reversed() where bytes > 0 {
            guard let text = userText(of: item) else { continue }
            kept.append(HistoryItems.userMessage(texts: [TextTruncation.middle(text, maxBytes: bytes)]))
            bytes -= text.utf8.count
        }
        return kept.reversed()
    }

    /// What the user says in an item; nil for other items and for messages without text.
    private static func userText(of item: RawJSON) -> String? {
        guard let root = try? item.document().root, root["role"]?.string == "user", let content = root["content"]
        else { return nil }
        let texts = content.string.map { [$0] } ?? content.elements.compactMap { $0["text"]?.string }
        let text = texts.joined(separator: "\n")
        guard !text.isEmpty, !otherOpenings.contains(where: text.hasPrefix) else { return nil }
        return text
    }

    /// The newer half of a history that is too long even to be summarised; nil when there is nothing left to leave out.
    /// An output whose call is left out goes with it.
    static func newerHalf(of history: [RawJSON]) -> [RawJSON]? {
        guard history.count > 1 else { return nil }
        var calls: Set<String> = []
        return history.suffix(history.count / 2).filter { item in
            guard let root = try? item.document().root, let id = root["call_id"]?.string else { return true }
            if root["type"]?.string?.hasSuffix("_output") != true {
                calls.insert(id)
                return true
            }
            return calls.contains(id)
        }
    }

    /// About how many tokens a history takes.
    static func tokens(of history: [RawJSON]) -> Int {
        TokenEstimate.tokens(bytes: history.reduce(0) { $0 + $1.bytes.count })
    }
}
