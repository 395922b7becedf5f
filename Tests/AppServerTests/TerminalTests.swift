import Foundation
import Testing
import WireJSON

/// Commands that outlive the call that began them: input, looks, background, ends.
@Suite struct TerminalTests {
    /// The number of the first command: the test server's random bits are always the same.
    private static let number = 19_375

    private static func exec(_ arguments: JSONValue) -> JSONValue {
        ["type": "function_call", "name": "exec_command", "arguments": .arguments(arguments)]
    }

    private static func write(_ arguments: JSONValue) -> JSONValue {
        ["type": "function_call", "name": "write_stdin", "arguments": .arguments(arguments)]
    }

    private static let id = JSONValue.number(JSONNumber(Int64(number)))

    @Test func theModelTalksToACommandThroughATerminal() async throws {
        let model = CallingModel(
            Self.exec(["cmd": "stty -echo; echo ready; read x; echo got-$x", "tty": true, "yield_time_ms": 1000]),
            Self.write(["session_id": Self.id, "chars": "hello\n", "yield_time_ms": 30_000]))
        let test = try TestServer(model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "go")
        #expect(try await client.completed(turn)["status"] == "completed")
        let outputs = model.outputs.compactMap(\.self)
        #expect(outputs.first?.contains("Process running with session ID \(Self.number)\n") == true)
        #expect(outputs.last?.contains("Process exited with code 0\n") == true)
        #expect(outputs.last?.hasSuffix("got-hello\r\n") == true)
        let item = try await client.completedCommand(turn)
        #expect(item["processId"] == .string("\(Self.number)"))
        #expect(item["aggregatedOutput"] == "ready\r\ngot-hello\r\n")
        let interaction = try await client.event("item/commandExecution/terminalInteraction")
        #expect(interaction["params"]?["stdin"] == "hello\n")
        #expect(interaction["params"]?["itemId"] == item["id"])
        #expect(client.unfinishedItems.isEmpty)
        await test.stop()
    }

    @Test func aCommandRunsOnInTheBackgroundAndEndsLater() async throws {
        let model = CallingModel(Self.exec(["cmd": "read x < pipe; echo $x", "yield_time_ms": 250]))
        let test = try TestServer(model: model.client)
        #expect(mkfifo(test.workspace + "/pipe", 0o600) == 0)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "go")
        #expect(try await client.completed(turn)["status"] == "completed")
        #expect(client.unfinishedItems == ["call-1"])
        let listed = try await client.call("thread/backgroundTerminals/list", ["threadId": .string(thread)])
        let terminal = listed["data"]?[0] ?? .null
        #expect(terminal["itemId"] == "call-1")
        #expect(terminal["processId"] == .string("\(Self.number)"))
        #expect(terminal["osPid"]?.int64Value ?? 0 > 1)
        #if os(Linux)
            // What it uses: a shell that waits has some memory and hardly any time.
            #expect((1...1_000_000).contains(terminal["rssKb"]?.int64Value ?? 0))
            #expect((0...1000).contains(terminal["cpuPercent"]?.doubleValue ?? -1))
        #endif

        try "later\n".write(toFile: test.workspace + "/pipe", atomically: false, encoding: .utf8)
        let item = try await client.completedCommand(turn)
        #expect(item["aggregatedOutput"] == "later\n")
        #expect(item["status"] == "completed")
        let ends = client.methods.filter { ["turn/completed", "item/completed"].contains($0) }
        #expect(ends.last == "item/completed")
        // The history has the end, too.
        let read = try await client.call("thread/read", ["threadId": .string(thread), "includeTurns": true])
        let items = read["thread"]?["turns"]?[0]?["items"]?.arrayValue ?? []
        #expect(items.last?["aggregatedOutput"] == "later\n")
        let empty = try await client.call("thread/backgroundTerminals/list", ["threadId": .string(thread)])
        #expect(empty["data"] == [])
        await test.stop()
    }

