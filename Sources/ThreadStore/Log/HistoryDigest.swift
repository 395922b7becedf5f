package import AppServerProtocol

/// A thread's turns in a nutshell. What a revert puts back.
package struct HistoryDigest: Codable, Hashable, Sendable {
    /// How many turns there are.
    package internal(set) var turnCount = 0
    /// The oldest turn.
    package internal(set) var firstTurnId: String?
    /// The newest turn.
    package internal(set) var lastTurn: TurnDigest?
    /// The text of the first user message; nil before it.
    package internal(set) var preview: String?
    /// When a turn last began or ended, in milliseconds since the Unix epoch.
    package internal(set) var recencyAtMs: Int?
    /// The tool calls that have no output yet.
    package internal(set) var openCalls = OpenCalls()

    /// A history without turns.
    package init() {}

    /// A turn began.
    mutating func begin(_ record: TurnStartedRecord, atMs: Int, at offset: Int) -> ThreadDigest.Irregularity? {
        guard lastTurn?.id != record.turnId else {
            return (.repeatedTurn, "the turn \(record.turnId) began before")
        }
        makeTurn(record.turnId, startedAtMs: record.startedAtMs, at: offset)
        lastTurn?.rootTurnId = record.rootTurnId
        recencyAtMs = max(recencyAtMs ?? 0, record.startedAtMs)
        return nil
    }

    /// An item began or ended.
    mutating func take(_ record: ItemRecord, atMs: Int, at offset: Int) -> ThreadDigest.Irregularity? {
        if preview == nil, case .userMessage(let message) = record.item {
            preview = ThreadPreview.text(of: message.content)
        }
        return expect(record.turnId, at: offset)
    }

    /// A turn ended.
    mutating func end(_ record: TurnRecord, atMs: Int, at offset: Int) -> ThreadDigest.Irregularity? {
        let irregularity = expect(record.id, at: offset)
        lastTurn?.status = record.status
        recencyAtMs = max(recencyAtMs ?? 0, atMs)
        return irregularity
    }

    /// Makes the turn of a record the last one, made up when its beginning is missing.
    mutating func expect(_ turnId: String, at offset: Int) -> ThreadDigest.Irregularity? {
        guard lastTurn?.id != turnId else { return nil }
        makeTurn(turnId, startedAtMs: nil, at: offset)
        return (.missingTurn, "the beginning of the turn \(turnId) is missing")
    }

    private mutating func makeTurn(_ id: String, startedAtMs: Int?, at offset: Int) {
        turnCount += 1
        firstTurnId = firstTurnId ?? id
        lastTurn = TurnDigest(id: id, startedAtMs: startedAtMs, offset: offset)
    }
}

/// A turn in a nutshell.
package struct TurnDigest: Codable, Hashable, Sendable {
    /// The turn's id.
    package var id: String
    /// The turn that began the chain of work.
    package var rootTurnId: String?
    /// How it is going.
    package var status = TurnStatus.inProgress
    /// When it began, in milliseconds since the Unix epoch.
    package var startedAtMs: Int?
    /// Where its first record stands, in bytes from the start of the log.
    package var offset: Int
}
