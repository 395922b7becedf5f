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
        case true?: line += "    repaired: \(done(finding.remedy ?? ""))\n"
        case false?: line += "    not repaired: \(finding.obstacle ?? "")\n"
        case nil: if let remedy = finding.remedy { line += "    --repair would \(remedy)\n" }
        }
        if finding.repaired != true, let advice = finding.advice { line += "    what to do: \(advice)\n" }
        return line
    }

    /// How remedies begin, and what is said of them when they are done.
    private static let verbs = [
        "bring": "brought", "cut": "cut", "end": "ended", "give": "gave", "make": "made", "mend": "mended",
        "move": "moved", "put": "put", "set": "set", "take": "took", "unpack": "unpacked", "write": "wrote",
    ]

    /// A remedy as something that is done: `took the line out` for `take the line out`.
    static func done(_ remedy: String) -> String {
        let verb = String(remedy.prefix { $0 != " " })
        return (verbs[verb] ?? verb) + remedy.dropFirst(verb.count)
    }

    private static func conclusion(_ report: CheckReport) -> String {
        if report.isWithoutHome { return "\(report.home): nothing was checked\n" }
        let checked = report.checked
        let counts = [(checked.threads, "thread"), (checked.records, "record"), (checked.bytes, "byte")]
        var text = "\(report.home): \(counts.map(count).joined(separator: ", ")): "
        let damages = report.findings.filter { $0.severity == .damage }
        let left = damages.count { $0.repaired != true }
        if left > 0 {
            text += "not sound, \(left == damages.count ? "" : "\(left) of ")\(count(damages.count, "damage"))"
            text += left == damages.count ? "\n" : " left\n"
        } else {
            text += damages.isEmpty ? "sound\n" : "sound now, damages repaired: \(damages.count)\n"
        }
        if let copies = report.copies { text += "copies of what was changed: \(copies)\n" }
        return text
    }

    private static func count(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
