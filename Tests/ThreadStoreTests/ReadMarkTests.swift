import AppServerProtocol
import Testing

@testable import ThreadStore

@Suite("How far the user has read")
struct ReadMarkTests {
    private var digest = ThreadDigest(id: threadA)
    private var offset = 0

    private mutating func apply(_ record: LogRecord) {
        offset += 100
        digest.apply(LogLine(seq: nil, atMs: offset, record: record), at: offset)
    }

    /// A turn's beginning and end; returns where it begins.
    @discardableResult
    private mutating func turn(_ id: String, _ status: TurnStatus = .completed) -> Int {
        apply(.turnStarted(TurnStartedRecord(turnId: id, startedAtMs: offset)))
        let begin = offset
        apply(.turnCompleted(TurnRecord(id: id, status: status)))
        return begin
    }

    private mutating func read() { apply(.readMark(ReadMarkRecord(lastReadTurnId: digest.lastTurn?.id))) }

    private func unread(_ id: String) -> ThreadUnreadPosition { .turn(UnreadTurn(turnId: id)) }

    @Test("is no question before a turn has ended")
    mutating func none() {
        #expect(digest.readState == nil)
        turn("t1", .interrupted)
        #expect(digest.readState == nil)
    }

    @Test("begins with the first turn that ends, and stays there", arguments: [TurnStatus.completed, .failed])
    mutating func first(status: TurnStatus) {
        turn("t1", status)
        #expect(digest.readState == ThreadReadState(firstUnread: unread("t1"), revision: "1"))
        turn("t2")
        #expect(digest.readState == ThreadReadState(firstUnread: unread("t1"), revision: "2"))
        turn("t3", .interrupted)
        #expect(digest.readState?.revision == "2", "the user knows of a turn that they stopped")
    }

    @Test("changes with every mark of the user's")
    mutating func marks() {
        turn("t1")
        read()
        #expect(digest.readState == ThreadReadState(revision: "2"))
        read()
        #expect(digest.readState?.revision == "3")
        turn("t2")
        #expect(digest.readState?.firstUnread == unread("t2"))
        apply(.readMark(ReadMarkRecord(firstUnreadTurnId: "t1")))
        turn("t3")
        #expect(digest.readState == ThreadReadState(firstUnread: .threadStart, revision: "6"))
    }

    @Test("is known before the end of a turn is written")
    mutating func ahead() {
        turn("t1")
        read()
        let end = TurnRecord(id: "t2", status: .completed)
        let ahead = digest.readState(endingWith: end)
        #expect(digest.readState(endingWith: TurnRecord(id: "t2", status: .interrupted)) == nil)
        turn("t2")
        #expect(digest.readState == ahead)
    }

    @Test("survives a revert, unless the unread part is gone")
    mutating func reverted() {
        let first = turn("t1")
        read()
        let afterOne = digest.history
        turn("t2")
        let third = turn("t3")
        apply(.reverted(RevertedRecord(beforeTurnId: "t3", toOffset: third, history: digest.history)))
        #expect(digest.readState == ThreadReadState(firstUnread: unread("t2"), revision: "4"))
        apply(.reverted(RevertedRecord(beforeTurnId: "t2", toOffset: first + 300, history: afterOne)))
        #expect(digest.readState == ThreadReadState(revision: "5"))
        apply(.reverted(RevertedRecord(beforeTurnId: "t1", toOffset: first, history: HistoryDigest())))
        #expect(digest.readState == ThreadReadState(revision: "6"))
    }

    @Test("is restored from a checkpoint when the user's mark is lost")
    mutating func lost() {
        turn("t1")
        let unmarked = digest.readMark
        #expect(unmarked.record(missingIn: unmarked) == nil)
        read()
        #expect(digest.readMark.record(missingIn: unmarked) == ReadMarkRecord())
        turn("t2")
        #expect(digest.readMark.record(missingIn: unmarked) == nil, "unread from t1 on hides nothing")
        apply(.readMark(ReadMarkRecord(firstUnreadTurnId: "t1")))
        let record = digest.readMark.record(missingIn: unmarked)
        var restored = unmarked
        if let record { restored.apply(record) }
        #expect(restored.state?.firstUnread == .threadStart)
    }
}
