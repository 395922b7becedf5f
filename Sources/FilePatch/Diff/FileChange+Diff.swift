extension FileChange {
    /// Lines of context around each change in an item. One, as clients are used to; the turn's diff has more.
    private static let context = 1

    /// The text of the change as an item carries it: the whole content of a file that is added or removed, else hunks
    /// without headers, and where the file moves.
    package var diff: String {
        switch kind {
        case .add:
            return String(shownDiff: after?.content ?? [])
        case .delete:
            return String(shownDiff: before?.content ?? [])
        case .update(let destination):
            let hunks = UnifiedHunks.text(before?.content ?? [], after?.content ?? [], context: Self.context)
            return String(shownDiff: hunks) + (destination.map { "\n\nMoved to: \($0)" } ?? "")
        }
    }
}
