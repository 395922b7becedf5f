import Foundation
import ModelClient
import Synchronization
import Testing
import WireJSON

/// Conversations that are shortened: because a client wants it, or because the model's window is nearly full.
@Suite struct CompactionTests {
    /// A model that writes a summary when it is asked for one (a request without tools) and else answers like the offline
    /// model, as many tokens at a time as the test says.
    private final class Model: Sendable {
        let recorder = RequestRecorder()
        private let state: Mutex<(summary: Summary, tokens: Int)>

        enum Summary {
            case text(String)
            case failure(ModelFailure)
            /// The first so many requests are too long.
            case tooLong(times: Int)
            case never
        }

        init(_ summary: Summary = .text("THE SUMMARY"), tokens: Int = 10) {
            state = Mutex((summary, tokens))
        }

        func use(tokens: Int) { state.withLock { $0.tokens = tokens } }
        func answer(_ summary: Summary) { state.withLock { $0.summary = summary } }

        var client: ModelClient {
            ModelClient(stream: { request, handle in
                let tokens = self.state.withLock(\.tokens)
                let usage = ModelUsage(inputTokens: tokens, outputTokens: 0)
                guard request.tools.isEmpty else {
                    return try await self.recorder.client.stream(request) { event in
                        if case .completed(let id, _) = event {
                            return try handle(.completed(responseID: id, usage: usage))
                        }
                        try handle(event)
                    }
                }
                self.recorder.note(request)
                switch self.next() {
                case .text(let text):
                    let raw: JSONValue = [
                        "type": "message", "role": "assistant", "id": "s",
                        "content": [["type": "output_text", "text": .string(text)]],
                    ]
                    let bytes = try WireCoder.encode(raw)
                    try handle(.itemDone(ModelItem(JSONDocument(parsing: bytes).root)))
                    try handle(.completed(responseID: "r", usage: usage))
                case .failure(let failure):
                    throw failure
                case .tooLong:
                    throw ModelFailure(kind: .contextWindowExceeded, message: "too long")
                case .never:
                    try await Task.sleep(for: .seconds(600))
                }
            })
        }

        private func next() -> Summary {
            state.withLock { state in
                guard case .tooLong(let times) = state.summary else { return state.summary }
                guard times > 0 else { return .text("A SHORT SUMMARY") }
                state.summary = .tooLong(times: times - 1)
                return .tooLong(times: times)
            }
        }
    }

    private func events(_ client: InProcessClient, of turn: String) -> [String] {
        client.lines.compactMap { line in
            guard let params = line["params"], line["id"] == nil else { return nil }
            let id = params["turnId"]?.stringValue ?? params["turn"]?["id"]?.stringValue
            return id == turn ? line["method"]?.stringValue : nil
        }
    }

    @Test func theModelGoesOnWithTheSummaryAndTheUsersMessages() async throws {
        let model = Model()
        let test = try TestServer(model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for text in ["say: first", "run: echo output"] {
            try await client.completed(try await client.startTurn(thread, text))
        }
        let before = model.recorder.all.count
        #expect(try await client.call("thread/compact/start", ["threadId": .string(thread)]) == [:])
        let started = try await client.event("item/started") { $0["item"]?["type"] == "contextCompaction" }
        let turn = try #require(started["params"]?["turnId"]?.stringValue)
        let ended = try await client.completed(turn)
        #expect(ended["status"] == "completed")
        #expect(
            events(client, of: turn) == [
                "turn/started", "item/started", "thread/tokenUsage/updated", "thread/tokenUsage/updated",
                "item/completed", "turn/completed",
            ])
        #expect(client.methods.contains("warning"))
        let asked = try #require(model.recorder.all.dropFirst(before).first)
        #expect(asked.tools.isEmpty && !asked.parallelToolCalls)

        try await client.completed(try await client.startTurn(thread, "say: on"))
        let texts = model.recorder.texts(before + 1)
        #expect(texts.map(\.role) == ["developer", "developer", "user", "user", "user", "user", "user"])
        #expect(texts[3].text == "say: first")
        #expect(texts[4].text == "run: echo output")
        #expect(texts[5].text.hasSuffix("THE SUMMARY"))
        #expect(texts[6].text == "say: on")
        await test.stop()
    }

