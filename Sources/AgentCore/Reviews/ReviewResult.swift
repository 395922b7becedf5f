import Support
import WireJSON

/// What a reviewer has found.
struct ReviewResult: Hashable, Sendable {
    /// One thing that is wrong.
    struct Finding: Hashable, Sendable {
        /// What, in a line.
        var title: String
        /// Why it is a problem and when it shows.
        var body: String
        /// Where, as `path:first-last`; nil if no place was named.
        var place: String?
    }

    /// What the reviewer thinks of the whole.
    var explanation: String
    /// What is wrong, as the reviewer orders it.
    var findings: [Finding] = []
}

extension ReviewResult {
    /// Reads what a reviewer has written; nil when that is nothing. Models don't always keep to the form: what is missing
    /// is left out, and a text without a result in it is the explanation.
    init?(_ text: String) {
        let text = text.trimmed
        guard !text.isEmpty else { return nil }
        self = Self.object(in: text).flatMap(ReviewResult.init(object:)) ?? ReviewResult(explanation: text)
    }

    /// The JSON object that a text is, or holds among other words or in a fence.
    private static func object(in text: String) -> JSONValue? {
        if let whole = try? JSONValue(parsing: Array(text.utf8)) { return whole }
        guard let start = text.firstIndex(of: "{"), let end = text.lastIndex(of: "}"), start < end else { return nil }
        return try? JSONValue(parsing: Array(text[start...end].utf8))
    }

    private init?(object: JSONValue) {
        guard object["findings"]?.arrayValue != nil || object["overall_explanation"]?.stringValue != nil else {
            return nil
        }
        findings = (object["findings"]?.arrayValue ?? []).compactMap(Finding.init)
        explanation = (object["overall_explanation"]?.stringValue ?? "").trimmed
        if explanation.isEmpty, findings.isEmpty {
            explanation = (object["overall_correctness"]?.stringValue ?? "").trimmed.nonEmpty ?? Self.nothing
        }
    }

    private static let nothing = "The reviewer has found nothing to remark on."

    // MARK: - As text

    /// The result as clients and the model read it. Clients know the two headlines.
    var text: String {
        guard !findings.isEmpty else { return explanation }
        let headline = findings.count == 1 ? "Review comment:" : "Full review comments:"
        return ([explanation.nonEmpty, headline].compactMap { $0 } + findings.map(\.text)).joined(separator: "\n\n")
    }
}

extension ReviewResult.Finding {
    fileprivate init?(_ value: JSONValue) {
        body = (value["body"]?.stringValue ?? "").trimmed
        let lines = body.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let known = (value["title"]?.stringValue ?? "").trimmed
        title = known.isEmpty ? String(lines.first ?? "") : known
        guard !title.isEmpty else { return nil }
        if known.isEmpty { body = lines.count > 1 ? String(lines[1]) : "" }
        let location = value["code_location"]
        guard let path = location?["absolute_file_path"]?.stringValue?.nonEmpty else { return }
        guard let first = location?["line_range"]?["start"]?.int64Value else {
            place = path
            return
        }
        place = "\(path):\(first)-\(location?["line_range"]?["end"]?.int64Value ?? first)"
    }

    /// The finding as an entry of a list.
    fileprivate var text: String {
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  \($0)" }
        return (["- " + title + (place.map { " — \($0)" } ?? "")] + (body.isEmpty ? [] : lines)).joined(separator: "\n")
    }
}
