internal import AppServerProtocol

/// The beginning or the end of a turn, read from its line without the machinery of `Codable`: a long history has two such
/// lines for each turn. Only what ended well is read this way.
struct TurnEdge {
    /// Which of the two.
    enum Kind {
        case started(TurnStartedRecord)
        case ended(TurnRecord)
    }

    /// The turn.
    let turnId: String
    /// Which of the two.
    let kind: Kind
    /// When the record was made, in milliseconds since the Unix epoch.
    let atMs: Int

    /// Nil when the line is another record, or one that needs a closer look.
    init?(_ bytes: [UInt8]) {
        guard let edge = bytes.withUnsafeBytes({ TurnEdge($0) }) else { return nil }
        self = edge
    }

    private init?(_ bytes: UnsafeRawBufferPointer) {
        var scanner = PrefixScanner(bytes: bytes)
        guard let start = LineStart(&scanner) else { return nil }
        atMs = start.atMs
        switch start.kind {
        case "turnStarted":
            guard scanner.take(#"","turnId":""#), let id = scanner.word(),
                scanner.take(#"","rootTurnId":"#), let rootTurnId = scanner.wordOrNull(),
                scanner.take(#","startedAtMs":"#), let startedAtMs = scanner.number(),
                scanner.take(#","clientUserMessageId":"#), let clientUserMessageId = scanner.wordOrNull(),
                scanner.take("}"), scanner.isAtEnd
            else { return nil }
            turnId = id
            kind = .started(
                TurnStartedRecord(
                    turnId: id, rootTurnId: rootTurnId, startedAtMs: startedAtMs,
                    clientUserMessageId: clientUserMessageId))
        case "turnCompleted":
            guard scanner.take(#"","id":""#), let id = scanner.word(),
                scanner.take(#"","status":""#), let status = scanner.word().flatMap(TurnStatus.init(rawValue:)),
                scanner.take(#"","error":null,"startedAt":"#), let startedAt = scanner.numberOrNull(),
                scanner.take(#","completedAt":"#), let completedAt = scanner.numberOrNull(),
                scanner.take(#","durationMs":"#), let durationMs = scanner.numberOrNull(),
                scanner.take("}"), scanner.isAtEnd
            else { return nil }
            turnId = id
            kind = .ended(
                TurnRecord(
                    id: id, status: status, startedAt: startedAt, completedAt: completedAt, durationMs: durationMs))
        default:
            return nil
        }
    }
}
