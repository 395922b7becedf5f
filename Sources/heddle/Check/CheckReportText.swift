import ThreadStore

/// A report of `heddle fsck` for people.
enum CheckReportText {
    /// The whole report.
    static func text(_ report: CheckReport) -> String {
        var text = ""
        var lastPath: String?
        for finding in report.findings {
            if finding.path != lastPath { text += "\(finding.path)\n" }
            lastPath = finding.path
            text += line(finding)
        }
        return text + conclusion(report)
    }

    private static func line(_ finding: CheckFinding) -> String {
        var place = finding.threadId.map { " thread \($0)" } ?? ""
        if let offset = finding.offset { place += " byte \(offset)" }
        var line = "  \(finding.severity.rawValue):\(place) \(finding.kind): \(finding.message)\n"
        switch finding.repaired {
        case true?: line += "    repaired: \(finding.remedy ?? "")\n"
        case false?: line += "    not repaired: \(finding.obstacle ?? "")\n"
        case nil: if let remedy = finding.remedy { line += "    --repair would \(remedy)\n" }
        }
        return line
    }

    private static func conclusion(_ report: CheckReport) -> String {
        let checked = report.checked
        var text = "\(report.home): \(checked.threads) threads, \(checked.records) records, \(checked.bytes) bytes: "
        let damages = report.findings.filter { $0.severity == .damage }
        let left = damages.count { $0.repaired != true }
        if left > 0 {
            text += "not sound, \(left) of \(damages.count) damages left\n"
        } else {
            text += damages.isEmpty ? "sound\n" : "sound now, damages repaired: \(damages.count)\n"
        }
        if let copies = report.copies { text += "copies of what was changed: \(copies)\n" }
        return text
    }
}
