import ModelClient
import Testing
import WireJSON

/// Threads that work towards a goal by themselves.
@Suite struct GoalTests {
    /// An objective that is reached in its first turn.
    private static let easy = #"call: update_goal {"status":"complete"}"#

    @discardableResult
    private func set(
        _ client: InProcessClient, _ thread: String, _ members: JSONObject
    ) async throws -> JSONValue? {
        var params = members
        params["threadId"] = .string(thread)
        return try await client.call("thread/goal/set", .object(params))["goal"]
    }

    private func get(_ client: InProcessClient, _ thread: String) async throws -> JSONValue? {
        try await client.call("thread/goal/get", ["threadId": .string(thread)])["goal"]
    }

    private func goal(_ client: InProcessClient, is status: String) async throws {
        try await client.event("thread/goal/updated") { $0["goal"]?["status"]?.stringValue == status }
    }

    /// The methods of the events since a line, without those that no order of goals speaks of.
    private func story(_ client: InProcessClient, from start: Int = 0) -> [String] {
        let left: Set = [
            "item/agentMessage/delta", "warning", "thread/started", "account/rateLimits/updated", "item/started",
            "item/completed", "thread/tokenUsage/updated",
        ]
        return client.lines.dropFirst(start).compactMap { $0["method"]?.stringValue }.filter { !left.contains($0) }
    }

    // MARK: - What clients set

