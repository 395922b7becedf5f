import ThreadStore

/// The report of an import for people: a line for each session that something happened to, then the counts.
struct ImportReportText {
    /// How much of a title a line shows, in characters.
    private static let titleLimit = 60

    let report: ImportReport
    let source: String
    let isRehearsal: Bool

    /// The whole text.
    var text: String {
        guard !report.sessions.isEmpty else {
            return report.unreadableFolders.map(Self.unreadable).joined()
                + "There are no session files (rollout-*.jsonl) below \(source).\n"
        }
        var text = report.sessions.filter { $0.outcome != .alreadyThere }.map(line).joined()
        text += report.unreadableFolders.map(Self.unreadable).joined()
        text += summary
        let unknown = report.unknownRecords.sorted { $0.key < $1.key }
        if !unknown.isEmpty {
            text += "Left out, because this version doesn't know them: "
            text += unknown.map { "\($0.value) × \(TerminalText.safe($0.key))" }.joined(separator: ", ") + "\n"
        }
        return text
    }

    private func line(_ session: ImportReport.Session) -> String {
        if session.outcome == .failed {
            return "failed      \(session.sessionId)  \(TerminalText.safe(session.reason ?? ""))\n"
        }
        var line = "\(isRehearsal ? "importable" : "imported  ")  \(session.threadId ?? "")  "
        line += "\(session.turns) turn\(session.turns == 1 ? "" : "s")  \(title(session))"
        if session.isArchived { line += "  (archived)" }
        if let id = session.threadId, id != session.sessionId {
            line += "\n            its own id \(session.sessionId) belongs to another thread"
        }
        for note in session.notes { line += "\n            \(TerminalText.safe(note))" }
        return line + "\n"
    }

    private func title(_ session: ImportReport.Session) -> String {
        let line = session.title.split(whereSeparator: \.isNewline).first.map(String.init) ?? "(nothing said)"
        let plain = TerminalText.safe(line)
        return plain.count > Self.titleLimit ? plain.prefix(Self.titleLimit) + "…" : plain
    }

    private var summary: String {
        let imported = report.count(.imported)
        var parts = ["\(imported) session\(imported == 1 ? "" : "s") \(isRehearsal ? "would be " : "")imported"]
        if report.count(.alreadyThere) > 0 { parts.append("\(report.count(.alreadyThere)) already there") }
        if report.count(.failed) > 0 { parts.append("\(report.count(.failed)) failed") }
        return parts.joined(separator: ", ") + ".\n"
    }

    private static func unreadable(_ folder: String) -> String {
        "failed      \(TerminalText.safe(folder)) can't be read\n"
    }
}
