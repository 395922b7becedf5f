import Testing
import WireJSON

/// Changes of what a thread has to do, on a full disk: the client is told that they could not be kept, and all is as before.
@Suite struct RefusedChangeTests {
    /// What clients see of the work.
    private func work(_ client: InProcessClient, _ thread: String) async throws -> [JSONValue?] {
        let id: JSONValue = ["threadId": .string(thread)]
        return [
            try await client.call("thread/queue/list", id)["data"],
            try await client.call("thread/goal/get", id)["goal"],
        ]
    }

    @Test(arguments: [true, false])
    func aChangeThatCannotBeWrittenIsNone(isLoaded: Bool) async throws {
        let first = try TestServer()
        let maker = try await first.client()
        let thread = try await maker.startThread(in: first)
        let id = JSONValue.string(thread)
        let turn = try await maker.startTurn(thread, "sleep: 300")
        try await maker.interrupt(thread, turn)
        try await maker.completed(turn)
        var queued: [JSONValue] = []
        for name in ["m1", "m2", "m3"] {
            let added = try await maker.call(
                "thread/queue/add",
                ["threadId": id, "input": .input("say: \(name)"), "clientUserMessageId": .string(name)])
            queued.append(try #require(added["queuedSubmission"]?["id"]))
        }
        try await maker.call("thread/goal/set", ["threadId": id, "objective": "one", "status": "paused"])
        await first.stop()

        let disk = TestDisk()
        let test = try TestServer(home: first.home, disk: disk.operations)
        let client = try await test.client()
        if isLoaded { try await client.call("thread/resume", ["threadId": id]) }
        let before = try await work(client, thread)
        let changes: [(String, JSONObject)] = [
            ("thread/queue/update", ["queuedSubmissionId": queued[1], "input": .input("say: new")]),
            ("thread/queue/delete", ["queuedSubmissionId": queued[1]]),
            ("thread/queue/reorder", ["queuedSubmissionIds": .array(queued.reversed())]),
            ("thread/goal/set", ["objective": "two", "tokenBudget": 5]),
            ("thread/goal/clear", [:]),
            // These two load a thread that is not.
            ("thread/queue/add", ["input": .input("say: m4"), "clientUserMessageId": "m4"]),
            ("thread/queue/start", ["queuedSubmissionId": queued[1]]),
        ]
        for (index, (method, members)) in changes.enumerated() {
            var params = members
            params["threadId"] = id
            disk.setFull(true)
            let error = try await client.failure(method, .object(params))
            #expect(error["data"]?["kind"] == "storage", "\(method)")
            #expect(try await work(client, thread) == before, "\(method)")
            disk.setFull(false)
            _ = try await client.first("recovery") { _ in
                client.lines.count {
                    $0["method"] == "warning"
                        && $0["params"]?["message"]?.stringValue?.contains("can be written again") == true
                } == index + 1
            }
        }
        let changed: Set = ["thread/queue/changed", "turn/started"]
        #expect(client.methods.filter(changed.contains) == [])
        await test.stop()

        // So it is in the log, and the queue is still paused.
        let next = try TestServer(home: first.home)
        let later = try await next.client()
        #expect(try await work(later, thread) == before)
        try await later.call("thread/resume", ["threadId": id])
        #expect(try await work(later, thread) == before)
        #expect(!later.methods.contains("turn/started"))
        await next.stop()
    }

    @Test func settingsAreConfirmedOnceTheyAreWritten() async throws {
        let disk = TestDisk()
        let test = try TestServer(disk: disk.operations)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        disk.setFull(true)
        let error = try await client.failure(
            "thread/settings/update", ["threadId": .string(thread), "effort": "high"])
        #expect(error["data"]?["kind"] == "storage")
        #expect(!client.methods.contains("thread/settings/updated"))
        disk.setFull(false)
        await test.stop()
    }
}
