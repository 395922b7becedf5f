import Foundation
import ModelClient
import Testing
import WireJSON

/// What the model is told.
@Suite struct ModelRequestTests {
    @Test func theFirstRequestCarriesInstructionsSurroundingsFilesAndTheMessage() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        try "Use tabs.".write(toFile: test.workspace + "/AGENTS.md", atomically: true, encoding: .utf8)
        let client = try await test.client()
        let started = try await client.call("thread/start", ["cwd": .string(test.workspace), "ephemeral": true])
        #expect(started["instructionSources"]?[0]?.stringValue == test.workspace + "/AGENTS.md")
        let thread = try #require(started["thread"]?["id"]?.stringValue)
        try await client.completed(try await client.startTurn(thread, "say: hi"))
        let texts = recorder.texts(0)
        #expect(texts.map(\.role) == ["developer", "developer", "user", "user", "user"])
        #expect(texts[2].text.hasPrefix("<environment_context>"))
        #expect(texts[3].text.contains("Use tabs."))
        #expect(texts[4].text == "say: hi")
        await test.stop()
    }

    @Test func laterRequestsBeginWithTheSameItemsAndAddOnlyWhatIsNew() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for text in ["say: one", "run: true", "say: three"] {
            try await client.completed(try await client.startTurn(thread, text))
        }
        let requests = recorder.all
        for (earlier, later) in zip(requests, requests.dropFirst()) {
            #expect(Array(later.input.prefix(earlier.input.count)) == earlier.input)
        }
        await test.stop()
    }

    @Test func aChangeOfRightsIsToldOnce() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "say: one"))
        let turn = try await client.call(
            "turn/start",
            ["threadId": .string(thread), "input": .input("say: two"), "sandboxPolicy": ["type": "readOnly"]])
        try await client.completed(turn["turn"]?["id"]?.stringValue ?? "")
        try await client.completed(try await client.startTurn(thread, "say: three"))
        let told = recorder.texts(2).filter { $0.role == "developer" && $0.text.contains("read-only") }
        #expect(told.count == 1)
        await test.stop()
    }

    @Test func goingBackToAnEarlierDirectoryIsToldAgain() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for directory in [test.workspace, "/usr", test.workspace, test.workspace] {
            let turn = try await client.call(
                "turn/start",
                ["threadId": .string(thread), "input": .input("say: x"), "cwd": .string(directory)])
            try await client.completed(turn["turn"]?["id"]?.stringValue ?? "")
        }
        let told = recorder.texts(3).filter { $0.text.hasPrefix("<environment_context>") }
        #expect(told.map { $0.text.contains("<cwd>/usr</cwd>") } == [false, true, false])
        await test.stop()
    }

    @Test func aResumedThreadSendsTheSameHistory() async throws {
        let recorder = RequestRecorder()
        let first = try TestServer(model: recorder.client)
        let client = try await first.client()
        let thread = try await client.startThread(in: first)
        try await client.completed(try await client.startTurn(thread, "run: echo remembered"))
        await first.stop()
        let later = try TestServer(home: first.home, model: recorder.client)
        let other = try await later.client()
        try await other.call("thread/resume", ["threadId": .string(thread)])
        try await other.completed(try await other.startTurn(thread, "say: and on"))
        let requests = recorder.all
        let before = try #require(requests.dropLast().last).input
        let after = try #require(requests.last).input
        #expect(Array(after.prefix(before.count)) == before)
        await later.stop()
    }

    @Test func anInterruptedCallHasAnOutput() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "run: echo begun; sleep 300")
        try await client.event("item/commandExecution/outputDelta")
        try await client.interrupt(thread, turn)
        try await client.completed(turn)
        try await client.completed(try await client.startTurn(thread, "say: next"))
        let input = try #require(recorder.all.last).input.compactMap { try? JSONValue(parsing: $0.bytes) }
        let calls = input.filter { $0["type"] == "function_call" }.compactMap { $0["call_id"]?.stringValue }
        let outputs = input.filter { $0["type"] == "function_call_output" }
        #expect(outputs.compactMap { $0["call_id"]?.stringValue } == calls)
        #expect(outputs.last?["output"]?.stringValue?.contains("aborted by user") == true)
        await test.stop()
    }

    @Test(arguments: [("", "auto"), ("concise", "concise"), ("none", nil)] as [(String, String?)])
    func thoughtsAreShownUnlessTheSettingsWantNone(_ setting: String, _ asked: String?) async throws {
        let recorder = RequestRecorder()
        let config = setting.isEmpty ? "" : "model_reasoning_summary = \"\(setting)\"\n"
        let test = try TestServer(config: config, model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "say: hi"))
        #expect(recorder.all.first?.reasoningSummary == asked)
        try await client.call("thread/settings/update", ["threadId": .string(thread), "effort": "high"])
        let settings = try await client.event("thread/settings/updated")["params"]?["threadSettings"]
        #expect(settings?["summary"] == (setting.isEmpty ? .null : .string(setting)))
        await test.stop()
    }

    @Test func whatWasRevertedIsNotToldAnyMore() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let words = ["say: one", "say: two", "say: three"]
        try await client.completed(try await client.startTurn(thread, words[0]))
        let second = try await client.startTurn(thread, words[1])
        try await client.completed(second)
        try await client.call("thread/revert", ["threadId": .string(thread), "beforeTurnId": .string(second)])
        try await client.completed(try await client.startTurn(thread, words[2]))
        #expect(recorder.texts(2).map(\.text).filter(words.contains) == [words[0], words[2]])
        await test.stop()
    }

    @Test func whatTheClientAddsStandsBeforeTheMessage() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.call(
            "turn/start",
            [
                "threadId": .string(thread), "input": .input("say: hi"),
                "additionalContext": [
                    "note": ["kind": "application", "value": "A"], "page": ["kind": "untrusted", "value": "B"],
                ],
            ])
        try await client.completed(turn["turn"]?["id"]?.stringValue ?? "")
        let last = recorder.texts(0).suffix(3)
        #expect(last.map(\.role) == ["developer", "user", "user"])
        #expect(last.map(\.text) == ["<note>A</note>", "<external_page>B</external_page>", "say: hi"])
        await test.stop()
    }

    @Test(arguments: [
        ("thread/start", #"{"environments":[]}"#)
    ])
    func whatCantBeHonouredIsRefused(_ method: String, _ params: String) async throws {
        let test = try TestServer()
        let client = try await test.client()
        let error = try await client.failure(method, JSONValue(parsing: Array(params.utf8)))
        #expect(error["data"]?["kind"] == "unsupported", "\(error)")
        await test.stop()
    }

    @Test func unknownKeysInAThreadsConfigAreReportedToTheClient() async throws {
        let test = try TestServer()
        let client = try await test.client()
        try await client.call("thread/start", ["config": ["modle": "typo"]])
        let warning = try await client.event("configWarning")
        #expect(warning["params"]?["summary"]?.stringValue?.contains("modle") == true)
        let wrong = try await client.failure("thread/start", ["config": ["model": 5]])
        #expect(wrong["message"]?.stringValue?.hasPrefix("failed to load configuration: ") == true)
        await test.stop()
    }
}
