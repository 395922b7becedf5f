package import AppServerProtocol

/// How far the user has read a thread.
///
/// It follows from the log: the ends of turns and the users' marks, in order. The same records give the same mark, its
/// revision included, so nothing needs to be written when a turn ends.
package struct ReadMark: Codable, Hashable, Sendable {
    /// Where the unread part begins; nil when nothing is unread.
    private var firstUnread: ThreadUnreadPosition?
    /// Where the first unread turn begins in the log, if it is a turn.
    private var offset: Int?
    /// How often the mark has changed; 0 until a turn has come to its end, and then there is nothing to read.
    private var changes = 0

    /// The mark of a thread on which no turn has ended.
    package init() {}

    /// What clients see; nil while there is nothing to read.
    package var state: ThreadReadState? {
        guard changes > 0 else { return nil }
        return ThreadReadState(firstUnread: firstUnread, revision: String(changes))
    }

    /// A turn is over. Of an interrupted one the user knows: they stopped it.
    mutating func turnEnded(_ record: TurnRecord, beganAt offset: Int?) {
        guard record.status == .completed || record.status == .failed else { return }
        if firstUnread == nil {
            firstUnread = .turn(UnreadTurn(turnId: record.id))
            self.offset = offset
        }
        changes += 1
    }

    /// The user has marked the thread: as read, or as unread from its start on.
    mutating func apply(_ record: ReadMarkRecord) {
        firstUnread = record.firstUnreadTurnId == nil ? nil : .threadStart
        offset = nil
        changes += 1
    }

    /// The user's mark that this one knows and another, made of fewer records, does not; nil if the other says the same,
    /// or shows as unread what the user had read: then nothing is hidden from them.
    func record(missingIn other: ReadMark) -> ReadMarkRecord? {
        guard changes > 0, firstUnread != other.firstUnread else { return nil }
        return switch firstUnread {
        case nil: ReadMarkRecord()
        case .threadStart: ReadMarkRecord(firstUnreadTurnId: "")
        case .turn: nil
        }
    }

    /// A part of the history is gone. If the first unread turn is gone, the ones after it are too, and nothing is unread.
    mutating func reverted(_ record: RevertedRecord) {
        let isUnreadGone = offset.map { $0 >= record.toOffset } ?? false
        guard changes > 0, isUnreadGone || record.history.turnCount == 0 else { return }
        firstUnread = nil
        offset = nil
        changes += 1
    }
}

extension ThreadDigest {
    /// How far the user has read; nil while there is nothing to read.
    package var readState: ThreadReadState? { readMark.state }

    /// The state once the running turn has ended; nil if its end doesn't change it.
    package func readState(endingWith record: TurnRecord) -> ThreadReadState? {
        var mark = readMark
        mark.turnEnded(record, beganAt: nil)
        return mark == readMark ? nil : mark.state
    }
}
