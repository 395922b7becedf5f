import ModelClient
import Testing
import WireJSON

/// What a client says for a turn, and how long it holds.
@Suite struct TurnOptionTests {
    private func run(
        _ client: InProcessClient, _ thread: String, _ text: String, _ options: JSONObject = [:]
    ) async throws {
        var params: JSONObject = ["threadId": .string(thread), "input": .input(text)]
        for (key, value) in options.map({ ($0.key, $0.value) }) { params[key] = value }
        let answer = try await client.call("turn/start", .object(params))
        try await client.completed(answer["turn"]?["id"]?.stringValue ?? "")
    }

    @Test func aSchemaHoldsForEveryRequestOfItsTurnAndNoLonger() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let schema: JSONValue = ["type": "object", "properties": ["a": ["type": "string"]]]
        try await run(client, thread, "run: true", ["outputSchema": schema])
        try await run(client, thread, "say: on")
        let schemas = recorder.all.map { $0.outputSchema.flatMap { try? $0.decode(JSONValue.self) } }
        #expect(schemas == [schema, schema, nil])
        await test.stop()
    }

    @Test func aTierForATurnHoldsForItAlone() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await run(client, thread, "say: one", ["serviceTier": "flex"])
        try await run(client, thread, "say: two", ["serviceTierForTurn": "priority"])
        try await run(client, thread, "say: three")
        #expect(recorder.all.map(\.serviceTier) == ["flex", "priority", "flex"])
        #expect(client.methods.filter { $0 == "thread/settings/updated" }.count == 1)
        await test.stop()
    }

    @Test func whatLastsIsThereAfterARestart() async throws {
        let recorder = RequestRecorder()
        let first = try TestServer(model: recorder.client)
        let client = try await first.client()
        let thread = try await client.startThread(in: first)
        try await run(
            client, thread, "say: one",
            [
                "model": "m2", "effort": "high", "summary": "concise", "personality": "pragmatic",
                "approvalPolicy": "on-request",
            ])
        await first.stop()
        let later = try TestServer(home: first.home, model: recorder.client)
        let other = try await later.client()
        let resumed = try await other.call("thread/resume", ["threadId": .string(thread)])
        #expect(resumed["approvalPolicy"] == "on-request")
        try await run(other, thread, "say: two")
        for request in recorder.all {
            #expect(request.model == "m2" && request.reasoningEffort == "high" && request.reasoningSummary == "concise")
        }
        try await other.call("thread/settings/update", ["threadId": .string(thread), "effort": "low"])
        let settings = try await other.event("thread/settings/updated")["params"]?["threadSettings"]
        #expect(settings?["personality"] == "pragmatic")
        await later.stop()
    }

    @Test func aModeIsToldWhenItChangesAndOutlivesTheProcess() async throws {
        let recorder = RequestRecorder()
        let first = try TestServer(model: recorder.client)
        let client = try await first.client()
        let thread = try await client.startThread(in: first)
        func mode(_ mode: JSONValue, _ instructions: JSONValue = .null) -> JSONObject {
            ["collaborationMode": ["mode": mode, "settings": ["model": "m", "developer_instructions": instructions]]]
        }
        try await run(client, thread, "say: usual")
        try await run(client, thread, #"call: update_plan {"plan":[{"step":"a","status":"pending"}]}"#, mode("plan"))
        try await run(client, thread, "say: still planning")
        #expect(!client.methods.contains("turn/plan/updated"))
        await first.stop()

        let later = try TestServer(home: first.home, model: recorder.client)
        let other = try await later.client()
        let resumed = try await other.call("thread/resume", ["threadId": .string(thread)])
        #expect(resumed["collaborationMode"]?["mode"] == "plan")
        try await run(other, thread, "say: planning")
        try await run(other, thread, "say: in the client's words", mode("plan", "MY WORDS"))
        try await run(other, thread, "say: working", mode("default"))
        try await run(other, thread, "say: still working")
        let told = recorder.texts(recorder.all.count - 1).filter { $0.text.hasPrefix("<collaboration_mode>") }
        #expect(told.map(\.role) == ["developer", "developer", "developer"])
        #expect(told[0].text.contains("a plan and no work yet"))
        #expect(told[1].text == "<collaboration_mode>MY WORDS</collaboration_mode>")
        #expect(told[2].text.contains("wants the work done"))
        #expect(!recorder.texts(0).contains { $0.text.hasPrefix("<collaboration_mode>") })
        await later.stop()
    }
}
