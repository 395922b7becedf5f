import ThreadStore

/// What a client is told about a thread whose log is not as it was written.
enum DamageSentence {
    /// What is wrong and how to mend it, in a sentence each; nil when nothing was lost or made up.
    static func text(_ damages: [LogDamage]) -> String? {
        // A crash leaves these, and opening the log for writing mends them: nothing that was confirmed is lost.
        let lasting = damages.filter { $0.kind != .tornTail && $0.kind != .missingLineFeed }
        guard let first = lasting.first else { return nil }
        let lost = lasting.filter { losses.contains($0.kind) }.count
        let count = lasting.count == 1 ? "one place" : "\(lasting.count) places"
        let loss =
            switch lost {
            case 0: "nothing of it was left out"
            case 1: "one line of it could not be read and is left out"
            default: "\(lost) lines of it could not be read and are left out"
            }
        return
            "This thread's log is damaged in \(count) (the first: line \(first.line), \(first.kind.rawValue)); \(loss). "
            + "`heddle fsck` names all of it, and `heddle fsck --repair` mends what can be mended."
    }

    /// The damages by which something of the conversation is missing.
    private static let losses: Set<LogDamage.Kind> = [
        .unreadableLine, .gluedRecords, .lineTooLong, .missingHeader, .missingTurn, .orphanOutput, .missingPiece,
    ]
}
