import Foundation
import ModelClient
import Testing
import WireJSON

/// Agents that an agent makes: threads with a parent.
@Suite struct AgentTests {
    private func untilEnd(_ client: InProcessClient, _ thread: String, _ text: String) async throws -> JSONValue {
        try await client.completed(try await client.startTurn(thread, text))
    }

    private func call(_ tool: String, _ arguments: JSONValue) -> String {
        "call: multi_agent_v1.\(tool) \(String(decoding: RawJSON(arguments).bytes, as: UTF8.self))"
    }

    private func ids(_ list: JSONValue) -> [String] {
        list["data"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
    }

    // MARK: - Work

    @Test func anAgentWorksInAThreadOfItsOwnAndItsResultComesBack() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "agent: say: I am the child\nagents: 60")
        let ended = try await client.completed(turn)
        #expect(ended["items"]?[0]?["text"]?.stringValue?.contains(#"{"completed":"I am the child"}"#) == true)

        let child = try await client.agent(of: turn)
        let spawn = try await client.agentItem(.completed, "spawnAgent", turn)
        #expect(spawn["status"] == "completed" && spawn["senderThreadId"]?.stringValue == thread)
        #expect(spawn["prompt"] == "say: I am the child")
        #expect(spawn["agentsStates"]?[child]?["status"] == "pendingInit")
        let begun = try await client.agentItem(.started, "spawnAgent", turn)
        #expect(begun["receiverThreadIds"] == [] && begun["status"] == "inProgress")
        let wait = try await client.agentItem(.completed, "wait", turn)
        #expect(wait["receiverThreadIds"] == [.string(child)])
        #expect(wait["agentsStates"]?[child] == ["status": "completed", "message": "I am the child"])

        // Whoever hears the parent hears the agent; the agent is told of before it says anything.
        let started = try await client.event("turn/started") { $0["threadId"]?.stringValue == child }
        #expect(started["params"]?["turn"]?["rootTurnId"]?.stringValue == turn)
        let order = client.lines.compactMap { line -> String? in
            switch line["method"] {
            case "turn/started" where line["params"]?["threadId"]?.stringValue == child: "begins"
            case "item/completed" where line["params"]?["item"]?["tool"] == "spawnAgent": "told"
            default: nil
            }
        }
        #expect(order == ["told", "begins"])
        #expect(!client.lines.contains { $0["params"]?["thread"]?["id"]?.stringValue == child })

