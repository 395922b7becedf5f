import Testing
import WireJSON

/// Messages that wait for their turn.
@Suite struct QueueTests {
    @discardableResult
    private func add(
        _ client: InProcessClient, _ thread: String, _ text: String, as clientID: String
    ) async throws -> String {
        let result = try await client.call(
            "thread/queue/add",
            ["threadId": .string(thread), "input": .input(text), "clientUserMessageId": .string(clientID)])
        return try #require(result["queuedSubmission"]?["id"]?.stringValue)
    }

    private func list(_ client: InProcessClient, _ thread: String, _ more: JSONObject = [:]) async throws -> [String] {
        var params = more
        params["threadId"] = .string(thread)
        let page = try await client.call("thread/queue/list", .object(params))
        return page["data"]?.arrayValue?.compactMap { $0["clientUserMessageId"]?.stringValue } ?? []
    }

    /// A thread whose turn runs until `go` is called, so that the queue stands still.
    private func busyThread(_ client: InProcessClient, _ test: TestServer) async throws -> (id: String, turn: String) {
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "run: while [ ! -e go ]; do sleep 0.01; done")
        try await client.event("item/started") { $0["item"]?["type"] == "commandExecution" }
        return (thread, turn)
    }

    /// An idle thread whose queue is paused.
    private func pausedThread(_ client: InProcessClient, _ test: TestServer) async throws -> String {
        let (thread, turn) = try await busyThread(client, test)
        try await client.interrupt(thread, turn)
        try await client.completed(turn)
        return thread
    }

    /// Waits for the turn that a message began, to its end.
    private func turn(_ client: InProcessClient, of clientID: String) async throws -> JSONValue {
        let event = try await client.event("item/completed") { $0["item"]?["clientId"]?.stringValue == clientID }
        return try await client.completed(try #require(event["params"]?["turnId"]?.stringValue))
    }

    private func story(_ client: InProcessClient, from start: Int) -> [String] {
        let kept: Set = ["thread/queue/changed", "thread/status/changed", "turn/started", "turn/completed"]
        return client.lines.dropFirst(start).compactMap { $0["method"]?.stringValue }.filter(kept.contains)
    }

    /// The client ids of the messages that turns began with, in order.
    private func begun(_ client: InProcessClient) -> [String] {
        client.lines.filter { $0["method"] == "item/completed" }
            .compactMap { $0["params"]?["item"]?["clientId"]?.stringValue }
    }

    // MARK: - Starting by itself

    @Test func onAnIdleThreadAMessageStartsAtOnce() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let start = client.lines.count
        let id = try await add(client, thread, "say: hello", as: "m1")
        let ended = try await turn(client, of: "m1")
        #expect(ended["status"] == "completed")
        #expect(
            story(client, from: start) == [
                "thread/queue/changed", "thread/queue/changed", "thread/status/changed", "turn/started",
                "thread/status/changed", "turn/completed",
            ])
        let item = try await client.event("item/completed") { $0["item"]?["type"] == "userMessage" }
        #expect(item["params"]?["item"]?["id"]?.stringValue == id)
        #expect(try await list(client, thread) == [])
        await test.stop()
    }

    @Test func messagesStartInTheirOrderWhenTurnsComplete() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let (thread, running) = try await busyThread(client, test)
        for name in ["m1", "m2", "m3"] { try await add(client, thread, "say: \(name)", as: name) }
        #expect(try await list(client, thread) == ["m1", "m2", "m3"])
        let start = client.lines.count
        try test.makeFile("go")
        try await client.completed(running)
        _ = try await turn(client, of: "m3")
        #expect(begun(client) == ["m1", "m2", "m3"])
        let follows = ["thread/queue/changed", "thread/status/changed", "turn/started"]
        let ends = ["thread/status/changed", "turn/completed"]
        #expect(story(client, from: start) == ends + follows + ends + follows + ends + follows + ends)
        await test.stop()
    }

    @Test func aTurnThatFailsDoesNotHoldUpTheQueue() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let (thread, _) = try await busyThread(client, test)
        try await add(client, thread, "fail: contextWindowExceeded", as: "m1")
        try await add(client, thread, "say: better", as: "m2")
        try test.makeFile("go")
        #expect(try await turn(client, of: "m1")["status"] == "failed")
        #expect(try await turn(client, of: "m2")["status"] == "completed")
        await test.stop()
    }

    @Test func anInterruptPausesTheQueueUntilALaterTurnEnds() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let (thread, running) = try await busyThread(client, test)
        try await add(client, thread, "say: one", as: "m1")
        try await client.interrupt(thread, running)
        try await client.completed(running)
        try await add(client, thread, "say: two", as: "m2")
        #expect(try await list(client, thread) == ["m1", "m2"])
        #expect(client.methods.count { $0 == "turn/started" } == 1)
        try await client.completed(try await client.startTurn(thread, "say: on we go"))
        _ = try await turn(client, of: "m2")
        #expect(begun(client) == ["m1", "m2"])
        await test.stop()
    }

    @Test func theQueueGoesBeforeTheGoal() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let (thread, running) = try await busyThread(client, test)
        try await client.call(
            "thread/goal/set",
            ["threadId": .string(thread), "objective": #"call: update_goal {"status":"complete"}"#])
        try await add(client, thread, "say: first", as: "m1")
        try test.makeFile("go")
        try await client.completed(running)
        try await client.event("thread/goal/updated") { $0["goal"]?["status"] == "complete" }
        let started = client.lines.filter { $0["method"] == "turn/started" }
            .compactMap { $0["params"]?["turn"]?["id"]?.stringValue }
        #expect(started.count == 3)
        let queued = try await turn(client, of: "m1")
        #expect(queued["id"]?.stringValue == started[1])
        await test.stop()
    }

    // MARK: - Starting by a client

    @Test func aClientStartsTheQueueWhereItLikes() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await pausedThread(client, test)
        let id = JSONValue.string(thread)
        #expect(try await client.failure("thread/queue/start", ["threadId": id])["message"] == "queue is empty")
        var ids: [String: String] = [:]
        for name in ["m1", "m2", "m3"] { ids[name] = try await add(client, thread, "say: \(name)", as: name) }
        let unknown = try await client.failure("thread/queue/start", ["threadId": id, "queuedSubmissionId": "x"])
        #expect(unknown["message"] == "queued submission not found: x")
        #expect(unknown["data"]?["kind"] == "queuedSubmissionNotFound")
        let second = JSONValue.string(try #require(ids["m2"]))
        let turnID = try await client.call("thread/queue/start", ["threadId": id, "queuedSubmissionId": second])
        #expect(turnID["turn"]?["status"] == "inProgress")
        _ = try await turn(client, of: "m3")
        #expect(begun(client) == ["m2", "m1", "m3"])
        await test.stop()
    }

    @Test func aRunningTurnIsNotStartedOver() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let (thread, _) = try await busyThread(client, test)
        try await add(client, thread, "say: one", as: "m1")
        let busy = try await client.failure("thread/queue/start", ["threadId": .string(thread)])
        #expect(busy["message"] == "thread already has an active or pending turn")
        #expect(busy["data"]?["kind"] == "turnIsActive")
        #expect(try await list(client, thread) == ["m1"])
        await test.stop()
    }

    // MARK: - Changing

    @Test func whatWaitsIsChangedMovedAndTakenOut() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await pausedThread(client, test)
        let id = JSONValue.string(thread)
        var ids: [JSONValue] = []
        for name in ["m1", "m2", "m3"] { ids.append(.string(try await add(client, thread, "say: \(name)", as: name))) }
        // The event of the last follows its answer, and comes before this one.
        #expect(try await list(client, thread) == ["m1", "m2", "m3"])
        let start = client.lines.count
        let updated = try await client.call(
            "thread/queue/update", ["threadId": id, "queuedSubmissionId": ids[0], "input": .input("say: new")])
        #expect(updated["queuedSubmission"]?["id"] == ids[0])
        #expect(updated["queuedSubmission"]?["input"]?[0]?["text"] == "say: new")
        try await client.call(
            "thread/queue/reorder", ["threadId": id, "queuedSubmissionIds": [ids[2], ids[0], ids[1]]])
        #expect(try await list(client, thread) == ["m3", "m1", "m2"])
        let short = try await client.failure("thread/queue/reorder", ["threadId": id, "queuedSubmissionIds": [ids[2]]])
        #expect(short["message"] == "queue reorder must include every queued submission exactly once")
        let out: JSONValue = ["threadId": id, "queuedSubmissionId": ids[2]]
        #expect(try await client.call("thread/queue/delete", out) == ["deleted": true])
        #expect(try await client.call("thread/queue/delete", out) == ["deleted": false])
        #expect(try await list(client, thread) == ["m1", "m2"])
        #expect(story(client, from: start) == Array(repeating: "thread/queue/changed", count: 3))
        await test.stop()
    }

    @Test func theSameMessageTwiceIsOne() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let first = try await add(client, thread, "say: once", as: "m1")
        #expect(try await add(client, thread, "say: once", as: "m1") == first)
        _ = try await turn(client, of: "m1")
        #expect(try await add(client, thread, "say: once", as: "m1") == first)
        #expect(client.methods.count { $0 == "turn/started" } == 1)
        await test.stop()
    }

    @Test func whatCannotWaitIsRefused() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await pausedThread(client, test)
        let id = JSONValue.string(thread)
        let empty = try await client.failure(
            "thread/queue/add", ["threadId": id, "input": [], "clientUserMessageId": "m"])
        #expect(empty["message"] == "only user input can be added to the user-message queue")
        let remote = try await client.failure(
            "thread/queue/add",
            [
                "threadId": id, "input": [["type": "image", "url": "https://x.example/a.png"]],
                "clientUserMessageId": "m",
            ])
        #expect(remote["data"]?["kind"] == "remoteImageNotSupported")
        for number in 1...100 { try await add(client, thread, "say: x", as: "m\(number)") }
        let full = try await client.failure(
            "thread/queue/add", ["threadId": id, "input": .input("say: x"), "clientUserMessageId": "m"])
        #expect(full["message"] == "queue cannot contain more than 100 submissions")
        #expect(full["data"]?["kind"] == "queueFull")
        #expect(try await list(client, thread).count == 25)
        #expect(try await list(client, thread, ["limit": 100]).count == 100)
        #expect(try await list(client, thread, ["limit": 2, "cursor": "98"]) == ["m99", "m100"])
        let cursor = try await client.failure("thread/queue/list", ["threadId": id, "cursor": "x"])
        #expect(cursor["data"]?["kind"] == "invalidCursor")

        let missing = "00000000-0000-7000-8000-000000000000"
        let unknown = try await client.failure("thread/queue/list", ["threadId": .string(missing)])
        #expect(unknown["message"]?.stringValue?.contains("no rollout found for thread id \(missing)") == true)
        let fleeting = try await client.startThread(in: test, ["ephemeral": true])
        let refused = try await client.failure("thread/queue/list", ["threadId": .string(fleeting)])
        #expect(refused["message"]?.stringValue == "ephemeral thread does not support queued submissions: \(fleeting)")
        await test.stop()
    }

    // MARK: - Stored threads

    @Test func aPauseOutlivesTheServerAndWhatWaitsIsChangedWithoutLoading() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await pausedThread(client, test)
        try await add(client, thread, "say: one", as: "m1")
        let second = try await add(client, thread, "say: two", as: "m2")
        await test.stop()

        let next = try TestServer(home: test.home)
        let later = try await next.client()
        #expect(try await list(later, thread) == ["m1", "m2"])
        try await later.call(
            "thread/queue/delete", ["threadId": .string(thread), "queuedSubmissionId": .string(second)])
        #expect(try await later.call("thread/loaded/list")["data"] == [])
        try await later.call("thread/resume", ["threadId": .string(thread)])
        try await later.event("thread/goal/cleared")
        #expect(try await list(later, thread) == ["m1"])
        #expect(!later.methods.contains("turn/started"))
        try await later.call("thread/queue/start", ["threadId": .string(thread)])
        #expect(try await turn(later, of: "m1")["status"] == "completed")
        await next.stop()
    }

    @Test func aServerThatStopsLeavesTheQueueForTheNextOne() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let (thread, running) = try await busyThread(client, test)
        try await add(client, thread, "say: one", as: "m1")
        await test.stop()
        #expect(try await client.completed(running)["status"] == "interrupted")

        let next = try TestServer(home: test.home)
        let later = try await next.client()
        try await later.call("thread/resume", ["threadId": .string(thread)])
        #expect(try await turn(later, of: "m1")["status"] == "completed")
        await next.stop()
    }

    @Test func aMessageForAStoredThreadLoadsIt() async throws {
        let test = try TestServer(config: "thread_unload_delay_secs = 0")
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "say: one"))
        try await client.call("thread/unsubscribe", ["threadId": .string(thread)])
        try await client.event("thread/closed")
        try await add(client, thread, "run: touch done", as: "m1")
        // Nobody listens: it does its work and goes.
        _ = try await client.first("the second thread/closed") { _ in
            client.methods.count { $0 == "thread/closed" } == 2
        }
        #expect(test.hasFile("done"))
        await test.stop()
    }
}
