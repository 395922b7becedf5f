internal import AppServerProtocol
internal import WireJSON

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
        guard let start = LineStart(bytes), start.kind == "turnStarted" || start.kind == "turnCompleted",
            let root = try? JSONDocument(parsing: bytes, limits: LogLine.limits).root
        else { return nil }
        atMs = start.atMs
        if start.kind == "turnStarted" {
            guard let id = root["turnId"]?.string, let startedAtMs = root["startedAtMs"]?.int64 else { return nil }
            turnId = id
            kind = .started(
                TurnStartedRecord(
                    turnId: id, rootTurnId: root["rootTurnId"]?.string, startedAtMs: Int(startedAtMs),
                    clientUserMessageId: root["clientUserMessageId"]?.string))
        } else {
            guard let id = root["id"]?.string, let status = root["status"]?.string.flatMap(TurnStatus.init(rawValue:)),
                root["error"]?.isNull ?? true
            else { return nil }
            turnId = id
            kind = .ended(
                TurnRecord(
                    id: id, status: status, startedAt: root["startedAt"]?.int64.map { Int($0) },
                    completedAt: root["completedAt"]?.int64.map { Int($0) },
                    durationMs: root["durationMs"]?.int64.map { Int($0) }))
        }
    }
}
