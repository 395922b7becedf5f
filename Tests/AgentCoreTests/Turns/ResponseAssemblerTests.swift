import AppServerProtocol
import ModelClient
import Testing
import WireJSON

@testable import AgentCore

/// What a streamed answer means for the thread, event by event.
@Suite struct ResponseAssemblerTests {
    private func message(_ id: String, _ text: String) -> ModelItem {
        ModelItem(id: id, kind: .message(role: "assistant", text: text, phase: nil), raw: RawJSON(.string(text)))
    }

    private func call(_ id: String, _ name: String, namespace: String? = nil) -> ModelItem {
        ModelItem(
            id: "fc", kind: .functionCall(callID: id, name: name, namespace: namespace, arguments: "{}"),
            raw: RawJSON(.string(id)))
    }

    private func item(_ id: String, _ text: String) -> ThreadItem {
        .agentMessage(AgentMessageItem(id: id, text: text))
    }

    @Test func aMessageBeginsGrowsAndEnds() {
        var response = ResponseAssembler(makeID: { "made" })
        #expect(response.added(message("m", "")) == .start(item("m", "")))
        let (start, delta) = response.textDelta(itemID: "m", text: "hi")
        #expect(start == nil)
        #expect(delta == .messageDelta(itemID: "m", text: "hi"))
        let (begin, end) = response.done(message("m", "hi"))
        #expect(begin == nil)
        #expect(end == .complete(item("m", "hi")))
        #expect(response.history == [RawJSON(.string("hi"))])
        #expect(response.cut().isEmpty)
    }

    @Test(arguments: [
        (
            #"{"type":"search","query":"swift"}"#, "swift",
            WebSearchAction.search(WebSearchQuery(query: "swift"))
        ),
        (
            #"{"type":"open_page","url":"https://a.example"}"#, "https://a.example",
            .openPage(WebSearchOpenPage(url: "https://a.example"))
        ),
        (
            #"{"type":"find_in_page","url":"https://a.example","pattern":"x"}"#, "x",
            .findInPage(WebSearchFindInPage(url: "https://a.example", pattern: "x"))
        ),
        (#"{"type":"new"}"#, "", .other),
    ])
    func aSearchThatTheProviderRunsIsAnItem(_ action: String, _ query: String, _ expected: WebSearchAction) throws {
        var response = ResponseAssembler(makeID: { "made" })
        let raw = try RawJSON(
            validating: Array(#"{"type":"web_search_call","id":"ws","action":\#(action)}"#.utf8))
        let (begin, end) = response.done(ModelItem(try raw.document().root))
        #expect(begin == .start(.webSearch(WebSearchItem(id: "ws", query: "", action: .other))))
        #expect(end == .complete(.webSearch(WebSearchItem(id: "ws", query: query, action: expected))))
    }

    @Test func whatWasNeverAnnouncedBeginsWithItsFirstSign() {
        var response = ResponseAssembler(makeID: { "made" })
        #expect(response.textDelta(itemID: "m", text: "x").0 == .start(item("m", "")))
        let (begin, end) = response.done(message("n", "whole"))
        #expect(begin == .start(item("n", "")))
        #expect(end == .complete(item("n", "whole")))
    }

    @Test func anItemWithoutAnIDGetsOne() {
        var response = ResponseAssembler(makeID: { "made" })
        #expect(response.added(message("", "")) == .start(item("msg_made", "")))
        #expect(response.textDelta(itemID: "", text: "x").1 == .messageDelta(itemID: "msg_made", text: "x"))
        #expect(response.done(message("", "x")).1 == .complete(item("msg_made", "x")))
    }

    @Test func callsAreCollectedInOrderAndHaveNoItemHere() {
        var response = ResponseAssembler(makeID: { "made" })
        #expect(response.added(call("1", "exec_command")) == nil)
        _ = response.done(call("1", "exec_command"))
        _ = response.done(call("2", "read", namespace: "files"))
        #expect(response.toolCalls.map(\.name) == ["exec_command", "files.read"])
        #expect(response.history.count == 2)
    }

    @Test func aCutAnswerKeepsWhatWasSaid() {
        var response = ResponseAssembler(makeID: { "made" })
        _ = response.added(message("m", ""))
        _ = response.textDelta(itemID: "m", text: "half of ")
        _ = response.textDelta(itemID: "m", text: "it")
        #expect(response.cut() == [.complete(item("m", "half of it"))])
        #expect(response.history == [HistoryItems.assistantMessage("half of it")])
        // Only once.
        #expect(response.cut().isEmpty)
    }

    @Test func aCutMessageThatSaidNothingIsCompleteAndNotInTheHistory() {
        var response = ResponseAssembler(makeID: { "made" })
        _ = response.added(message("m", ""))
        #expect(response.cut() == [.complete(item("m", ""))])
        #expect(response.history.isEmpty)
    }
}
