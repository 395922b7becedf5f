import Foundation
import Testing
import WireJSON

/// Tools that need the client: questions, tools of its own; and pictures.
@Suite struct ClientToolTests {
    @Test func theUserIsAskedAndTheModelGetsTheAnswer() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "ask: Which colour? red | green")
        let request = try await client.event("item/tool/requestUserInput")
        let question = request["params"]?["questions"]?[0] ?? .null
        #expect(question["question"] == "Which colour?")
        #expect(question["isOther"] == true)
        #expect(question["options"]?.arrayValue?.map { $0["label"] } == ["red", "green"])
        #expect(
            client.lines.contains {
                $0["params"]?["status"]?["activeFlags"] == ["waitingOnUserInput"]
            })
        client.send(value: [
            "id": request["id"] ?? .null, "result": ["answers": ["answer": ["answers": ["green"]]]],
        ])
        try await client.completed(turn)
        try await client.event("serverRequest/resolved")
        let said = try await client.event("item/completed") { $0["item"]?["type"] == "agentMessage" }
        #expect(said["params"]?["item"]?["text"]?.stringValue?.contains("green") == true)
        await test.stop()
    }

    @Test func aQuestionWithoutOptionsOrAUsableAnswerDoesNotHoldTheTurn() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let bare = try await client.startTurn(thread, "ask: Which?")
        #expect(try await client.completed(bare)["status"] == "completed")
        #expect(!client.methods.contains("item/tool/requestUserInput"))
        let turn = try await client.startTurn(thread, "ask: Which? a | b")
        let request = try await client.event("item/tool/requestUserInput")
        client.send(value: ["id": request["id"] ?? .null, "error": ["code": -1, "message": "no"]])
        #expect(try await client.completed(turn)["status"] == "completed")
        await test.stop()
    }

    @Test func aToolOfTheClientsIsCalledAndItsOutputGoesToTheModel() async throws {
        let call: JSONValue = [
            "type": "function_call", "name": "lookup", "namespace": "tickets",
            "arguments": .arguments(["id": 7]),
        ]
        let model = CallingModel(call, call, call)
        let test = try TestServer(model: model.client)
        let client = try await test.client()
        let tool: JSONValue = [
            "type": "function", "name": "lookup", "description": "Finds.", "inputSchema": ["type": "object"],
        ]
        let thread = try await client.startThread(
            in: test,
            [
                "dynamicTools": [
                    ["type": "namespace", "name": "tickets", "description": "All.", "tools": [tool]]
                ]
            ])
        let turn = try await client.startTurn(thread, "go")
        let results: [JSONValue] = [
            ["result": ["contentItems": [["type": "inputText", "text": "found"]], "success": true]],
            ["result": ["contentItems": "none"]], ["error": ["code": -1, "message": "broken"]],
        ]
        for (number, result) in results.enumerated() {
            let request = try await client.event("item/tool/call") {
                $0["callId"]?.stringValue == "call-\(number + 1)"
            }
            #expect(request["params"]?["tool"] == "lookup" && request["params"]?["namespace"] == "tickets")
            #expect(request["params"]?["arguments"] == ["id": 7])
            var answer = result.objectValue ?? [:]
            answer["id"] = request["id"] ?? .null
            client.send(value: .object(answer))
        }
        #expect(try await client.completed(turn)["status"] == "completed")
        #expect(
            model.outputs == ["found", "dynamic tool response was invalid", "dynamic tool request failed"])
        let ended = client.lines.filter { $0["method"] == "item/completed" }
            .compactMap { $0["params"]?["item"] }.filter { $0["type"] == "dynamicToolCall" }
        #expect(ended.map { $0["status"] } == ["completed", "failed", "failed"])
        #expect(ended.first?["contentItems"] == [["type": "inputText", "text": "found"]])
        // It is no question to the user.
        #expect(!client.methods.contains("serverRequest/resolved"))
        #expect(
            model.tools.contains {
                $0["type"] == "namespace" && $0["name"] == "tickets" && $0["tools"]?[0]?["name"] == "lookup"
            })
        await test.stop()
    }

    @Test(arguments: [
        (#"[{"type":"function","name":"a b","description":"","inputSchema":{}}]"#, "must match ^[a-zA-Z0-9_-]+$"),
        (#"[{"type":"function","name":"","description":"","inputSchema":{}}]"#, "must not be empty"),
        (#"[{"type":"function","name":"mcp__x","description":"","inputSchema":{}}]"#, "is reserved: mcp__x"),
        (
            #"[{"type":"function","name":"x","description":"","inputSchema":{},"deferLoading":true}]"#,
            "must include a namespace: x"
        ),
        (#"[{"type":"namespace","name":"n","description":"","tools":[]}]"#, "must contain at least one tool: n"),
    ])
    func toolsThatNoProviderWouldTakeAreRefused(_ tools: String, _ words: String) async throws {
        let test = try TestServer()
        let client = try await test.client()
        let error = try await client.failure(
            "thread/start",
            ["cwd": .string(test.workspace), "dynamicTools": try JSONValue(parsing: Array(tools.utf8))])
        #expect(error["code"] == -32600)
        #expect(error["message"]?.stringValue?.contains(words) == true)
        await test.stop()
    }

    @Test func thePictureThatTheModelAsksForIsShownToIt() async throws {
        let view: JSONValue = [
            "type": "function_call", "name": "view_image", "arguments": .arguments(["path": "a.png"]),
        ]
        let missing: JSONValue = [
            "type": "function_call", "name": "view_image", "arguments": .arguments(["path": "no.png"]),
        ]
        let model = CallingModel(view, missing)
        let test = try TestServer(model: model.client)
        let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        try png.write(to: URL(fileURLWithPath: test.workspace + "/a.png"))
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "go"))
        #expect(
            model.outputValues.first == [
                [
                    "type": "input_image", "image_url": .string("data:image/png;base64," + png.base64EncodedString()),
                    "detail": "high",
                ]
            ])
        #expect(model.output?.hasPrefix("unable to locate image at `\(test.workspace)/no.png`") == true)
        let item = try await client.event("item/completed") { $0["item"]?["type"] == "imageView" }
        #expect(item["params"]?["item"]?["path"] == .string(test.workspace + "/a.png"))
        await test.stop()
    }

    // MARK: - The user's own commands

    @Test func aCommandOfTheUsersIsATurnOfItsOwnAndTheModelSeesIt() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["sandbox": "read-only", "approvalPolicy": "untrusted"])
        let answer = try await client.call(
            "thread/shellCommand", ["threadId": .string(thread), "command": "echo mine; touch made"])
        #expect(answer == [:])
        let ended = try await client.event("turn/completed")
        #expect(ended["params"]?["turn"]?["status"] == "completed")
        let item = try await client.completedCommand()
        #expect(item["source"] == "userShell")
        #expect(item["aggregatedOutput"] == "mine\n")
        #expect(test.hasFile("made"))
        #expect(recorder.all.isEmpty)
        try await client.completed(try await client.startTurn(thread, "say: seen"))
        let shown = recorder.texts(0).first { $0.text.hasPrefix("<user_shell_command>") }
        #expect(shown?.text.contains("echo mine; touch made") == true)
        #expect(shown?.text.contains("Exit code: 0\n") == true && shown?.text.contains("Output:\nmine\n") == true)
        await test.stop()
    }

    @Test func aCommandOfTheUsersJoinsTheRunningTurnAndEndsWithAnInterrupt() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "sleep: 1000")
        try await client.event("turn/started")
        try await client.call(
            "thread/shellCommand", ["threadId": .string(thread), "command": "echo begun; sleep 1000"])
        let delta = try await client.event("item/commandExecution/outputDelta")
        #expect(delta["params"]?["turnId"] == .string(turn))
        try await client.call("turn/interrupt", ["threadId": .string(thread), "turnId": .string(turn)])
        #expect(try await client.completed(turn)["status"] == "interrupted")
        #expect(client.unfinishedItems.isEmpty)

        // One without a turn is interrupted as one.
        try await client.call("thread/shellCommand", ["threadId": .string(thread), "command": "sleep 1000"])
        let started = try await client.event("turn/started") { $0["turn"]?["id"]?.stringValue != turn }
        let own = started["params"]?["turn"]?["id"]?.stringValue ?? ""
        try await client.event("item/started") { $0["turnId"]?.stringValue == own }
        try await client.call("turn/interrupt", ["threadId": .string(thread), "turnId": .string(own)])
        #expect(try await client.completed(own)["status"] == "interrupted")
        #expect(client.unfinishedItems.isEmpty)
        for (params, message) in [
            (["threadId": .string(thread), "command": " "], "command must not be empty"),
            (
                ["threadId": .string(thread), "command": "x", "timeoutMs": -1],
                "thread/shellCommand timeoutMs must be non-negative, got -1"
            ),
        ] as [(JSONValue, JSONValue)] {
            #expect(try await client.failure("thread/shellCommand", params)["message"] == message)
        }
        await test.stop()
    }
}