        #expect(ids(try await client.call("thread/list")) == [thread])
        let children = try await client.call("thread/list", ["parentThreadId": .string(thread)])
        #expect(ids(children) == [child])
        let made = children["data"]?[0] ?? .null
        #expect(made["parentThreadId"]?.stringValue == thread && made["preview"] == "say: I am the child")
        let source = made["source"]?["subAgent"]?["thread_spawn"] ?? .null
        #expect(source["parent_thread_id"]?.stringValue == thread && source["depth"] == 1)
        #expect(made["agentNickname"] != nil && made["agentNickname"] == source["agent_nickname"])
        await test.stop()
    }

    @Test func theParentMayEndFirstAndReadsLaterWhatBecameOfTheAgent() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "agent: run: cat go\\nsay: late")
        try await client.completed(turn)
        let child = try await client.agent(of: turn)
        try await client.event("turn/completed") { $0["threadId"]?.stringValue == child }
        // The notice is written after the agent's end: some turn of the parent reads it.
        let expected = #"{"agent_path":"\#(child)","status":{"completed":"late"}}"#
        var hasRead = false
        for _ in 0..<100 where !hasRead {
            _ = try await untilEnd(client, thread, "say: and?")
            hasRead = recorder.texts(recorder.all.count - 1).contains { role, text in
                role == "user" && text == "<subagent_notification>\n\(expected)\n</subagent_notification>"
            }
        }
        #expect(hasRead)
        await test.stop()
    }

    @Test func anAgentKnowsTheConversationOnlyIfItIsToldTo() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for forks in [false, true] {
            let order = call("spawn_agent", ["message": "say: \(forks)", "fork_context": .bool(forks)])
            let child = try await client.agent(of: try await client.startTurn(thread, "say: secret plan\n" + order))
            try await client.event("turn/completed") { $0["threadId"]?.stringValue == child }
            let request = try #require(recorder.all.firstIndex { $0.threadID == child })
            #expect(recorder.texts(request).contains { $0.text.contains("secret plan") } == forks)
            #expect(recorder.texts(request).contains { $0.text == "say: \(forks)" })
        }
        await test.stop()
    }

    // MARK: - The user's word

    @Test func whatAnAgentAsksReachesTheClientAndOneThatJoinsTheParentLater() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let turn = try await client.startTurn(thread, "agent: run: touch made\nagents: 60")
        let child = try await client.agent(of: turn)
        let request = try await client.event("item/commandExecution/requestApproval")
        #expect(request["params"]?["threadId"]?.stringValue == child)
        let second = try await test.client(id: 1)
        try await second.call("thread/resume", ["threadId": .string(thread)])
        let again = try await second.event("item/commandExecution/requestApproval")
        #expect(again["id"] == request["id"] && again["params"]?["threadId"]?.stringValue == child)
        second.send(value: ["id": again["id"] ?? .null, "result": ["decision": "accept"]])
        for listener in [client, second] {
            try await listener.event("serverRequest/resolved") { $0["threadId"]?.stringValue == child }
        }
        #expect(try await client.completed(turn)["status"] == "completed")
        #expect(test.hasFile("made"))
        await test.stop()
    }

    @Test func anInterruptOfTheParentEndsWhatItsAgentsDo() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "agent: run: sleep 300\nagents: 600")
        let child = try await client.agent(of: turn)
        try await client.event("item/started") { $0["item"]?["type"] == "commandExecution" }
        _ = try await client.agentItem(.started, "wait", turn)
        try await client.interrupt(thread, turn)
        #expect(try await client.completed(turn)["status"] == "interrupted")
        let ended = try await client.event("turn/completed") { $0["threadId"]?.stringValue == child }
        #expect(ended["params"]?["turn"]?["status"] == "interrupted")
        #expect(try await client.agentItem(.completed, "wait", turn)["status"] == "interrupted")
        #expect(client.unfinishedItems.isEmpty)
        await test.stop()
    }

    // MARK: - Talking

    @Test func agentsAreToldThingsClosedAndOpenedAgain() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let first = try await client.startTurn(thread, "agent: sleep: 300")
        try await client.completed(first)
        let child = try await client.agent(of: first)
        let wait = call("wait_agent", ["targets": [.string(child)], "timeout_ms": 60_000])

        let redirect = call("send_input", ["target": .string(child), "message": "say: two", "interrupt": true])
        let second = try await client.startTurn(thread, "\(redirect)\n\(wait)")
        try await client.completed(second)
        let sent = try await client.agentItem(.completed, "sendInput", second)
        #expect(sent["status"] == "completed" && sent["prompt"] == "say: two")
        #expect(sent["agentsStates"]?[child]?["status"] == "running")
        #expect(
            try await client.agentItem(.completed, "wait", second)["agentsStates"]?[child]?["message"] == "two")

        let third = try await client.startTurn(thread, call("close_agent", ["target": .string(child)]))
        let answer = try await client.completed(third)
        #expect(
            answer["items"]?[0]?["text"]?.stringValue?.contains(#"{"previous_status":{"completed":"two"}}"#) == true)
        try await client.event("thread/closed") { $0["threadId"]?.stringValue == child }
        #expect(loaded(try await client.call("thread/loaded/list")) == [thread])

        let late = call("send_input", ["target": .string(child), "message": "say: three"])
        let fourth = try await client.startTurn(thread, late)
        try await client.completed(fourth)
        let refused = try await client.agentItem(.completed, "sendInput", fourth)
        #expect(refused["status"] == "failed" && refused["agentsStates"]?[child]?["status"] == "notFound")

        let reopen = call("resume_agent", ["id": .string(child)])
        let fifth = try await client.startTurn(thread, "\(reopen)\n\(late)\n\(wait)")
        try await client.completed(fifth)
        #expect(try await client.agentItem(.completed, "resumeAgent", fifth)["status"] == "completed")
        #expect(
            try await client.agentItem(.completed, "wait", fifth)["agentsStates"]?[child]?["message"] == "three")
        let read = try await client.call("thread/read", ["threadId": .string(child), "includeTurns": true])
        #expect(
            read["thread"]?["turns"]?.arrayValue?.map { $0["status"] } == ["interrupted", "completed", "completed"])
        await test.stop()
    }

    @Test func anAgentOfAnotherThreadIsNobody() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "agent: say: mine\nagents: 60")
        try await client.completed(turn)
        let child = try await client.agent(of: turn)
        let other = try await client.startThread(in: test)
        for (tool, key, item) in [
            ("send_input", "target", "sendInput"), ("close_agent", "target", "closeAgent"),
            ("resume_agent", "id", "resumeAgent"),
        ] {
            let order = call(tool, .object([key: .string(child), "message": "say: theirs"]))
            let attempt = try await client.startTurn(other, order)
            try await client.completed(attempt)
            let refused = try await client.agentItem(.completed, item, attempt)
            #expect(refused["status"] == "failed" && refused["agentsStates"]?[child]?["status"] == "notFound")
        }
        await test.stop()
    }

    // MARK: - Limits

    @Test func onlySoManyAgentsAreOpenAtOnce() async throws {
        let test = try TestServer(config: "[agents]\nmax_threads = 2\n")
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "agent: say: a\nagent: say: b\nagent: say: c")
        let ended = try await client.completed(turn)
        #expect(
            ended["items"]?[0]?["text"]?.stringValue?.contains("collab spawn failed: agent thread limit reached")
                == true
        )
        let results = client.lines.filter {
            $0["method"] == "item/completed" && $0["params"]?["item"]?["tool"] == "spawnAgent"
        }
        #expect(results.map { $0["params"]?["item"]?["status"] } == ["completed", "completed", "failed"])
        #expect(ids(try await client.call("thread/list", ["parentThreadId": .string(thread)])).count == 2)
        await test.stop()
    }

    @Test func agentsMakeAgentsOnlyAsDeepAsTheUserAllows() async throws {
        let task = #"agent: agent: say: deep\nagents: 60"# + "\nagents: 60"
        let flat = try TestServer()
        var client = try await flat.client()
        var thread = try await client.startThread(in: flat)
        _ = try await untilEnd(client, thread, task)
        let refused = try await client.event("item/completed") { params in
            params["threadId"]?.stringValue != thread && params["item"]?["tool"] == "spawnAgent"
        }
        #expect(refused["params"]?["item"]?["status"] == "failed")
        await flat.stop()

        let deep = try TestServer(config: "[agents]\nmax_depth = 2\n")
        client = try await deep.client()
        thread = try await client.startThread(in: deep)
        _ = try await untilEnd(client, thread, task)
        let below = ids(try await client.call("thread/list", ["ancestorThreadId": .string(thread)]))
        #expect(below.count == 2)
        try await client.call("thread/delete", ["threadId": .string(thread)])
        try await client.event("thread/deleted") { $0["threadId"]?.stringValue == thread }
        let deleted = client.lines.filter { $0["method"] == "thread/deleted" }
            .compactMap { $0["params"]?["threadId"]?.stringValue }
        #expect(deleted.count == 3 && Set(deleted.prefix(2)) == Set(below))
        #expect(loaded(try await client.call("thread/loaded/list")) == [])
        await deep.stop()
    }

    @Test func argumentsThatCannotBeUsedMakeNoItem() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for order in [
            call("spawn_agent", [:]), call("spawn_agent", ["message": "  "]),
            call("spawn_agent", ["message": "a", "items": [["type": "text", "text": "b"]]]),
            call("spawn_agent", ["items": [["type": "local_image", "path": "/etc/passwd"]]]),
            call("wait_agent", ["targets": []]), call("wait_agent", ["targets": ["nobody"]]),
            call("wait_agent", ["targets": [.string(thread)], "timeout_ms": -1]), call("close_agent", [:]),
        ] {
            let text = try await untilEnd(client, thread, order)["items"]?[0]?["text"]?.stringValue
            #expect(text?.contains("failed to parse function arguments") == true, "\(order): \(text ?? "nil")")
        }
        #expect(!client.lines.contains { $0["params"]?["item"]?["type"] == "collabAgentToolCall" })
        let unknown = call("spawn_agent", ["message": "say: x", "model": "no-such-model"])
        let text = try await untilEnd(client, thread, unknown)["items"]?[0]?["text"]?.stringValue
        #expect(text?.contains("unknown model `no-such-model`") == true)
        await test.stop()
    }

    // MARK: - Unloading and putting away

    @Test func agentsStayLoadedWithTheirParentAndGoWithIt() async throws {
        let test = try TestServer(config: "thread_unload_delay_secs = 0\n")
        let client = try await test.client()
        let watcher = try await test.client(id: 1)
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(
            thread, #"agent: say: quick"# + "\nrun: while ! test -e go; do sleep 0.05; done\nagents: 60")
        let child = try await client.agent(of: turn)
        try await client.event("turn/completed") { $0["threadId"]?.stringValue == child }
        try await client.call("thread/unsubscribe", ["threadId": .string(thread)])
        // Nobody listens, and the agent is done; but the one that made it still works.
        #expect(Set(loaded(try await watcher.call("thread/loaded/list"))) == [thread, child])
        try test.makeFile("go")
        for id in [thread, child] { try await watcher.event("thread/closed") { $0["threadId"]?.stringValue == id } }
        #expect(loaded(try await watcher.call("thread/loaded/list")) == [])
        let read = try await watcher.call("thread/read", ["threadId": .string(thread), "includeTurns": true])
        let items = read["thread"]?["turns"]?[0]?["items"]?.arrayValue ?? []
        let wait = items.first { $0["tool"] == "wait" }
        #expect(wait?["agentsStates"]?[child] == ["status": "completed", "message": "quick"])
        await test.stop()
    }

    @Test func archivingAParentAtWorkArchivesItsAgentsFirst() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "agent: sleep: 300\nagents: 600")
        let child = try await client.agent(of: turn)
        _ = try await client.agentItem(.started, "wait", turn)
        try await client.call("thread/archive", ["threadId": .string(thread)])
        try await client.event("thread/archived") { $0["threadId"]?.stringValue == thread }
        let archived = client.lines.filter { $0["method"] == "thread/archived" }
            .compactMap { $0["params"]?["threadId"]?.stringValue }
        #expect(archived == [child, thread])
        #expect(client.unfinishedItems.isEmpty)
        await test.stop()
    }

    @Test func agentsOfAThreadThatIsNotKeptAreNotKeptEither() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["ephemeral": true])
        let turn = try await client.startTurn(thread, "agent: say: unkept\nagents: 60")
        #expect(try await client.completed(turn)["status"] == "completed")
        let child = try await client.agent(of: turn)
        let read = try await client.call("thread/read", ["threadId": .string(child)])
        #expect(read["thread"]?["ephemeral"] == true && read["thread"]?["path"] == .null)
        await test.stop()
    }

    private func loaded(_ list: JSONValue) -> [String] { list["data"]?.arrayValue?.compactMap(\.stringValue) ?? [] }
}

extension InProcessClient {
    /// Which of an item's two events.
    enum ItemMoment: String {
        case started, completed
    }

    /// Waits for the item of a call for agents, and returns it.
    fileprivate func agentItem(_ moment: ItemMoment, _ tool: String, _ turn: String) async throws -> JSONValue {
        try await event("item/\(moment.rawValue)") { params in
            params["turnId"]?.stringValue == turn && params["item"]?["tool"]?.stringValue == tool
        }["params"]?["item"] ?? .null
    }

    /// Waits for the first agent that a turn makes, and returns its id.
    fileprivate func agent(of turn: String) async throws -> String {
        let item = try await agentItem(.completed, "spawnAgent", turn)
        guard let id = item["receiverThreadIds"]?[0]?.stringValue else {
            throw Failure(description: "no agent: \(item)")
        }
        return id
    }
}