    @Test func theShortHistoryOutlivesTheProcess() async throws {
        let model = Model()
        let first = try TestServer(model: model.client)
        let client = try await first.client()
        let thread = try await client.startThread(in: first)
        try await client.completed(try await client.startTurn(thread, "run: echo output"))
        try await client.call("thread/compact/start", ["threadId": .string(thread)])
        try await client.event("item/completed") { $0["item"]?["type"] == "contextCompaction" }
        try await client.completed(try await client.startTurnAfterCompaction(thread, "say: on"))
        let before = try #require(model.recorder.all.last).input
        await first.stop()

        let later = try TestServer(home: first.home, model: model.client)
        let other = try await later.client()
        try await other.call("thread/resume", ["threadId": .string(thread)])
        try await other.completed(try await other.startTurn(thread, "say: again"))
        let after = try #require(model.recorder.all.last).input
        #expect(Array(after.prefix(before.count)) == before)
        let read = try await other.call("thread/read", ["threadId": .string(thread), "includeTurns": true])
        let items = read["thread"]?["turns"]?.arrayValue?.flatMap { $0["items"]?.arrayValue ?? [] } ?? []
        #expect(
            items.compactMap { $0["type"]?.stringValue } == [
                "userMessage", "commandExecution", "agentMessage", "contextCompaction", "userMessage", "agentMessage",
                "userMessage", "agentMessage",
            ])
        await later.stop()
    }

    @Test func aRevertedCompactionGivesTheWholeHistoryBack() async throws {
        let model = Model()
        let test = try TestServer(model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "run: echo output"))
        let whole = try #require(model.recorder.all.last).input
        try await client.call("thread/compact/start", ["threadId": .string(thread)])
        let item = try await client.event("item/completed") { $0["item"]?["type"] == "contextCompaction" }
        let turn = try #require(item["params"]?["turnId"]?.stringValue)
        try await client.completed(turn)
        try await client.call("thread/revert", ["threadId": .string(thread), "beforeTurnId": .string(turn)])
        try await client.completed(try await client.startTurn(thread, "say: on"))
        let after = try #require(model.recorder.all.last).input
        #expect(Array(after.prefix(whole.count)) == whole)
        await test.stop()
    }

    @Test func aFullWindowIsShortenedBeforeTheNextTurnTakesItsMessage() async throws {
        let model = Model(tokens: 2000)
        let test = try TestServer(config: "model_auto_compact_token_limit = 2000", model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "say: first"))
        model.use(tokens: 100)
        let turn = try await client.startTurn(thread, "say: second")
        try await client.completed(turn)
        let items = client.lines.filter {
            $0["method"] == "item/completed" && $0["params"]?["turnId"]?.stringValue == turn
        }.compactMap { $0["params"]?["item"]?["type"]?.stringValue }
        #expect(items == ["contextCompaction", "userMessage", "agentMessage"])
        #expect(model.recorder.all.map(\.tools.isEmpty) == [false, true, false])
        try await client.completed(try await client.startTurn(thread, "say: third"))
        #expect(model.recorder.all.map(\.tools.isEmpty) == [false, true, false, false])
        await test.stop()
    }

    @Test func aFullWindowIsShortenedBetweenTwoSteps() async throws {
        let model = Model(tokens: 2000)
        let test = try TestServer(config: "model_auto_compact_token_limit = 2000", model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "run: echo output")
        #expect(try await client.completed(turn)["status"] == "completed")
        #expect(model.recorder.all.map(\.tools.isEmpty) == [false, true, false])
        let last = model.recorder.texts(2)
        #expect(last.suffix(2).first?.text == "run: echo output")
        #expect(last.last?.text.hasSuffix("THE SUMMARY") == true)
        await test.stop()
    }

    @Test func aCompactionThatFailsLeavesTheHistoryAsItIs() async throws {
        let model = Model(.failure(ModelFailure(kind: .invalidRequest, message: "no")))
        let test = try TestServer(model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "say: first"))
        let before = try #require(model.recorder.all.last).input
        try await client.call("thread/compact/start", ["threadId": .string(thread)])
        let started = try await client.event("item/started") { $0["item"]?["type"] == "contextCompaction" }
        let ended = try await client.completed(try #require(started["params"]?["turnId"]?.stringValue))
        #expect(ended["status"] == "failed")
        #expect(client.unfinishedItems.isEmpty)
        try await client.completed(try await client.startTurn(thread, "say: on"))
        #expect(Array(try #require(model.recorder.all.last).input.prefix(before.count)) == before)
        await test.stop()
    }

    @Test func aHistoryThatIsTooLongToBeSummarisedIsSummarisedFromItsNewerHalf() async throws {
        let model = Model(.tooLong(times: 2))
        let test = try TestServer(model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for text in ["run: echo one", "run: echo two", "say: three"] {
            try await client.completed(try await client.startTurn(thread, text))
        }
        let before = model.recorder.all.count
        try await client.call("thread/compact/start", ["threadId": .string(thread)])
        let item = try await client.event("item/completed") { $0["item"]?["type"] == "contextCompaction" }
        #expect(
            try await client.completed(try #require(item["params"]?["turnId"]?.stringValue))["status"] == "completed")
        let asked = model.recorder.all.dropFirst(before)
        #expect(asked.count == 3)
        for request in asked {
            let items = request.input.compactMap { try? JSONValue(parsing: $0.bytes) }
            let calls = items.filter { $0["type"] == "function_call" }.map { $0["call_id"] }
            let outputs = items.filter { $0["type"] == "function_call_output" }.map { $0["call_id"] }
            #expect(calls == outputs)
        }
        await test.stop()
    }

    @Test func aModelThatWritesNothingShortensNothing() async throws {
        let model = Model(.text(""))
        let test = try TestServer(model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "say: first"))
        try await client.call("thread/compact/start", ["threadId": .string(thread)])
        let started = try await client.event("item/started") { $0["item"]?["type"] == "contextCompaction" }
        let ended = try await client.completed(try #require(started["params"]?["turnId"]?.stringValue))
        #expect(ended["error"]?["message"]?.stringValue?.contains("no summary") == true)
        await test.stop()
    }

    @Test func nobodySteersACompactionAndAnInterruptEndsIt() async throws {
        let model = Model(.never)
        let test = try TestServer(model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "say: first"))
        try await client.call("thread/compact/start", ["threadId": .string(thread)])
        let started = try await client.event("item/started") { $0["item"]?["type"] == "contextCompaction" }
        let turn = try #require(started["params"]?["turnId"]?.stringValue)
        let steer: JSONValue = [
            "threadId": .string(thread), "expectedTurnId": .string(turn), "input": .input("say: x"),
        ]
        for (method, params) in [("turn/steer", steer), ("turn/start", steer)] {
            let error = try await client.failure(method, params)
            #expect(error["message"] == "cannot steer a compact turn")
            #expect(error["data"]?["kind"] == "activeTurnNotSteerable")
            #expect(error["data"]?["codexErrorInfo"]?["activeTurnNotSteerable"]?["turnKind"] == "compact")
        }
        try await client.interrupt(thread, turn)
        #expect(try await client.completed(turn)["status"] == "interrupted")
        #expect(client.unfinishedItems.isEmpty)
        await test.stop()
    }

    @Test func aRunningTurnEndsBeforeACompaction() async throws {
        let test = try TestServer(model: Model().client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "sleep: 300")
        try await client.call("thread/compact/start", ["threadId": .string(thread)])
        try await client.event("item/completed") { $0["item"]?["type"] == "contextCompaction" }
        #expect(try await client.completed(turn)["status"] == "interrupted")
        await test.stop()
    }

    @Test func anUnknownThreadIsToldApart() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let id = "00000000-0000-7000-8000-000000000000"
        let error = try await client.failure("thread/compact/start", ["threadId": .string(id)])
        #expect(error["message"]?.stringValue == "thread not found: \(id)")
        await test.stop()
    }
}

extension InProcessClient {
    /// Starts a turn as soon as a compaction that was begun before has ended.
    fileprivate func startTurnAfterCompaction(_ thread: String, _ text: String) async throws -> String {
        let item = try await event("item/completed") { $0["item"]?["type"] == "contextCompaction" }
        try await completed(item["params"]?["turnId"]?.stringValue ?? "")
        return try await startTurn(thread, text)
    }
}
