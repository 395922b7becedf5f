import Testing
import WireJSON

/// Commands that the model runs: items, output, approvals.
@Suite struct CommandTests {
    @Test func aCommandReportsItsOutputWhole() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "run: echo first; echo second; exit 3")
        try await client.completed(turn)
        let item = try await client.completedCommand()
        #expect(item["status"] == "failed")
        #expect(item["exitCode"] == 3)
        #expect(item["aggregatedOutput"] == "first\nsecond\n")
        // Nothing of a quick command's output is missing from the deltas.
        #expect(client.commandOutput == "first\nsecond\n")
        await test.stop()
    }

    @Test func callsOfOneAnswerRunSideBySide() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        // Each command waits for the other's file: one after the other they would wait for ever.
        let wait = "while [ ! -e %s ]; do sleep 0.01; done"
        let first = "touch a; " + wait.replacing("%s", with: "b")
        let second = "touch b; " + wait.replacing("%s", with: "a")
        let turn = try await client.startTurn(thread, "run: \(first)\nrun: \(second)")
        #expect(try await client.completed(turn)["status"] == "completed")
        await test.stop()
    }

    @Test func anAcceptedCommandRunsAndADeclinedOneDoesNot() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        for (decision, status) in [("accept", "completed"), ("decline", "declined")] {
            let turn = try await client.startTurn(thread, "run: touch \(decision)")
            let request = try await client.approvalRequest(turn)
            #expect(request["params"]?["command"]?.stringValue?.contains("touch \(decision)") == true)
            client.send(value: ["id": request["id"] ?? .null, "result": ["decision": .string(decision)]])
            #expect(try await client.completed(turn)["status"] == "completed")
            let item = try await client.completedCommand(turn)
            #expect(item["status"]?.stringValue == status)
            #expect(test.hasFile(decision) == (decision == "accept"))
        }
        // A declined command stays in the history.
        let read = try await client.call("thread/read", ["threadId": .string(thread), "includeTurns": true])
        let items = read["thread"]?["turns"]?[1]?["items"]?.arrayValue ?? []
        #expect(items.contains { $0["status"] == "declined" })
        await test.stop()
    }

    @Test func anApprovalPausesTheTurnAndIsResolvedBeforeItGoesOn() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let turn = try await client.startTurn(thread, "run: echo x")
        let request = try await client.approvalRequest(turn)
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "accept"]])
        try await client.completed(turn)
        let story = client.lines.compactMap { line -> String? in
            switch line["method"]?.stringValue {
            case "thread/status/changed":
                "status \(line["params"]?["status"]?["activeFlags"]?.arrayValue?.compactMap(\.stringValue) ?? [])"
            case "item/commandExecution/requestApproval": "request"
            case "serverRequest/resolved": "resolved"
            case "item/commandExecution/outputDelta": "output"
            default: nil
            }
        }
        #expect(
            story == [
                "status []", #"status ["waitingOnApproval"]"#, "request", "resolved", "status []", "output",
                "status []",
            ])
        await test.stop()
    }

    /// What is on disk of the item alone would be a command that died with the server.
    @Test func nobodyIsAskedBeforeTheQuestionIsOnDisk() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let turn = try await client.startTurn(thread, "run: echo x")
        _ = try await client.approvalRequest(turn)
        let asked = try #require(client.barriers("item/commandExecution/requestApproval").first)
        let item = try #require(client.barriers("item/started").last)
        #expect(asked > item)
        await test.stop()
    }

    @Test func thePolicyOfTheConfigurationMayBeUntrusted() async throws {
        let test = try TestServer(config: "approval_policy = \"untrusted\"\n")
        let client = try await test.client()
        let started = try await client.call("thread/start", ["cwd": .string(test.workspace)])
        #expect(started["approvalPolicy"] == "untrusted")
        let thread = try #require(started["thread"]?["id"]?.stringValue)
        let turn = try await client.startTurn(thread, "run: touch made")
        let request = try await client.approvalRequest(turn)
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "decline"]])
        try await client.completed(turn)
        #expect(!test.hasFile("made"))
        await test.stop()
    }

    @Test func acceptForSessionAsksOnlyOnce() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let first = try await client.startTurn(thread, "run: echo again")
        let request = try await client.approvalRequest(first)
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "acceptForSession"]])
        try await client.completed(first)
        try await client.completed(try await client.startTurn(thread, "run: echo again"))
        #expect(client.methods.count { $0 == "item/commandExecution/requestApproval" } == 1)
        await test.stop()
    }

    @Test func cancelEndsTheTurnWithEveryItemComplete() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let turn = try await client.startTurn(thread, "run: echo never")
        let request = try await client.approvalRequest(turn)
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "cancel"]])
        #expect(try await client.completed(turn)["status"] == "interrupted")
        #expect(try await client.completedCommand(turn)["status"] == "declined")
        #expect(client.unfinishedItems.isEmpty)
        await test.stop()
    }

    @Test(arguments: [#"{"decision":"perhaps"}"#, "{}", "null", "[]"])
    func anAnswerThatIsNoneFailsTheCommandAndTheTurnGoesOn(_ result: String) async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let turn = try await client.startTurn(thread, "run: touch ran")
        let request = try await client.approvalRequest(turn)
        client.send(#"{"id":\#(request["id"]?.int64Value ?? -1),"result":\#(result)}"#)
        #expect(try await client.completed(turn)["status"] == "completed")
        #expect(try await client.completedCommand(turn)["status"] == "failed")
        #expect(!test.hasFile("ran"))
        await test.stop()
    }

    @Test func aProvidersKeyIsNotInACommandsEnvironment() async throws {
        let config = """
            model_provider = "mine"
            [model_providers.other]
            name = "other"
            base_url = "http://127.0.0.1:9/v1"
            env_key = "OTHER_KEY"
            env_http_headers = { "x-extra" = "EXTRA_HEADER" }
            [model_providers.mine]
            name = "mine"
            base_url = "http://127.0.0.1:9/v1"
            env_key = "MINE_KEY"
            """
        let test = try TestServer(
            config: config,
            variables: [
                "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "MINE_KEY": "secret-1", "OPENAI_API_KEY": "secret-2",
                "OTHER_KEY": "secret-3", "EXTRA_HEADER": "secret-4",
            ])
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "run: env")
        try await client.completed(turn)
        let output = try await client.completedCommand(turn)["aggregatedOutput"]?.stringValue ?? ""
        #expect(output.contains("PATH="))
        #expect(!output.contains("secret"))
        await test.stop()
    }
}

extension InProcessClient {
    /// Waits for the approval request of a turn.
    func approvalRequest(_ turn: String) async throws -> JSONValue {
        try await event("item/commandExecution/requestApproval") { $0["turnId"]?.stringValue == turn }
    }

    /// Waits for the completed command item of a turn, or of any.
    func completedCommand(_ turn: String? = nil) async throws -> JSONValue {
        try await event("item/completed") { params in
            params["item"]?["type"] == "commandExecution" && (turn == nil || params["turnId"]?.stringValue == turn)
        }["params"]?["item"] ?? .null
    }

    /// The output deltas of all commands, joined.
    var commandOutput: String {
        lines.filter { $0["method"] == "item/commandExecution/outputDelta" }
            .compactMap { $0["params"]?["delta"]?.stringValue }.joined()
    }

    /// The items that were started and not completed.
    var unfinishedItems: Set<String> {
        func ids(_ method: String) -> Set<String> {
            Set(
                lines.filter { $0["method"]?.stringValue == method }.compactMap {
                    $0["params"]?["item"]?["id"]?.stringValue
                })
        }
        return ids("item/started").subtracting(ids("item/completed"))
    }
}
