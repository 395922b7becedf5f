import AppServerProtocol
import Testing
import WireJSON

@testable import ThreadStore

/// What a dead process left open is closed by records that the next reader finds like all others.
struct RepairPlanTests {
    private func repaired(_ lines: [LogLine], isSound: Bool = true) -> (
        before: ThreadReducer, repairs: [LogLine], after: ThreadReducer
    ) {
        var reducer = ThreadReducer(id: threadA)
        for line in lines { reducer.apply(line) }
        let before = reducer
        let repairs = RepairPlan.lines(for: reducer)
        for line in repairs {
            let irregularity = reducer.apply(line)
            if isSound { #expect(irregularity == nil) }
        }
        return (before, repairs, reducer)
    }

    @Test func aSoundLogNeedsNone() throws {
        #expect(repaired([line(nil, 1, .thread(header()))]).repairs.isEmpty)
        #expect(repaired([line(nil, 1, .thread(header()))] + (try textTurn())).repairs.isEmpty)
    }

    @Test func repairsLeaveNothingToRepair() throws {
        let turn = try textTurn()
        for count in 0...turn.count {
            let (_, _, after) = repaired([line(nil, 1, .thread(header()))] + turn.prefix(count))
            #expect(RepairPlan.lines(for: after).isEmpty, "after \(count) records")
        }
    }

    /// A turn in which one call ran and another one waits for the user's word.
    private func waitingTurn(isDecided: Bool) throws -> [LogLine] {
        [
            line(nil, 1000, .thread(header())),
            line(1, 1000, .turnStarted(TurnStartedRecord(turnId: "t", startedAtMs: 1000))),
            line(nil, 1001, try modelCall("call-1")), line(nil, 1001, try modelCall("call-2")),
            line(
                2, 1002,
                .itemStarted(ItemRecord(turnId: "t", item: try command("inProgress", id: "call-1"), atMs: 1002))),
            line(
                3, 1003,
                .itemStarted(ItemRecord(turnId: "t", item: try command("inProgress", id: "call-2"), atMs: 1003))),
            line(nil, 1003, .approval(ApprovalRecord(turnId: "t", itemId: "call-2", isDecided: false))),
        ]
            + (isDecided
                ? [line(nil, 1004, .approval(ApprovalRecord(turnId: "t", itemId: "call-2", isDecided: true)))] : [])
    }

    @Test func aTurnThatWaitsForTheUserStaysOpenWithItsCall() throws {
        let (_, repairs, after) = repaired(try waitingTurn(isDecided: false))
        #expect(after.digest.lastTurn?.status == .inProgress)
        #expect(after.digest.waitingApprovals.map(\.itemId) == ["call-2"])
        #expect(after.digest.history.openCalls.calls.map(\.callId) == ["call-2"])
        let items = try #require(after.whole(path: "", damages: []).turns.first?.items)
        #expect(items.map(\.id) == ["call-1", "call-2"])
        guard case .commandExecution(let first) = items[0], case .commandExecution(let second) = items[1] else {
            Issue.record("other items")
            return
        }
        #expect(first.status == .failed)
        #expect(second.status == .inProgress)
        #expect(repairs.count == 2)
    }

    @Test func aCallThatTheUserHasDecidedOnMayHaveBegun() throws {
        let (_, _, after) = repaired(try waitingTurn(isDecided: true))
        #expect(after.digest.lastTurn?.status == .interrupted)
        #expect(after.digest.openApprovals.isEmpty)
        #expect(after.digest.history.openCalls.calls.isEmpty)
    }

    @Test func aRunningTurnIsClosedAtTheTimeOfItsLastRecord() throws {
        let (_, repairs, after) = repaired([
            line(1, 10_000, .turnStarted(TurnStartedRecord(turnId: "t", startedAtMs: 10_000))),
            line(2, 11_000, .itemStarted(ItemRecord(turnId: "t", item: try agentMessage("", id: "m"), atMs: 11_000))),
            line(
                3, 12_500,
                .itemStarted(ItemRecord(turnId: "t", item: try command("inProgress", output: "so far"), atMs: 12_500))),
            line(
                4, 14_000,
                .itemStarted(ItemRecord(turnId: "t", item: try agentMessage("partial", id: "n"), atMs: 14_000))),
            line(nil, 14_000, .sequenceReserved(1000)),
        ])
        let turn = try #require(after.whole(path: "", damages: []).turns.first)
        #expect(turn.status == .interrupted)
        #expect(turn.completedAt == 14)
        #expect(turn.durationMs == 4000)
        #expect(turn.items.map(\.id) == ["call-1", "n"])
        guard case .commandExecution(let item) = turn.items[0] else { return #expect(Bool(false)) }
        #expect(item.status == .failed)
        #expect(item.aggregatedOutput == "so far")
        #expect(item.exitCode == nil)
        #expect(item.durationMs == 1500)
        #expect(repairs.map(\.seq) == [1001, 1002, 1003])
        #expect(repairs.allSatisfy { $0.atMs == 14_000 })
        #expect(after.digest.lastSeq == 1003)
    }

    @Test func everyRunningTurnIsClosed() {
        // No version writes such a log; it takes a lost record.
        let lines = [
            line(1, 10, .turnStarted(TurnStartedRecord(turnId: "a", startedAtMs: 10))),
            line(2, 20, .turnStarted(TurnStartedRecord(turnId: "b", startedAtMs: 20))),
        ]
        let (_, repairs, after) = repaired(lines, isSound: false)
        #expect(repairs.count == 2)
        #expect(after.whole(path: "", damages: []).turns.map(\.status) == [.interrupted, .interrupted])
    }

    @Test func unansweredCallsAreAnswered() throws {
        let (_, repairs, after) = repaired([
            line(nil, 1, try modelCall("one")), line(nil, 2, try modelCall("two", type: "custom_tool_call")),
            line(nil, 3, try modelCall("three", type: "local_shell_call")), line(nil, 4, try modelOutput("one")),
        ])
        #expect(repairs.count == 2)
        let outputs = try after.whole(path: "", damages: []).modelItems.suffix(2).map { item in
            let root = try item.document().root
            return [root["type"]?.string, root["call_id"]?.string, root["output"]?.string]
        }
        #expect(
            outputs == [
                ["custom_tool_call_output", "two", OpenCalls.abortedOutput],
                ["function_call_output", "three", OpenCalls.abortedOutput],
            ])
        #expect(RepairPlan.lines(for: after).isEmpty)
    }

    @Test(
        arguments: [
            (#"{"type":"agentMessage","id":"i","text":""}"#, nil),
            (#"{"type":"agentMessage","id":"i","text":"x"}"#, "kept"),
            (#"{"type":"plan","id":"i","text":""}"#, nil),
            (#"{"type":"reasoning","id":"i","summary":[],"content":[]}"#, nil),
            (#"{"type":"reasoning","id":"i","summary":["s"],"content":[]}"#, "kept"),
            (#"{"type":"contextCompaction","id":"i"}"#, nil),
            (#"{"type":"fileChange","id":"i","changes":[],"status":"inProgress"}"#, "failed"),
            (#"{"type":"fileChange","id":"i","changes":[],"status":"declined"}"#, "declined"),
            (
                #"{"type":"mcpToolCall","id":"i","server":"s","tool":"t","arguments":{},"status":"inProgress"}"#,
                "failed"
            ),
            (#"{"type":"dynamicToolCall","id":"i","tool":"t","arguments":{},"status":"inProgress"}"#, "failed"),
            (
                #"{"type":"collabAgentToolCall","id":"i","tool":"wait","status":"inProgress","senderThreadId":"s","receiverThreadIds":[],"agentsStates":{}}"#,
                "interrupted"
            ),
            (#"{"type":"webSearch","id":"i","query":"q"}"#, "kept"),
            (#"{"type":"userMessage","id":"i","content":[{"type":"text","text":"x"}]}"#, "kept"),
            // It was refused, because it could not be written down.
            (#"{"type":"userMessage","id":"i","content":[]}"#, nil),
        ] as [(String, String?)])
    func everyKindOfItemHasAFinalState(_ json: String, _ expected: String?) throws {
        let item: ThreadItem = try value(json)
        let final = item.afterInterruption(durationMs: 5)
        guard let expected else { return #expect(final == nil) }
        let status = try RawJSON(encoding: try #require(final)).document().root["status"]?.string
        if expected == "kept" { #expect(final == item) } else { #expect(status == expected) }
    }
}
