import ModelClient
import Testing
import WireJSON

/// Threads: made, found, named, resumed, read.
@Suite struct ThreadTests {
    @Test func aNewThreadIsOnDiskAndReadableAtOnce() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let read = try await client.call("thread/read", ["threadId": .string(thread), "includeTurns": true])
        #expect(read["thread"]?["turns"] == [])
        #expect(read["thread"]?["status"]?["type"] == "idle")
        let path = try #require(read["thread"]?["path"]?.stringValue)
        #expect(path.hasPrefix(test.home))
        #expect(test.exists(path))
        await test.stop()
    }

    @Test func aThreadWithoutTurnsIsResumedByAnotherProcessAndASecondClient() async throws {
        let first = try TestServer()
        let client = try await first.client()
        let thread = try await client.startThread(in: first)
        let second = try await first.client(id: 1)
        let joined = try await second.call("thread/resume", ["threadId": .string(thread)])
        #expect(joined["thread"]?["id"]?.stringValue == thread)
        await first.stop()

        let later = try TestServer(home: first.home)
        let resumed = try await later.client().call("thread/resume", ["threadId": .string(thread)])
        #expect(resumed["thread"]?["id"]?.stringValue == thread)
        await later.stop()
    }

    @Test func aResumedThreadHasItsHistoryItsIDsAndCountsOn() async throws {
        let first = try TestServer()
        let client = try await first.client()
        let thread = try await client.startThread(in: first)
        for text in ["say: alpha", "run: echo beta", "think: gamma"] {
            try await client.completed(try await client.startTurn(thread, text))
        }
        let before = try await client.call("thread/read", ["threadId": .string(thread), "includeTurns": true])
        let last = client.lines.compactMap { $0["seq"]?.int64Value }.max()
        await first.stop()

        let later = try TestServer(home: first.home)
        let other = try await later.client()
        let resumed = try await other.call("thread/resume", ["threadId": .string(thread)])
        #expect(resumed["thread"]?["turns"] == before["thread"]?["turns"])
        // Loading the thread was an event, for everybody who shows a list.
        #expect(resumed["lastSeq"]?.int64Value == last.map { $0 + 1 })
        try await other.completed(try await other.startTurn(thread, "say: delta"))
        let numbers = other.lines.compactMap { $0["seq"]?.int64Value }
        #expect(numbers.first == last.map { $0 + 1 })
        await later.stop()
    }

    @Test func aThreadOfTheClientsChoiceIsMadeOnce() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let id = "0191e0a0-0000-4000-8000-00000000abcd"
        for _ in 0..<3 {
            let result = try await client.call("thread/start", ["threadId": .string(id)])
            #expect(result["thread"]?["id"]?.stringValue == id)
        }
        #expect(client.methods.count { $0 == "thread/started" } == 1)
        #expect(try await client.call("thread/loaded/list")["data"] == [.string(id)])
        let bad = try await client.failure("thread/start", ["threadId": "not-a-uuid"])
        #expect(bad["data"]?["kind"] == "invalidThreadId")
        await test.stop()
    }

    @Test func oneIDInTwoCasesIsOneThread() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let id = "0191e0a0-0000-4000-8000-00000000abcd"
        let answers = (0..<20).map { number in
            client.request("thread/start", ["threadId": .string(number % 2 == 0 ? id : id.uppercased())])
        }
        for answer in answers {
            #expect(try await client.answer(to: answer)["result"]?["thread"]?["id"]?.stringValue == id)
        }
        await test.stop()
    }

    @Test func aThreadInItsFirstTurnIsListed() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        _ = try await client.startTurn(thread, "sleep: 300")
        let page = try await client.call("thread/list")
        #expect(page["data"]?[0]?["id"]?.stringValue == thread)
        #expect(page["data"]?[0]?["status"]?["type"] == "active")
        #expect(try await client.call("thread/list", ["parentThreadId": .string(thread)])["data"] == [])
        await test.stop()
    }

    @Test func aJoiningClientGetsAPendingRequestOnceAndBehindItsItem() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let turn = try await client.startTurn(thread, "run: true")
        _ = try await client.approvalRequest(turn)
        let late = try await test.client(id: 1)
        try await late.call("thread/resume", ["threadId": .string(thread)])
        let request = try await late.approvalRequest(turn)
        late.send(value: ["id": request["id"] ?? .null, "result": ["decision": "accept"]])
        try await late.completed(turn)
        #expect(late.methods.count { $0 == "item/commandExecution/requestApproval" } == 1)
        await test.stop()
    }

    @Test func theClientThatJoinsInMidTurnMissesNothingAndSeesTheSameIDs() async throws {
        let scenario = #"{"turns":[{"steps":[[{"text":"a b c d e f g h i j k l m n o p","chunks":16,"delayMs":15}]]}]}"#
        let test = try TestServer(model: .offline(scenario: try .init(parsing: Array(scenario.utf8), file: "test")))
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "go")
        try await client.event("item/agentMessage/delta")
        let late = try await test.client(id: 1)
        let resumed = try await late.call("thread/resume", ["threadId": .string(thread)])
        let seen = resumed["thread"]?["turns"]?[0]?["items"]?.arrayValue?.last
        let joined = try #require(resumed["lastSeq"]?.int64Value)
        let ended = try await late.completed(turn)
        #expect(ended["status"] == "completed")
        // The snapshot's text and the deltas after it make the whole answer: nothing is missing, nothing twice.
        let rest = late.lines.filter { $0["method"] == "item/agentMessage/delta" }
            .compactMap { $0["params"]?["delta"]?.stringValue }.joined()
        #expect((seen?["text"]?.stringValue ?? "") + rest == ended["items"]?[0]?["text"]?.stringValue)
        #expect(seen?["id"] == ended["items"]?[0]?["id"])
        let numbers = late.lines.compactMap { $0["seq"]?.int64Value }.filter { $0 > joined }
        #expect(numbers == Array((joined + 1)...(joined + Int64(numbers.count))))
        await test.stop()
    }

    @Test func aClientThatJoinsWhileATurnEndsGetsItsAnswerOnce() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for number in 1...40 {
            let late = try await test.client(id: number)
            let turn = try await client.startTurn(thread, "say: answer \(number)")
            let resumed = try await late.call("thread/resume", ["threadId": .string(thread)])
            try await client.completed(turn)
            let seen = resumed["thread"]?["turns"]?.arrayValue?.last { $0["id"]?.stringValue == turn }
            let status = try #require(seen?["status"]?.stringValue)
            if status == "completed" {
                #expect(seen?["items"]?.arrayValue?.last?["text"]?.stringValue == "answer \(number)")
                #expect(!late.methods.contains("turn/completed"))
            } else {
                #expect(status == "inProgress")
                let live = try await late.completed(turn)
                #expect(live["items"]?[0]?["text"]?.stringValue == "answer \(number)")
            }
            try await late.call("thread/unsubscribe", ["threadId": .string(thread)])
        }
        await test.stop()
    }

    @Test func namesAreTrimmedAnnouncedAndKept() async throws {
        let first = try TestServer()
        let client = try await first.client()
        let thread = try await client.startThread(in: first)
        let blank = try await client.failure("thread/name/set", ["threadId": .string(thread), "name": "  "])
        #expect(blank["message"] == "thread name must not be empty")
        try await client.call("thread/name/set", ["threadId": .string(thread), "name": " My thread \n"])
        let event = try await client.event("thread/name/updated")
        #expect(event["params"]?["threadName"] == "My thread")
        await first.stop()

        let later = try TestServer(home: first.home)
        let other = try await later.client()
        #expect(
            try await other.call("thread/read", ["threadId": .string(thread)])["thread"]?["name"] == "My thread")
        // Naming a stored thread works and leaves it unloaded.
        try await other.call("thread/name/set", ["threadId": .string(thread), "name": "Other"])
        #expect(try await other.call("thread/loaded/list")["data"] == [])
        await later.stop()
    }

    @Test func listsShowThreadsThatHaveAUserMessage() async throws {
        let test = try TestServer()
        let client = try await test.client()
        _ = try await client.startThread(in: test)
        var ids: [String] = []
        for number in 1...3 {
            let thread = try await client.startThread(in: test)
            try await client.completed(try await client.startTurn(thread, "say: number \(number)"))
            ids.append(thread)
        }
        let page = try await client.call("thread/list", ["limit": 2])
        #expect(page["data"]?.arrayValue?.compactMap { $0["id"]?.stringValue } == [ids[2], ids[1]])
        #expect(page["data"]?[0]?["preview"] == "say: number 3")
        #expect(page["data"]?[0]?["status"]?["type"] == "idle")
        let next = try await client.call("thread/list", ["limit": 2, "cursor": page["nextCursor"] ?? .null])
        #expect(next["data"]?.arrayValue?.compactMap { $0["id"]?.stringValue } == [ids[0]])
        let bad = try await client.failure("thread/list", ["cursor": "zz"])
        #expect(bad["message"] == "invalid cursor: zz")
        await test.stop()
    }

    @Test func anEphemeralThreadLeavesNothingOnDisk() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["ephemeral": true])
        try await client.completed(try await client.startTurn(thread, "say: gone tomorrow"))
        let read = try await client.call("thread/read", ["threadId": .string(thread)])
        #expect(read["thread"]?["path"] == .null)
        #expect(read["thread"]?["ephemeral"] == true)
        #expect(try await client.call("thread/list")["data"] == [])
        await test.stop()
        let later = try TestServer(home: test.home)
        let missing = try await later.client().failure("thread/resume", ["threadId": .string(thread)])
        #expect(missing["data"]?["kind"] == "threadNotFound")
        await later.stop()
    }

    @Test func unsubscribingEndsTheEventsAndIsAnsweredInEveryState() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let watcher = try await test.client(id: 1)
        let status = { (id: String) async throws in
            try await watcher.call("thread/unsubscribe", ["threadId": .string(id)])["status"]
        }
        #expect(try await status(thread) == "notSubscribed")
        try await watcher.call("thread/resume", ["threadId": .string(thread)])
        #expect(try await status(thread) == "unsubscribed")
        #expect(try await status("00000000-0000-7000-8000-000000000000") == "notLoaded")
        try await client.completed(try await client.startTurn(thread, "say: unheard"))
        #expect(!watcher.methods.contains("turn/started"))
        // What every dashboard shows still arrives.
        #expect(watcher.methods.contains("thread/status/changed"))
        await test.stop()
    }

    @Test func overridesOfATurnStayAndAreAnnounced() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let result = try await client.call(
            "turn/start",
            ["threadId": .string(thread), "input": .input("say: x"), "effort": "high", "approvalPolicy": "untrusted"])
        try await client.completed(result["turn"]?["id"]?.stringValue ?? "")
        let event = try await client.event("thread/settings/updated")
        #expect(event["params"]?["threadSettings"]?["effort"] == "high")
        #expect(event["params"]?["threadSettings"]?["approvalPolicy"] == "untrusted")
        await test.stop()
        let later = try TestServer(home: test.home)
        let resumed = try await later.client().call("thread/resume", ["threadId": .string(thread)])
        #expect(resumed["approvalPolicy"] == "untrusted")
        #expect(resumed["reasoningEffort"] == "high")
        await later.stop()
    }

    @Test func overridesOfAResumeAreCheckedAndConfigCounts() async throws {
        let first = try TestServer()
        let client = try await first.client()
        let thread = try await client.startThread(in: first)
        await first.stop()
        let later = try TestServer(home: first.home)
        let other = try await later.client()
        let wrong = try await other.failure(
            "thread/resume", ["threadId": .string(thread), "modelProvider": "nope"])
        #expect(wrong["message"] == "failed to load configuration: Model provider `nope` not found")
        let resumed = try await other.call(
            "thread/resume",
            ["threadId": .string(thread), "config": ["model_reasoning_effort": "high", "model": "other"]])
        #expect(resumed["reasoningEffort"] == "high")
        #expect(resumed["model"] == "other")
        #expect(resumed["approvalPolicy"] == "never")
        await later.stop()
    }

    @Test func aStopInMidTurnClosesItAsInterrupted() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "sleep: 60")
        await test.stop()
        #expect(try await client.completed(turn)["status"] == "interrupted")
        let later = try TestServer(home: test.home)
        let read = try await later.client().call(
            "thread/read", ["threadId": .string(thread), "includeTurns": true])
        #expect(read["thread"]?["turns"]?[0]?["status"] == "interrupted")
        await later.stop()
    }

    @Test func aDrainingStopFinishesTheTurn() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "sleep: 0.3\nsay: finished")
        await test.stop(draining: true)
        #expect(try await client.completed(turn)["status"] == "completed")
    }

    @Test func brokenConfigurationRefusesNewThreadsAndNothingElse() async throws {
        let test = try TestServer(config: "model = [")
        let client = try await test.client()
        let warning = try await client.event("configWarning")
        #expect(warning["params"]?["summary"] == "Invalid configuration; using defaults.")
        #expect(warning["params"]?["range"]?["start"]?["line"] == 1)
        let error = try await client.failure("thread/start")
        #expect(error["message"]?.stringValue?.hasPrefix("failed to load configuration: ") == true)
        #expect(try await client.call("thread/list")["data"] == [])
        await test.stop()
    }
}