    @Test func anEndAfterALaterTurnIsStillThereAfterARestart() async throws {
        let model = CallingModel(
            Self.exec(["cmd": "read x < pipe; echo $x; exit 3", "yield_time_ms": 250]))
        let first = try TestServer(model: model.client)
        #expect(mkfifo(first.workspace + "/pipe", 0o600) == 0)
        let client = try await first.client()
        let thread = try await client.startThread(in: first)
        let turn = try await client.startTurn(thread, "go")
        try await client.completed(turn)
        let later = try await client.startTurn(thread, "meanwhile")
        try await client.completed(later)
        try "late\n".write(toFile: first.workspace + "/pipe", atomically: false, encoding: .utf8)
        let ended = try await client.completedCommand(turn)
        #expect(ended["exitCode"] == 3)
        await first.stop()

        let next = try TestServer(home: first.home)
        let reader = try await next.client()
        let id: JSONValue = .string(thread)
        let read = try await reader.call("thread/read", ["threadId": id, "includeTurns": true])
        let turns = try await reader.call(
            "thread/turns/list", ["threadId": id, "sortDirection": "asc", "itemsView": "full"])
        for turns in [read["thread"]?["turns"], turns["data"]] {
            #expect(turns?.arrayValue?.map { $0["id"] ?? .null } == [.string(turn), .string(later)])
            let item = turns?[0]?["items"]?.arrayValue?.first { $0["type"] == "commandExecution" } ?? .null
            #expect(item["status"] == "failed")
            #expect(item["exitCode"] == 3)
            #expect(item["aggregatedOutput"] == "late\n")
        }
        // A copy has it, too.
        let fork = try await reader.call("thread/fork", ["threadId": id])
        let copied = fork["thread"]?["turns"]?[0]?["items"]?.arrayValue?.first { $0["type"] == "commandExecution" }
        #expect(copied?["exitCode"] == 3)
        await next.stop()
    }

    @Test func clientsEndWhatRunsInTheBackground() async throws {
        let sleep = Self.exec(["cmd": "sleep 1000", "yield_time_ms": 250])
        let model = CallingModel(sleep, sleep, sleep)
        let test = try TestServer(model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "go"))
        let id: JSONValue = ["threadId": .string(thread), "processId": .string("\(Self.number)")]
        #expect(try await client.call("thread/backgroundTerminals/terminate", id)["terminated"] == true)
        let item = try await client.event("item/completed") { $0["item"]?["id"] == "call-1" }
        #expect(item["params"]?["item"]?["status"] == "failed")
        #expect(item["params"]?["item"]?["exitCode"] == -1)
        #expect(try await client.call("thread/backgroundTerminals/terminate", id)["terminated"] == false)
        let odd = try await client.failure(
            "thread/backgroundTerminals/terminate", ["threadId": .string(thread), "processId": "x"])
        #expect(odd["message"]?.stringValue?.hasPrefix("invalid background terminal process id") == true)
        #expect(try await client.call("thread/backgroundTerminals/clean", ["threadId": .string(thread)]) == [:])
        #expect(client.unfinishedItems.isEmpty)
        await test.stop()
    }

    @Test func anInterruptEndsAllThatTheTurnHasBegunAndNothingElse() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let call = #"call: exec_command {"cmd": "echo $$ > %; sleep 1000", "yield_time_ms": 250}"#
        try await client.completed(
            try await client.startTurn(thread, call.replacing("%", with: "first")))
        let turn = try await client.startTurn(thread, call.replacing("%", with: "second") + "\nsleep: 1000")
        // The command is in the background, and the model thinks.
        _ = try await client.first("the second answer") { _ in
            client.lines.count { $0["method"] == "thread/tokenUsage/updated" } >= 3
        }
        try await client.call("turn/interrupt", ["threadId": .string(thread), "turnId": .string(turn)])
        #expect(try await client.completed(turn)["status"] == "interrupted")
        #expect(try await client.completedCommand(turn)["status"] == "failed")
        #expect(client.methods.last { $0 == "item/completed" || $0 == "turn/completed" } == "turn/completed")
        func isAlive(_ name: String) -> Bool {
            let text = test.content(name)?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
            return Int32(text).map { kill($0, 0) == 0 } ?? false
        }
        #expect(!isAlive("second"))
        #expect(isAlive("first"))
        await test.stop()
        #expect(!isAlive("first"))
    }

    @Test func whatCannotBeWrittenToIsSaid() async throws {
        let model = CallingModel(
            Self.write(["session_id": 4, "chars": "x"]), Self.exec(["cmd": "sleep 1000", "yield_time_ms": 250]),
            Self.write(["session_id": Self.id, "chars": "x"]))
        let test = try TestServer(model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "go"))
        #expect(model.outputs.first == "write_stdin failed: Unknown process id 4")
        #expect(model.outputs.last??.contains("run it with `tty` set to true") == true)
        await test.stop()
    }

    @Test func underUntrustedWhatIsTypedIntoACommandIsAskedToo() async throws {
        let model = CallingModel(
            Self.exec(["cmd": "sh", "tty": true, "yield_time_ms": 250]),
            Self.write(["session_id": Self.id, "chars": "touch typed; exit\n", "yield_time_ms": 30_000]))
        let test = try TestServer(model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let turn = try await client.startTurn(thread, "go")
        for (kind, decision) in [("command", "accept"), ("writeStdin", "decline")] {
            let request = try await client.event("item/commandExecution/requestApproval") {
                $0["kind"]?.stringValue == kind
            }
            client.send(value: ["id": request["id"] ?? .null, "result": ["decision": .string(decision)]])
        }
        try await client.completed(turn)
        #expect(model.output == "write_stdin failed: rejected by user")
        #expect(!test.hasFile("typed"))
        await test.stop()
    }
}
