import Foundation
import ModelClient
import Synchronization
import Testing
import WireJSON

/// Interrupts and steering, at any moment.
@Suite struct InterruptTests {
    @Test func anInterruptRightAfterTheAnswerEndsTheTurn() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for _ in 0..<20 {
            let turn = try await client.startTurn(thread, "sleep: 30")
            try await client.interrupt(thread, turn)
            #expect(try await client.completed(turn)["status"] == "interrupted")
        }
        await test.stop()
    }

    @Test func everyInterruptIsAnswered() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "sleep: 30")
        let params: JSONValue = ["threadId": .string(thread), "turnId": .string(turn)]
        let ids = (0..<10).map { _ in client.request("turn/interrupt", params) }
        for id in ids { _ = try await client.answer(to: id) }
        try await client.completed(turn)
        let late = try await client.failure("turn/interrupt", params)
        #expect(late["message"] == "no active turn to interrupt")
        #expect(client.methods.count { $0 == "turn/completed" } == 1)
        await test.stop()
    }

    @Test func anInterruptedMessageIsCompleteWithWhatItHadSaid() async throws {
        let scenario = """
            {"turns":[{"steps":[[{"text":"one two three four five six seven eight","chunks":8,"delayMs":20}]]}]}
            """
        let test = try TestServer(model: .offline(scenario: try .init(parsing: Array(scenario.utf8), file: "test")))
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "go")
        try await client.event("item/agentMessage/delta")
        try await client.interrupt(thread, turn)
        try await client.completed(turn)
        #expect(client.unfinishedItems.isEmpty)
        let said = client.lines.compactMap { $0["params"]?["delta"]?.stringValue }.joined()
        let item = try await client.event("item/completed") { $0["item"]?["type"] == "agentMessage" }
        #expect(item["params"]?["item"]?["text"]?.stringValue == said)
        // The partial text is in the history.
        let read = try await client.call("thread/read", ["threadId": .string(thread), "includeTurns": true])
        let items = read["thread"]?["turns"]?[0]?["items"]?.arrayValue ?? []
        #expect(items.contains { $0["text"]?.stringValue == said })
        await test.stop()
    }

    @Test func anInterruptKillsTheWholeProcessTree() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(
            thread, "run: sleep 300 & echo $!; setsid sleep 300 & echo $!; wait")
        _ = try await client.first("both pids") { _ in client.commandOutput.split(separator: "\n").count == 2 }
        let pids = client.commandOutput.split(separator: "\n").compactMap { Int32($0) }
        #expect(pids.count == 2)
        try await client.interrupt(thread, turn)
        #expect(try await client.completed(turn)["status"] == "interrupted")
        #expect(client.unfinishedItems.isEmpty)
        for pid in pids { #expect(kill(pid, 0) != 0, "process \(pid) is alive") }
        await test.stop()
    }

    @Test func anInterruptWithdrawsAnApprovalBeforeTheTurnEnds() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let turn = try await client.startTurn(thread, "run: touch never")
        let request = try await client.approvalRequest(turn)
        try await client.interrupt(thread, turn)
        try await client.completed(turn)
        let methods = client.methods
        let resolved = try #require(methods.firstIndex(of: "serverRequest/resolved"))
        let completed = try #require(methods.firstIndex(of: "turn/completed"))
        #expect(resolved < completed)
        #expect(client.unfinishedItems.isEmpty)
        // A late answer changes nothing.
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "accept"]])
        try await client.call("thread/loaded/list")
        #expect(!test.hasFile("never"))
        #expect(client.methods.last == "turn/completed")
        await test.stop()
    }

    @Test func anotherTurnsInterruptIsRefusedWithTheActiveOne() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "sleep: 30")
        let error = try await client.failure("turn/interrupt", ["threadId": .string(thread), "turnId": "other"])
        #expect(error["message"]?.stringValue == "expected active turn id other but found \(turn)")
        #expect(error["data"]?["kind"] == "staleTurn")
        try await client.interrupt(thread, "")
        #expect(try await client.completed(turn)["status"] == "interrupted")
        await test.stop()
    }

    @Test func whatIsSentRightAfterAnInterruptStartsTheNextTurn() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for number in 1...10 {
            let turn = try await client.startTurn(thread, "run: echo begun \(number); sleep 300")
            try await client.event("item/commandExecution/outputDelta") { $0["turnId"]?.stringValue == turn }
            try await client.interrupt(thread, turn)
            let next = try await client.startTurn(thread, "say: new prompt \(number)")
            #expect(next != turn)
            #expect(try await client.completed(turn)["status"] == "interrupted")
            #expect(try await client.completed(next)["items"]?[0]?["text"]?.stringValue == "new prompt \(number)")
        }
        await test.stop()
    }

    @Test func whatWasSteeredBeforeAnInterruptStaysInTheHistory() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "run: echo begun; sleep 300")
        try await client.event("item/commandExecution/outputDelta")
        try await client.call(
            "turn/steer",
            ["threadId": .string(thread), "expectedTurnId": .string(turn), "input": .input("remember this")])
        try await client.interrupt(thread, turn)
        #expect(try await client.completed(turn)["status"] == "interrupted")
        let messages = client.lines.filter {
            $0["method"] == "item/completed" && $0["params"]?["item"]?["content"] == .input("remember this").sent
        }
        #expect(messages.count == 1)
        #expect(client.unfinishedItems.isEmpty)
        await test.stop()
    }

    @Test func aCallWhoseAnswerEndsWithAnInterruptIsStillAnswered() async throws {
        let requests = Mutex<[ModelRequest]>([])
        let model = ModelClient(stream: { request, handle in
            let isFirst = requests.withLock { requests in
                requests.append(request)
                return requests.count == 1
            }
            guard isFirst else { return try await ModelClient.offline().stream(request, handle) }
            let call: JSONValue = [
                "type": "function_call", "id": "fc", "call_id": "call-1", "name": "exec_command",
                "arguments": #"{"cmd":"true"}"#,
            ]
            try handle(
                .itemDone(
                    ModelItem(
                        id: "fc",
                        kind: .functionCall(
                            callID: "call-1", name: "exec_command", namespace: nil, arguments: #"{"cmd":"true"}"#),
                        raw: RawJSON(call))))
            try handle(.completed(responseID: "r", usage: nil))
            // The interrupt comes when everything has been read, and the stream ends without an error.
            while !Task.isCancelled { await Task.yield() }
        })
        let test = try TestServer(model: model)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "go")
        try await client.event("account/rateLimits/updated")
        try await client.interrupt(thread, turn)
        #expect(try await client.completed(turn)["status"] == "interrupted")
        try await client.completed(try await client.startTurn(thread, "say: next"))
        let last = try #require(requests.withLock { $0.last })
        let outputs = last.input.compactMap { try? JSONValue(parsing: $0.bytes) }.filter {
            $0["type"] == "function_call_output" && $0["call_id"] == "call-1"
        }
        #expect(outputs.count == 1)
        await test.stop()
    }

    @Test func anInterruptWithoutAnIDWaitsForTheTurnThatIsBeingStarted() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for _ in 0..<20 {
            let start = client.request("turn/start", ["threadId": .string(thread), "input": .input("sleep: 300")])
            client.request("turn/interrupt", ["threadId": .string(thread), "turnId": ""])
            let turn = try await client.answer(to: start)["result"]?["turn"]?["id"]?.stringValue
            #expect(try await client.completed(try #require(turn))["status"] == "interrupted")
        }
        await test.stop()
    }

    // MARK: - Steering

    @Test func steeringJoinsTheRunningTurn() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "sleep: 30")
        let steered = try await client.call(
            "turn/steer",
            ["threadId": .string(thread), "expectedTurnId": .string(turn), "input": .input("say: steered")])
        #expect(steered["turnId"]?.stringValue == turn)
        let ended = try await client.completed(turn)
        #expect(ended["status"] == "completed")
        #expect(ended["items"]?[0]?["text"] == "steered")
        #expect(client.methods.count { $0 == "turn/started" } == 1)
        #expect(client.unfinishedItems.isEmpty)
        await test.stop()
    }

    /// Steers at every moment of the turn's looks for them: none of them ends it, and each is in it once, in order.
    @Test func manySteersInQuickSuccessionAreAllTaken() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for round in 0..<5 {
            let turn = try await client.startTurn(thread, "sleep: 300")
            let count = 40
            let requests = (0..<count).map { number in
                client.request(
                    "turn/steer",
                    [
                        "threadId": .string(thread), "expectedTurnId": .string(turn),
                        "input": .input(number < count - 1 ? "sleep: 300" : "say: round \(round)"),
                        "clientUserMessageId": .string("\(round)-\(number)"),
                    ])
            }
            for request in requests {
                let answer = try await client.answer(to: request)
                #expect(answer["result"]?["turnId"]?.stringValue == turn)
            }
            let ended = try await client.completed(turn)
            #expect(ended["status"] == "completed", "\(ended)")
            #expect(ended["items"]?[0]?["text"]?.stringValue == "round \(round)")
            let taken = client.lines.filter {
                $0["method"] == "item/completed" && $0["params"]?["turnId"]?.stringValue == turn
            }.compactMap { $0["params"]?["item"]?["clientId"]?.stringValue }
            #expect(taken == (0..<count).map { "\(round)-\($0)" })
        }
        await test.stop()
    }

    @Test func aStartDuringATurnSteersIt() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "sleep: 30")
        #expect(try await client.startTurn(thread, "say: joined") == turn)
        #expect(try await client.completed(turn)["items"]?[0]?["text"] == "joined")
        await test.stop()
    }

    @Test func theSameSteerTwiceIsTakenOnce() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "sleep: 30")
        let params: JSONValue = [
            "threadId": .string(thread), "expectedTurnId": .string(turn), "input": .input("say: once"),
            "clientUserMessageId": "steer-1",
        ]
        try await client.call("turn/steer", params)
        try await client.call("turn/steer", params)
        try await client.completed(turn)
        let messages = client.lines.filter {
            $0["method"] == "item/completed" && $0["params"]?["item"]?["clientId"] == "steer-1"
        }
        #expect(messages.count == 1)
        await test.stop()
    }

    @Test func aSteerOfAnotherTurnNamesTheActiveOne() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "sleep: 30")
        let error = try await client.failure(
            "turn/steer", ["threadId": .string(thread), "expectedTurnId": "other", "input": .input("x")])
        #expect(error["code"] == -32600)
        #expect(error["message"]?.stringValue == "expected active turn id `other` but found `\(turn)`")
        await test.stop()
    }
}

extension JSONValue {
    /// Input as it comes back in an item.
    fileprivate var sent: JSONValue {
        .array(
            (arrayValue ?? []).map { part in
                var part = part.objectValue ?? [:]
                part["text_elements"] = []
                return .object(part)
            })
    }
}

extension InProcessClient {
    /// Interrupts a turn and waits for the answer.
    func interrupt(_ thread: String, _ turn: String) async throws {
        try await call("turn/interrupt", ["threadId": .string(thread), "turnId": .string(turn)])
    }
}
