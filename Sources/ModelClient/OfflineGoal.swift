/// What the offline model makes of a message about the thread's goal: it takes the objective for the person's words, so
/// that an objective can hold directives.
enum OfflineGoal {
    private static let opening = #"<codex_internal_context source="goal">"#
    private static let objectiveBounds = ("<objective>\n", "\n</objective>")
    /// The line of a budget that is used up.
    private static let nothingLeft = "\n- tokens remaining: 0\n"

    /// What to answer instead of the text; nil if the text is no message about a goal.
    static func message(_ text: String) -> String? {
        guard text.hasPrefix(opening), let start = text.firstRange(of: objectiveBounds.0) else { return nil }
        let rest = text[start.upperBound...]
        guard let end = rest.firstRange(of: objectiveBounds.1) else { return nil }
        if rest[end.upperBound...].contains(nothingLeft) { return "say: The goal's token budget is used up." }
        return unescaped(rest[..<end.lowerBound])
    }

    private static func unescaped(_ text: Substring) -> String {
        var result = String(text)
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")] {
            result = result.split(separator: entity, omittingEmptySubsequences: false).joined(separator: character)
        }
        return result
    }
}
