import AppServerProtocol
import Testing
import WireJSON

@testable import AgentCore

/// The single door for a thread's events.
@Suite struct ThreadFeedTests {
    @Test func numbersRiseByOneWhoeverListens() {
        let fixture = FeedFixture()
        fixture.feed.warning("unheard")
        let inbox = fixture.join()
        for text in ["a", "b", "c"] { fixture.feed.warning(text) }
        #expect(inbox.numbers == [2, 3, 4])
    }

    @Test func aSnapshotAndTheEventsAfterItMakeTheWhole() {
        let fixture = FeedFixture()
        _ = fixture.beginTurn()
        fixture.feed.itemStarted(.agentMessage(AgentMessageItem(id: "m", text: "")), turnID: "turn", atMs: 0)
        fixture.feed.agentMessageDelta("one ", itemID: "m", turnID: "turn")
        let inbox = Inbox()
        let snapshot = fixture.feed.attach(inbox.subscriber(1))
        fixture.feed.agentMessageDelta("two", itemID: "m", turnID: "turn")
        // Nothing flows before the snapshot has been sent.
        #expect(inbox.lines.isEmpty)
        fixture.feed.release(1)
        #expect(snapshot.state.currentTurn?.items == [.agentMessage(AgentMessageItem(id: "m", text: "one "))])
        #expect(inbox.lines.compactMap { $0["params"]?["delta"]?.stringValue } == ["two"])
        #expect(inbox.numbers.first == Int64(snapshot.state.sequence + 1))
    }

    @Test func statusEventsReachEverybodyOthersOnlySubscribers() {
        let fixture = FeedFixture()
        let inbox = fixture.join()
        _ = fixture.beginTurn()
        #expect(inbox.methods == ["thread/status/changed", "turn/started"])
        #expect(fixture.outsiders.methods == ["thread/status/changed"])
    }

    @Test func aTurnEndsOnceWithItsAnswer() {
        let fixture = FeedFixture()
        let inbox = fixture.join()
        var turn = fixture.beginTurn()
        fixture.feed.itemCompleted(.agentMessage(AgentMessageItem(id: "m", text: "done")), turnID: turn.id, atMs: 0)
        turn.status = .completed
        fixture.feed.turnEnded(turn, atMs: 6000)
        // A thread without a log has nothing that could be marked as read.
        #expect(inbox.methods.suffix(3) == ["item/completed", "thread/status/changed", "turn/completed"])
        let announced = inbox.lines.last?["params"]?["turn"]
        #expect(announced?["itemsView"] == "summary")
        #expect(announced?["items"]?[0]?["text"] == "done")
        // What has ended is in the log, and no longer in memory.
        #expect(fixture.feed.read { $0.turn } == nil)
    }

    @Test func settingsThatStayTheSameAreNoEvent() {
        let fixture = FeedFixture()
        let inbox = fixture.join()
        var settings = fixture.feed.read(\.settings)
        fixture.feed.settingsChanged(settings)
        #expect(inbox.lines.isEmpty)
        settings.model = "other"
        fixture.feed.settingsChanged(settings)
        #expect(inbox.methods == ["thread/settings/updated"])
    }

    // MARK: - Requests

    @Test func theFirstAnswerCountsAndOnlyThoseAskedMayGiveIt() async throws {
        let fixture = FeedFixture()
        let inbox = fixture.join(1)
        _ = fixture.beginTurn()
        async let answer = fixture.feed.ask(
            ItemCommandExecutionRequestApproval.self, .sample, waiting: .waitingOnApproval)
        while !inbox.methods.contains("item/commandExecution/requestApproval") { await Task.yield() }
        #expect(fixture.feed.read(\.status) == .active(ActiveThread(activeFlags: [.waitingOnApproval])))
        #expect(!fixture.requests.answer(0, .decision("accept"), from: 99))
        #expect(fixture.requests.answer(0, .decision("decline"), from: 1))
        #expect(!fixture.requests.answer(0, .decision("accept"), from: 1))
        #expect(try await answer.response.decision == .decline)
        #expect(inbox.methods.suffix(2) == ["serverRequest/resolved", "thread/status/changed"])
    }

    @Test func aRequestIsSentAgainToWhoeverJoins() async throws {
        let fixture = FeedFixture()
        let first = fixture.join(1)
        _ = fixture.beginTurn()
        async let answer = fixture.feed.ask(
            ItemCommandExecutionRequestApproval.self, .sample, waiting: .waitingOnApproval)
        while !first.methods.contains("item/commandExecution/requestApproval") { await Task.yield() }
        let second = Inbox()
        _ = fixture.feed.attach(second.subscriber(2))
        fixture.feed.release(2)
        #expect(second.methods == ["item/commandExecution/requestApproval"])
        #expect(second.lines.first?["id"] == 0)
        #expect(fixture.requests.answer(0, .decision("accept"), from: 2))
        #expect(try await answer.response.decision == .accept)
        #expect(first.methods.contains("serverRequest/resolved"))
    }

    @Test func cancellingWithdrawsTheRequest() async {
        let fixture = FeedFixture()
        let inbox = fixture.join(1)
        let task = Task {
            try await fixture.feed.ask(ItemCommandExecutionRequestApproval.self, .sample, waiting: .waitingOnApproval)
        }
        while inbox.lines.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: RequestFailure.self) { try await task.value }
        #expect(inbox.methods.last == "serverRequest/resolved")
        #expect(!fixture.requests.answer(0, .decision("accept"), from: 1))
    }

    @Test func whenNobodyCanAnswerAnyMoreNothingWaits() async {
        let fixture = FeedFixture()
        let inbox = fixture.join(1)
        let task = Task {
            try await fixture.feed.ask(ItemCommandExecutionRequestApproval.self, .sample, waiting: .waitingOnApproval)
        }
        while inbox.lines.isEmpty { await Task.yield() }
        fixture.requests.close()
        await #expect(throws: RequestFailure.self) { try await task.value }
        await #expect(throws: RequestFailure.self) {
            try await fixture.feed.ask(ItemCommandExecutionRequestApproval.self, .sample, waiting: .waitingOnApproval)
        }
    }
}

extension CommandExecutionRequestApprovalParams {
    fileprivate static let sample = CommandExecutionRequestApprovalParams(
        threadId: "t", turnId: "turn", itemId: "i", startedAtMs: 0)
}

extension ClientAnswer {
    fileprivate static func decision(_ word: String) -> ClientAnswer {
        .result(RawJSON(["decision": .string(word)]))
    }
}
