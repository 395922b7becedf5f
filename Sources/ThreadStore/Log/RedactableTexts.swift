/// Finds the texts of a line that secrets are taken out of: every string of it, but for names of fields and what the
/// format itself lives on.
///
/// **The rule:** what programs compare must stay equal, or a thread would lose its place, a call its output and a list its
/// filter. So ids and keys, words of the format (`type`, `status`, …), working directories, and the names of providers,
/// models, clients and tools stay as they are, wherever they stand; but not inside of what a tool is called with or answers,
/// or in what a client attaches, which is text throughout, the names of its fields too.
struct RedactableTexts {
    /// The fields whose values stay, and so do those inside of them.
    private static let structural: Set<String> = [
        "id", "ids", "turnId", "rootTurnId", "beforeTurnId", "firstTurnId", "firstUnreadTurnId", "threadId",
        "parentThreadId", "forkedFromId", "senderThreadId", "receiverThreadIds", "newThreadId", "itemId", "callId",
        "call_id", "clientId", "clientUserMessageId", "projectId", "sectionId", "attachmentType", "identityKey",
        "idempotencyKey", "kind", "type", "status", "role", "phase", "source", "mode", "historyMode", "effort",
        "approvalPolicy", "approvalsReviewer", "cwd", "roots", "modelProvider", "model", "originator", "cliVersion",
        "server", "tool", "namespace", "method",
    ]

    /// The fields with values of any shape, which come from tools and servers.
    private static let free: Set<String> = [
        "arguments", "input", "output", "result", "structuredContent", "_meta", "metadata", "contentItems",
        "payload",
    ]

    /// What is to be done with the strings in a value.
    private enum Rule {
        case redact, keep
        /// Redact whatever the fields inside are called.
        case redactAll
    }

    /// The texts between the quotes, in order.
    private(set) var ranges: [Range<Int>] = []

    /// Looks through a line: JSON, as the encoder writes it or as it came from a model.
    ///
    /// - Parameter namesAreKept: whether `name` is that of a tool.
    init(in line: [UInt8], namesAreKept: Bool) {
        var rule = Rule.redact
        /// The rules of the objects and arrays around.
        var outer: [Rule] = []
        line.withUnsafeBytes { line in
            var index = 0
            while index < line.count {
                switch line[index] {
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    outer.append(rule)
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    rule = outer.popLast() ?? .redact
                case UInt8(ascii: "\""):
                    let start = index + 1
                    index = start
                    while index < line.count, line[index] != UInt8(ascii: "\"") {
                        index += EscapedUnit.length(line, index)
                    }
                    guard index < line.count else { return }
                    if Self.isName(line, behind: index) {
                        // Where fields have any names, a name is text like all other.
                        if outer.last == .redactAll { ranges.append(start..<index) }
                        let name = String(
                            decoding: UnsafeRawBufferPointer(rebasing: line[start..<index]), as: UTF8.self)
                        rule = Self.rule(for: name, in: outer.last ?? .redact, namesAreKept)
                    } else if rule != .keep {
                        ranges.append(start..<index)
                    }
                default: break
                }
                index += 1
            }
        }
    }

    private static func isName(_ line: UnsafeRawBufferPointer, behind quote: Int) -> Bool {
        var index = quote + 1
        while index < line.count, [0x20, 0x09, 0x0A, 0x0D].contains(line[index]) { index += 1 }
        return index < line.count && line[index] == UInt8(ascii: ":")
    }

    private static func rule(for name: String, in outer: Rule, _ namesAreKept: Bool) -> Rule {
        guard outer == .redact else { return outer }
        if free.contains(name) { return .redactAll }
        return structural.contains(name) || (name == "name" && namesAreKept) ? .keep : .redact
    }
}
