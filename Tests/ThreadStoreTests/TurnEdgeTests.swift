import AppServerProtocol
import Testing
import WireJSON

@testable import ThreadStore

/// The edges of turns, read without parsing: whatever the encoder writes is understood, or left to the parser.
struct TurnEdgeTests {
    @Test(arguments: [nil, "root"] as [String?], [nil, "client-1"] as [String?])
    func aBeginning(_ rootTurnId: String?, _ clientId: String?) throws {
        let record = TurnStartedRecord(
            turnId: "t1", rootTurnId: rootTurnId, startedAtMs: 1234, clientUserMessageId: clientId)
        let edge = try #require(TurnEdge(try bytes(.turnStarted(record))))
        #expect(edge.turnId == "t1")
        #expect(edge.atMs == 99)
        guard case .started(let found) = edge.kind else { return #expect(Bool(false), "it is a beginning") }
        #expect(found == record)
    }

    @Test(arguments: [TurnStatus.completed, .interrupted, .failed], [nil, 7] as [Int?])
    func anEnd(_ status: TurnStatus, _ time: Int?) throws {
        let record = TurnRecord(id: "t1", status: status, startedAt: time, completedAt: time, durationMs: time)
        let edge = try #require(TurnEdge(try bytes(.turnCompleted(record))))
        #expect(edge.turnId == "t1")
        guard case .ended(let found) = edge.kind else { return #expect(Bool(false), "it is an end") }
        #expect(found == record)
    }

    @Test func whatNeedsACloserLookIsLeftToTheParser() throws {
        let failed = TurnRecord(id: "t1", status: .failed, error: TurnError(message: "no"))
        #expect(TurnEdge(try bytes(.turnCompleted(failed))) == nil)
        let odd = TurnStartedRecord(turnId: "t1", startedAtMs: 1, clientUserMessageId: "a \"quoted\" id")
        #expect(TurnEdge(try bytes(.turnStarted(odd))) == nil)
        #expect(TurnEdge(try bytes(.name("a name"))) == nil)
        var glued = try bytes(.turnStarted(TurnStartedRecord(turnId: "t1", startedAtMs: 1)))
        glued += glued
        #expect(TurnEdge(glued) == nil)
    }

    private func bytes(_ record: LogRecord) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try LogLine(seq: 5, atMs: 99, record: record).encode(into: &bytes)
        return Array(bytes.dropLast())
    }
}
