import AppServerProtocol

/// A question of the server that the person at the terminal must answer.
struct ApprovalQuestion: Hashable, Sendable {
    /// What may or may not be done.
    enum Subject: Hashable, Sendable {
        /// A command, as a person would type it, and where it would run.
        case command(String, directory: String?)
        /// The patch that was shown last.
        case patch
    }

    /// What the person may say.
    enum Answer: Hashable, Sendable, CaseIterable {
        case yes, always, no, cancel

        /// Understands a typed line by its first letter, nil when it could mean anything.
        init?(typed line: String) {
            switch line.first(where: { !$0.isWhitespace })?.lowercased() {
            case "y": self = .yes
            case "a": self = .always
            case "n": self = .no
            case "c": self = .cancel
            default: return nil
            }
        }
    }

    /// The id of the server's request.
    var id: RequestId
    /// What it is about.
    var subject: Subject
    /// Why it is asked, when the server says so.
    var reason: String?

    /// The question, ready for a terminal, without a line break at its end. Every line of a command is shown, marked,
    /// so that none can look like a part of the question.
    var text: String {
        var lines: [String] = []
        switch subject {
        case .command(let command, let directory):
            lines.append("Run this command\(directory.map { " in \($0)" } ?? "")?")
            lines += command.split(separator: "\n", omittingEmptySubsequences: false).map { "  | \($0)" }
        case .patch:
            lines.append("Make these changes?")
        }
        if let reason { lines.append("  Reason: \(reason)") }
        lines.append("[y]es, [a]lways this session, [n]o, [c]ancel the turn: ")
        return TerminalText.safe(lines.joined(separator: "\n"))
    }
}
