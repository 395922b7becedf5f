import AppServerProtocol
import Foundation
import Testing
import WireJSON

@testable import ThreadStore

/// Every record is read back as it was written, and the logs of earlier versions stay readable.
struct LogLineTests {
    static func everyRecord() throws -> [LogRecord] {
        [
            .thread(header()),
            .settings(try settings()),
            .turnStarted(TurnStartedRecord(turnId: "t1", rootTurnId: "t0", startedAtMs: 5, clientUserMessageId: "c1")),
            .itemStarted(ItemRecord(turnId: "t1", item: try command("inProgress"), atMs: 6)),
            .itemCompleted(ItemRecord(turnId: "t1", item: try command("completed", output: "out\\n"), atMs: 7)),
            .modelItem(ModelItemRecord(turnId: nil, item: try raw(#"{"type" : "message", "n": 1.50e3}"#))),
            .userMessage(UserMessageRecord(turnId: "t1", clientUserMessageId: "c2")),
            .turnCompleted(
                TurnRecord(
                    id: "t1", status: .failed, error: try value(#"{"message": "no", "codexErrorInfo": "other"}"#),
                    startedAt: 1, completedAt: 2, durationMs: 1000)),
            .tokenUsage(TokenUsageRecord(turnId: "t1", usage: try usage(10))),
            .name("a name"),
            .name(nil),
            .sequenceReserved(2000),
            .archived(true),
            .archived(false),
            .metadata(MetadataRecord(gitInfo: GitInfo(branch: "main"), projectId: "p1", daybreakEnabled: true)),
            .metadata(MetadataRecord()),
            .section(SectionRecord(sectionId: "s1", rank: -0.5, enteredAtMs: 9)),
            .section(SectionRecord(sectionId: nil, rank: 0, enteredAtMs: 9)),
            .attachment(
                ThreadAttachment(
                    id: "a1", attachmentType: "note", identityKey: "k", payload: try value(#"{"x": [1.5, null]}"#),
                    createdAt: 3)),
            .attachmentRemoved(AttachmentKey(attachmentType: "note", identityKey: "k")),
            .goal(
                ThreadGoal(
                    threadId: threadA, objective: "o", status: .paused, tokenBudget: nil, tokensUsed: 1,
                    timeUsedSeconds: 2, createdAt: 3, updatedAt: 4)),
            .goal(nil),
            .goal(
                ThreadGoal(
                    threadId: threadA, objective: "o", status: .active, tokenBudget: 9, tokensUsed: 1,
                    timeUsedSeconds: 2, createdAt: 3, updatedAt: 4), isHeld: true),
            .modelItem(ModelItemRecord(turnId: "t1", item: try raw(#"{"type":"message"}"#), itemId: "user-1")),
            .compacted(CompactedRecord(turnId: "t1", items: [try raw(#"{"type":"message"}"#)])),
            .queue(
                QueueRecord(
                    submissions: [
                        QueuedSubmission(
                            id: "q1", clientUserMessageId: "c3",
                            input: try value(#"[{"type": "text", "text": "later"}]"#))
                    ], isPaused: true)),
            .readMark(ReadMarkRecord(lastReadTurnId: "t1", firstUnreadTurnId: "t2")),
            .memoryMode(.disabled),
            .approval(ApprovalRecord(turnId: "t1", itemId: "call-1", isDecided: false)),
            .reverted(RevertedRecord(beforeTurnId: "t1", toOffset: 17, history: try someDigest().history)),
            .checkpoint(try CheckpointRecord(someDigest(), at: 99)),
        ]
    }

    /// A digest of a turn with an unanswered call.
    private static func someDigest() throws -> ThreadDigest {
        var digest = ThreadDigest(id: threadA)
        for (offset, line) in (try textTurn() + [line(nil, 3000, try modelCall("call-1"))]).enumerated() {
            digest.apply(line, at: offset)
        }
        return digest
    }

    @Test func everyRecordIsReadBackAsItWasWritten() throws {
        for (index, record) in try Self.everyRecord().enumerated() {
            let written = LogLine(seq: index.isMultiple(of: 2) ? index : nil, atMs: 1_763_682_414_123, record: record)
            var bytes = try encode([written])
            #expect(bytes.popLast() == UInt8(ascii: "\n"))
            #expect(!bytes.contains(UInt8(ascii: "\n")))
            #expect(bytes.starts(with: LogLine.beginning))
            #expect(try LogLine(parsing: bytes) == written)
            #expect(LineStart(bytes)?.kind == record.kind)
            #expect(LineStart(bytes)?.atMs == written.atMs)
        }
    }

    @Test func aModelItemKeepsItsBytes() throws {
        let text = #"{"type" : "message", "n": 1.50e3}"#
        let bytes = try encode([line(nil, 1, .modelItem(ModelItemRecord(turnId: "t", item: try raw(text))))])
        #expect(String(decoding: bytes, as: UTF8.self).contains(text))
    }

    @Test func aRecordOfALaterVersionIsKeptAsItIs() throws {
        let text = #"{"seq":7,"at":8,"kind":"fromTheFuture","x":[1, 2]}"#
        let line = try LogLine(parsing: Array(text.utf8))
        #expect(line.seq == 7)
        #expect(line.atMs == 8)
        #expect(line.record == .unknown(try raw(text)))
        #expect(try encode([line]) == Array((text + "\n").utf8))
    }

    @Test func wordsOfALaterVersionDoNotMakeARecordUnreadable() throws {
        let item = #"{"type":"commandExecution","id":"i","status":"postponed","command":"ls"}"#
        let text = #"{"seq":1,"at":1,"kind":"itemCompleted","turnId":"t","item":\#(item),"atMs":1}"#
        guard case .itemCompleted(let record) = try LogLine(parsing: Array(text.utf8)).record else {
            Issue.record("another record")
            return
        }
        #expect(record.item.id == "i")
        #expect(try JSONValue(parsing: try WireCoder.encode(record.item)) == JSONValue(parsing: Array(item.utf8)))

        var bytes = try encode([line(nil, 1, .thread(header()))])
        bytes = Array(String(decoding: bytes, as: UTF8.self).replacing("vscode", with: "hologram").utf8)
        bytes.removeLast()
        guard case .thread(let read) = try LogLine(parsing: bytes).record else {
            Issue.record("another record")
            return
        }
        #expect(read.source == .unknown)
        #expect(read.cwd == "/home/me/project")
    }

    @Test func unknownFieldsOfAKnownRecordAreIgnored() throws {
        let text = #"{"seq":null,"at":1,"kind":"name","name":"n","colour":"red"}"#
        #expect(try LogLine(parsing: Array(text.utf8)).record == .name("n"))
    }

    @Test(arguments: [
        ("", LogLineError.Kind.syntax), ("{", .syntax), (#"{"seq":1}{"seq":2}"#, .syntax), ("[]", .noRecord),
        (#"{"seq":1,"at":2}"#, .noRecord), (#"{"seq":1,"at":2,"kind":"turnStarted"}"#, .payload),
        (#"{"seq":1,"at":2,"kind":"sequenceReserved","upTo":"x"}"#, .payload),
    ])
    func whatIsNoRecordSaysWhy(_ text: String, _ kind: LogLineError.Kind) {
        #expect(throws: LogLineError.self) { try LogLine(parsing: Array(text.utf8)) }
        do {
            _ = try LogLine(parsing: Array(text.utf8))
        } catch {
            #expect(error.kind == kind)
        }
    }
}