    @Test func aGoalIsSetShownChangedAndTakenAway() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        #expect(try await get(client, thread) == .null)
        let new = try await set(client, thread, ["objective": " tidy up ", "status": "paused", "tokenBudget": 500])
        #expect(new?["objective"] == "tidy up")
        #expect(new?["status"] == "paused")
        #expect(new?["tokensUsed"] == 0)
        let changed = try await set(client, thread, ["tokenBudget": .null])
        #expect(changed?["tokenBudget"] == .null)
        #expect(changed?["objective"] == "tidy up")
        #expect(try await get(client, thread) == changed)
        let id: JSONValue = ["threadId": .string(thread)]
        #expect(try await client.call("thread/goal/clear", id) == ["cleared": true])
        #expect(try await client.call("thread/goal/clear", id) == ["cleared": false])
        #expect(try await get(client, thread) == .null)
        #expect(story(client) == ["thread/goal/updated", "thread/goal/updated", "thread/goal/cleared"])
        await test.stop()
    }

    @Test func whatCannotBeAGoalIsRefused() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let id = JSONValue.string(thread)
        let none = try await client.failure("thread/goal/set", ["threadId": id, "status": "active"])
        #expect(none["message"]?.stringValue == "cannot update goal for thread \(thread): no goal exists")
        #expect(none["data"]?["kind"] == "noGoal")
        let blank = try await client.failure("thread/goal/set", ["threadId": id, "objective": "  "])
        #expect(blank["message"] == "goal objective must not be empty")
        let free = try await client.failure("thread/goal/set", ["threadId": id, "objective": "x", "tokenBudget": 0])
        #expect(free["message"] == "goal budgets must be positive when provided")

        let missing: JSONValue = ["threadId": "00000000-0000-7000-8000-000000000000"]
        for method in ["thread/goal/set", "thread/goal/get", "thread/goal/clear"] {
            let unknown = try await client.failure(method, missing)
            #expect(unknown["message"] == "thread not found: 00000000-0000-7000-8000-000000000000")
            #expect(unknown["data"]?["kind"] == "threadNotFound")
        }
        let fleeting = try await client.startThread(in: test, ["ephemeral": true])
        let refused = try await client.failure("thread/goal/get", ["threadId": .string(fleeting)])
        #expect(refused["message"]?.stringValue == "ephemeral thread does not support goals: \(fleeting)")
        await test.stop()
    }

    // MARK: - Turns that nobody asks for

    @Test func anActiveGoalStartsATurnAtOnceWhichTellsItsStoryInOrder() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let start = client.lines.count
        try await set(client, thread, ["objective": .string(Self.easy)])
        let turn = try #require(
            try await client.event("turn/started")["params"]?["turn"]?["id"]?.stringValue)
        #expect(try await client.completed(turn)["status"] == "completed")
        #expect(
            story(client, from: start) == [
                "thread/goal/updated", "thread/status/changed", "turn/started", "thread/goal/updated",
                "thread/goal/updated", "thread/readState/changed", "thread/status/changed", "turn/completed",
            ])
        let answer = client.lines.firstIndex { $0["result"]?["goal"] != nil }
        let event = client.lines.firstIndex { $0["method"] == "thread/goal/updated" }
        #expect(try #require(answer) < #require(event))
        let told = client.lines.filter { $0["method"] == "thread/goal/updated" }.map { $0["params"] ?? .null }
        #expect(told.map { $0["turnId"] } == [.null, .string(turn), .string(turn)])
        #expect(told.map { $0["goal"]?["status"] } == ["active", "active", "complete"])
        #expect(told[0]["goal"]?["tokensUsed"] == 0)
        #expect(told[1]["goal"]?["tokensUsed"] == told[2]["goal"]?["tokensUsed"])
        let items = client.lines.compactMap { $0["params"]?["item"]?["type"]?.stringValue }
        #expect(!items.contains("userMessage"))
        await test.stop()
    }

    @Test func turnsFollowUntilTheBudgetIsSpent() async throws {
        let scenario = """
            {"turns":[{"steps":[[{"text":"on it"},{"usage":{"inputTokens":100,"cachedInputTokens":40,"outputTokens":50}}]]}]}
            """
        let test = try TestServer(model: .offline(scenario: try .init(parsing: Array(scenario.utf8), file: "test")))
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let start = client.lines.count
        try await set(client, thread, ["objective": "count", "tokenBudget": 250])
        try await goal(client, is: "budgetLimited")
        try await client.event("thread/readState/changed")
        let last = try #require(client.lines.last { $0["method"] == "turn/started" })
        try await client.completed(try #require(last["params"]?["turn"]?["id"]?.stringValue))
        let turn = [
            "thread/status/changed", "turn/started", "thread/goal/updated", "thread/status/changed", "turn/completed",
        ]
        var expected = ["thread/goal/updated"] + turn + turn + turn
        // Only the last turn of a run says that there is something to read.
        expected.insert("thread/readState/changed", at: expected.count - 2)
        #expect(story(client, from: start) == expected)
        let spent = try await get(client, thread)
        #expect(spent?["tokensUsed"] == 330)
        await test.stop()
    }

    @Test func anInterruptHoldsTheGoalUntilAnotherTurnEnds() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await set(client, thread, ["objective": "sleep: 300"])
        let turn = try #require(try await client.event("turn/started")["params"]?["turn"]?["id"]?.stringValue)
        try await client.interrupt(thread, turn)
        #expect(try await client.completed(turn)["status"] == "interrupted")
        #expect(try await get(client, thread)?["status"] == "active")
        let warning = try await client.event("warning") {
            $0["message"]?.stringValue?.hasPrefix("The goal is still active, but waits") == true
        }
        #expect(warning["params"]?["threadId"]?.stringValue == thread)
        #expect(client.methods.count { $0 == "turn/started" } == 1)
        try await set(client, thread, ["objective": .string(Self.easy)])
        let other = try await client.startTurn(thread, "say: hello")
        try await client.completed(other)
        try await goal(client, is: "complete")
        let started = client.lines.filter { $0["method"] == "turn/started" }
        #expect(started.count == 3)
        #expect(started[1]["params"]?["turn"]?["id"]?.stringValue == other)
        await test.stop()
    }

    @Test(arguments: [("usageLimitExceeded", "usageLimited"), ("contextWindowExceeded", "blocked")])
    func aTurnThatFailsStopsTheGoal(_ failure: String, _ status: String) async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await set(client, thread, ["objective": .string("fail: \(failure)")])
        let ended = try await client.event("turn/completed")
        #expect(ended["params"]?["turn"]?["status"] == "failed")
        #expect(try await get(client, thread)?["status"]?.stringValue == status)
        #expect(
            story(client).suffix(5) == [
                "thread/goal/updated", "thread/status/changed", "error", "thread/readState/changed", "turn/completed",
            ])
        await test.stop()
    }

    @Test func aGoalForWhichNothingHappensIsPutAside() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await set(client, thread, ["objective": "say: thinking"])
        try await goal(client, is: "paused")
        let warning = try await client.event("warning") {
            $0["message"]?.stringValue?.hasPrefix("The goal is paused") == true
        }
        #expect(warning["params"]?["threadId"]?.stringValue == thread)
        try await client.event("thread/readState/changed")
        #expect(client.methods.count { $0 == "turn/started" } == 10)
        await test.stop()
    }

    @Test func inPlanModeTheGoalWaits() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let model = try await client.call("thread/resume", ["threadId": .string(thread)])["model"] ?? .null
        func mode(_ mode: JSONValue) async throws {
            try await client.call(
                "thread/settings/update",
                [
                    "threadId": .string(thread),
                    "collaborationMode": ["mode": mode, "settings": ["model": model]],
                ])
        }
        try await mode("plan")
        try await set(client, thread, ["objective": .string(Self.easy)])
        try await client.completed(try await client.startTurn(thread, "say: a plan"))
        #expect(try await get(client, thread)?["status"] == "active")
        #expect(client.methods.count { $0 == "turn/started" } == 1)
        try await mode("default")
        try await set(client, thread, ["status": "active"])
        try await goal(client, is: "complete")
        await test.stop()
    }

    // MARK: - What the model hears and does

    @Test func theModelSetsAGoalAndReachesIt() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(
            thread, #"call: create_goal {"objective":"call: update_goal {\"status\":\"complete\"}"}"#)
        try await client.completed(turn)
        try await goal(client, is: "complete")
        let created = try await client.event("thread/goal/updated")["params"]
        #expect(created?["turnId"]?.stringValue == turn)
        #expect(created?["goal"]?["status"] == "active")
        await test.stop()
    }

    @Test func theModelIsToldWhatToDoAndWhenTheBudgetIsSpent() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await set(client, thread, ["objective": "run: true\nrun: echo <&>", "tokenBudget": 1])
        try await goal(client, is: "budgetLimited")
        try await client.event("turn/completed")
        let first = recorder.texts(0)
        #expect(first.last?.role == "user")
        let message = first.last?.text ?? ""
        #expect(message.hasPrefix("<codex_internal_context source=\"goal\">\n"))
        #expect(message.hasSuffix("\n</codex_internal_context>"))
        #expect(message.contains("<objective>\nrun: true\nrun: echo &lt;&amp;&gt;\n</objective>"))
        let second = recorder.texts(1).last?.text ?? ""
        #expect(second.contains("- tokens remaining: 0"))
        #expect(recorder.all.count == 2)
        let names = recorder.all[0].tools.compactMap { try? JSONValue(parsing: $0.bytes)["name"]?.stringValue }
        #expect(names.suffix(3) == ["get_goal", "create_goal", "update_goal"])
        await test.stop()
    }

    @Test func aNewObjectiveReachesTheRunningTurn() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await set(client, thread, ["objective": "run: touch begun; while [ ! -e go ]; do sleep 0.01; done"])
        try await client.event("item/started") { $0["item"]?["type"] == "commandExecution" }
        try await set(client, thread, ["objective": .string(Self.easy)])
        try test.makeFile("go")
        try await goal(client, is: "complete")
        let second = recorder.texts(1).last?.text ?? ""
        #expect(second.contains("update_goal") && second.contains("replaces the earlier one"))
        await test.stop()
    }

    // MARK: - Stored threads

    @Test func aStoredGoalGoesOnWhenItsThreadIsResumed() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await set(client, thread, ["objective": "sleep: 300"])
        try await client.event("turn/started")
        await test.stop()

        let next = try TestServer(home: test.home)
        let second = try await next.client()
        // Not loaded: the goal can be changed, and nothing starts.
        #expect(try await get(second, thread)?["objective"] == "sleep: 300")
        try await set(second, thread, ["objective": .string(Self.easy), "status": "active"])
        #expect(try await second.call("thread/loaded/list")["data"] == [])
        try await second.call("thread/resume", ["threadId": .string(thread)])
        try await goal(second, is: "complete")
        let story = story(second).prefix(5)
        #expect(
            story == [
                "thread/goal/updated", "thread/status/changed", "thread/goal/updated", "thread/status/changed",
                "turn/started",
            ])
        await next.stop()
    }

    @Test func aGoalThatAnInterruptHoldsIsHeldInTheNextServerToo() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await set(client, thread, ["objective": "sleep: 300"])
        let started = try await client.event("turn/started")["params"]?["turn"]?["id"]?.stringValue
        try await client.interrupt(thread, try #require(started))
        #expect(try await client.completed(try #require(started))["status"] == "interrupted")
        await test.stop()

        let next = try TestServer(home: test.home)
        let later = try await next.client()
        try await later.call("thread/resume", ["threadId": .string(thread)])
        // Whatever changes nothing about that changes nothing.
        try await set(later, thread, ["tokenBudget": 1_000_000])
        #expect(!later.methods.contains("turn/started"))
        await next.stop()

        let last = try TestServer(home: test.home)
        let user = try await last.client()
        try await user.call("thread/resume", ["threadId": .string(thread)])
        try await user.event("thread/goal/updated")
        #expect(!user.methods.contains("turn/started"))
        try await set(user, thread, ["status": "active", "objective": .string(Self.easy)])
        try await goal(user, is: "complete")
        await last.stop()
    }

    @Test func aThreadWithNothingButAGoalIsListed() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await set(client, thread, ["objective": "x", "status": "paused"])
        let listed = try await client.call("thread/list")["data"]
        #expect(listed?.arrayValue?.map { $0["id"] } == [.string(thread)])
        await test.stop()
    }

    // MARK: - Everything at once

    @Test func turnsOfTheGoalTheQueueAndTheUserNeverOverlap() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let id = JSONValue.string(thread)
        // Turn after turn calls a tool, without end.
        try await set(client, thread, ["objective": "run: true"])
        var requests: [Int64] = []
        for number in 1...40 {
            let text = JSONValue.input("say: \(number)")
            requests.append(client.request("turn/start", ["threadId": id, "input": text]))
            requests.append(
                client.request(
                    "thread/queue/add",
                    ["threadId": id, "input": text, "clientUserMessageId": .string("m\(number)")]))
            if number % 3 == 0 { requests.append(client.request("turn/interrupt", ["threadId": id, "turnId": ""])) }
            requests.append(client.request("thread/goal/set", ["threadId": id, "status": "active"]))
            if number % 5 == 0 { requests.append(client.request("thread/queue/start", ["threadId": id])) }
            try await client.call("thread/goal/get", ["threadId": id])
        }
        for request in requests { _ = try await client.answer(to: request) }
        try await client.call("thread/goal/clear", ["threadId": id])
        // A turn that completes lets the queue run to its end.
        while try await client.call("thread/queue/list", ["threadId": id])["data"] != [] {
            let turn = try await client.startTurn(thread, "say: go on")
            try await client.completed(turn)
        }
        let last = try await client.startTurn(thread, "say: the end")
        try await client.completed(last)
        var running: JSONValue?
        for line in client.lines {
            let turn = line["params"]?["turn"]?["id"]
            if line["method"] == "turn/started" {
                #expect(running == nil)
                running = turn
            } else if line["method"] == "turn/completed" {
                #expect(running == turn)
                running = nil
            }
        }
        #expect(running == nil)
        let begun = client.lines.filter { $0["method"] == "item/completed" }
            .compactMap { $0["params"]?["item"]?["clientId"]?.stringValue }
        #expect(begun.sorted() == (1...40).map { "m\($0)" }.sorted(), "each queued message began one turn")
        #expect(client.unfinishedItems.isEmpty)
        await test.stop()
    }

    @Test func aForkHasNoGoalAndARevertKeepsIt() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "say: one")
        try await client.completed(turn)
        try await set(client, thread, ["objective": "x", "status": "paused"])
        let fork = try await client.call("thread/fork", ["threadId": .string(thread)])
        #expect(try await get(client, try #require(fork["thread"]?["id"]?.stringValue)) == .null)
        try await client.call("thread/revert", ["threadId": .string(thread), "beforeTurnId": .string(turn)])
        #expect(try await get(client, thread)?["objective"] == "x")
        try await client.call("thread/archive", ["threadId": .string(thread)])
        let archived = try await client.failure("thread/goal/get", ["threadId": .string(thread)])
        #expect(archived["message"]?.stringValue == "thread not found: \(thread)")
        await test.stop()
    }

    @Test func everyResumeTellsHowTheGoalStands() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.call("thread/resume", ["threadId": .string(thread)])
        try await client.event("thread/goal/cleared")
        try await set(client, thread, ["objective": "x", "status": "blocked"])
        // It follows the answer.
        try await client.event("thread/goal/updated")
        let count = client.methods.count { $0 == "thread/goal/updated" }
        try await client.call("thread/resume", ["threadId": .string(thread)])
        try await client.call("thread/goal/get", ["threadId": .string(thread)])
        #expect(client.methods.count { $0 == "thread/goal/updated" } == count + 1)
        #expect(!client.methods.contains("turn/started"))
        await test.stop()
    }

    @Test func theEndOfTheInputWaitsForTheTurnAndNotForTheGoal() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        // Turn after turn calls a tool, without end.
        try await set(client, thread, ["objective": "run: true"])
        try await client.event("turn/completed")
        await test.stop(draining: true)
        #expect(client.unfinishedItems.isEmpty)
        let next = try TestServer(home: test.home)
        let second = try await next.client()
        #expect(try await get(second, thread)?["status"] == "active")
        await next.stop()
    }
}
