import Testing
import WireJSON

/// What a client sees of a turn, in order.
@Suite struct TurnTests {
    @Test func aTextTurnTellsItsStoryInOrder() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "say: hello there")
        let ended = try await client.completed(turn)
        #expect(ended["status"] == "completed")
        #expect(ended["items"]?[0]?["text"] == "hello there")
        let story = client.methods.filter { $0 != "item/agentMessage/delta" && $0 != "warning" }
        #expect(
            story == [
                "thread/started", "thread/status/changed", "turn/started", "item/started", "item/completed",
                "item/started", "item/completed", "thread/tokenUsage/updated", "account/rateLimits/updated",
                "thread/readState/changed", "thread/status/changed", "turn/completed",
            ])
        await test.stop()
    }

    @Test func theAnswerToAStartPrecedesTheTurnsFirstEvent() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "say: x")
        try await client.completed(turn)
        let lines = client.lines
        let answer = lines.firstIndex { $0["result"]?["turn"]?["id"]?.stringValue == turn }
        let started = lines.firstIndex { $0["method"] == "turn/started" }
        #expect(try #require(answer) < #require(started))
        await test.stop()
    }

    @Test func everyEventOfAThreadHasTheNextNumber() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for text in ["say: one two three", "think: hm", "plan: a; b", "hello"] {
            try await client.completed(try await client.startTurn(thread, text))
        }
        let numbers = client.lines.compactMap { $0["seq"]?.int64Value }
        #expect(numbers == Array(1...Int64(numbers.count)))
        #expect(client.lines.allSatisfy { $0["seq"] == nil || $0["emittedAtMs"]?.int64Value != nil })
        await test.stop()
    }

    @Test func aPlanIsAnnounced() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let turn = try await client.startTurn(try await client.startThread(in: test), "plan: look; tell")
        try await client.completed(turn)
        let plan = try await client.event("turn/plan/updated")["params"]?["plan"]
        #expect(plan?.arrayValue?.compactMap { $0["step"]?.stringValue } == ["look", "tell"])
        await test.stop()
    }

    @Test func theSameClientMessageIDStartsOneTurn() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let params: JSONValue = [
            "threadId": .string(thread), "input": .input("say: once"), "clientUserMessageId": "message-1",
        ]
        let first = try await client.call("turn/start", params)["turn"]?["id"]
        try await client.completed(try #require(first?.stringValue))
        let second = try await client.call("turn/start", params)["turn"]?["id"]
        #expect(first == second)
        #expect(client.methods.count { $0 == "turn/started" } == 1)
        await test.stop()
    }

    @Test func aFailedTurnSaysWhyOnceAndInOrder() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "fail: contextWindowExceeded")
        let ended = try await client.completed(turn)
        #expect(ended["status"] == "failed")
        #expect(ended["error"]?["codexErrorInfo"] == "contextWindowExceeded")
        let end = client.methods.suffix(4)
        #expect(end == ["thread/status/changed", "error", "thread/readState/changed", "turn/completed"])
        let error = try await client.event("error")
        #expect(error["params"]?["willRetry"] == false)
        // The next turn works.
        let next = try await client.completed(try await client.startTurn(thread, "say: better"))
        #expect(next["status"] == "completed")
        await test.stop()
    }

    @Test func unknownThreadsAndTurnsAreRefusedWithAStableWord() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let missing = try await client.failure(
            "turn/start", ["threadId": "00000000-0000-7000-8000-000000000000", "input": []])
        #expect(missing["code"] == -32600)
        #expect(missing["message"] == "thread not found: 00000000-0000-7000-8000-000000000000")
        #expect(missing["data"]?["kind"] == "threadNotFound")
        let thread = try await client.startThread(in: test)
        let idle = try await client.failure("turn/interrupt", ["threadId": .string(thread), "turnId": "x"])
        #expect(idle["message"] == "no active turn to interrupt")
        #expect(idle["data"]?["kind"] == "noActiveTurn")
        let steer = try await client.failure(
            "turn/steer", ["threadId": .string(thread), "input": .input("a"), "expectedTurnId": "x"])
        #expect(steer["message"] == "no active turn to steer")
        await test.stop()
    }

    @Test func inputOverTheLimitIsRefusedWithItsSize() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let error = try await client.failure(
            "turn/start",
            ["threadId": .string(thread), "input": .input(String(repeating: "x", count: 1_048_577))])
        #expect(error["code"] == -32602)
        #expect(error["message"] == "Input exceeds the maximum length of 1048576 characters.")
        #expect(error["data"]?["actual_chars"] == 1_048_577)
        #expect(!client.methods.contains("turn/started"))
        await test.stop()
    }
}

extension InProcessClient {
    /// Starts a thread that runs commands without asking; returns its id.
    func startThread(in test: TestServer, _ overrides: JSONObject = [:]) async throws -> String {
        var params: JSONObject = [
            "cwd": .string(test.workspace), "approvalPolicy": "never", "sandbox": "danger-full-access",
        ]
        for (key, value) in overrides { params[key] = value }
        let result = try await call("thread/start", .object(params))
        guard let id = result["thread"]?["id"]?.stringValue else {
            throw Failure(description: "no thread id: \(result)")
        }
        return id
    }

    /// Starts a turn with one text; returns its id.
    func startTurn(_ thread: String, _ text: String) async throws -> String {
        let result = try await call("turn/start", ["threadId": .string(thread), "input": .input(text)])
        guard let id = result["turn"]?["id"]?.stringValue else { throw Failure(description: "no turn id: \(result)") }
        return id
    }
}
