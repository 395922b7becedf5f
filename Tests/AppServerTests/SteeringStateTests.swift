import Testing
import WireJSON

/// What becomes of a steer in every state of a thread. (Compactions and reviews refuse it: see their tests.)
@Suite struct SteeringStateTests {
    private func steer(_ thread: String, _ turn: String, _ text: String = "say: steered") -> JSONValue {
        ["threadId": .string(thread), "expectedTurnId": .string(turn), "input": .input(text)]
    }

    private func said(_ client: InProcessClient, in turn: String) -> [String] {
        client.lines.compactMap { line in
            guard line["method"] == "item/completed", line["params"]?["turnId"]?.stringValue == turn,
                line["params"]?["item"]?["type"] == "userMessage"
            else { return nil }
            return line["params"]?["item"]?["content"]?[0]?["text"]?.stringValue
        }
    }

    @Test func anIdleThreadRefusesIt() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "say: first")
        try await client.completed(turn)
        let error = try await client.failure("turn/steer", steer(thread, turn))
        #expect(error["message"] == "no active turn to steer" && error["data"]?["kind"] == "noActiveTurn")
        await test.stop()
    }

    @Test func aTurnThatWaitsForAnApprovalTakesItAfterTheAnswer() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let turn = try await client.startTurn(thread, "run: touch made")
        let request = try await client.approvalRequest(turn)
        #expect(try await client.call("turn/steer", steer(thread, turn))["turnId"]?.stringValue == turn)
        // It doesn't answer the question.
        #expect(said(client, in: turn) == ["run: touch made"] && !test.hasFile("made"))
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "accept"]])
        #expect(try await client.completed(turn)["status"] == "completed")
        #expect(said(client, in: turn) == ["run: touch made", "say: steered"] && test.hasFile("made"))
        #expect(recorder.texts(recorder.all.count - 1).last?.text == "say: steered")
        await test.stop()
    }

    @Test func aCommandThatRunsIsNotCutShortByIt() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(
            thread, "run: echo begun; while [ ! -e go ]; do sleep 0.05; done; touch whole")
        try await client.event("item/commandExecution/outputDelta")
        try await client.call("turn/steer", steer(thread, turn))
        #expect(said(client, in: turn).count == 1)
        try test.makeFile("go")
        #expect(try await client.completed(turn)["status"] == "completed")
        #expect(test.hasFile("whole") && said(client, in: turn).count == 2)
        #expect(recorder.texts(recorder.all.count - 1).last?.text == "say: steered")
        await test.stop()
    }

    @Test func anInterruptedTurnTakesNoneAnyMore() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "run: echo begun; sleep 300")
        try await client.event("item/commandExecution/outputDelta")
        let interrupt = client.request(
            "turn/interrupt", ["threadId": .string(thread), "turnId": .string(turn)])
        _ = try await client.answer(to: interrupt)
        let error = try await client.failure("turn/steer", steer(thread, turn))
        #expect(error["data"]?["kind"] == "noActiveTurn")
        try await client.completed(turn)
        #expect(said(client, in: turn).count == 1)
        await test.stop()
    }
}
