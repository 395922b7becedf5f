import Foundation
import ModelClient
import Synchronization
import Testing
import WireJSON

/// Reviews of changes, in a thread and in a copy of it.
@Suite struct ReviewTests {
    /// A reviewer that finds two things, the second one without a priority.
    private static func findings(in directory: String) -> String {
        """
        say: {"findings": [{"title": "[P1] Bad", "body": "It breaks.\\nAlways.", "confidence_score": 0.9, "priority": 1, \
        "code_location": {"absolute_file_path": "\(directory)/a", "line_range": {"start": 1, "end": 2}}}, {"title": \
        "Worse", "body": "", "priority": null, "code_location": {"absolute_file_path": "\(directory)/b", "line_range": \
        {"start": 7, "end": 7}}}], "overall_correctness": "patch is incorrect", "overall_explanation": "It is wrong.", \
        "overall_confidence_score": 0.8}
        """
    }

    private func repository(_ test: TestServer) throws {
        let git = test.workspace + "/.git"
        try FileManager.default.createDirectory(atPath: git, withIntermediateDirectories: true)
        try "ref: refs/heads/main\n".write(toFile: git + "/HEAD", atomically: true, encoding: .utf8)
    }

    private func custom(_ text: String) -> JSONValue { ["type": "custom", "instructions": .string(text)] }

    private func items(_ client: InProcessClient, of turn: String, _ method: String = "item/completed") -> [JSONValue] {
        client.lines.filter { $0["method"]?.stringValue == method && $0["params"]?["turnId"]?.stringValue == turn }
            .compactMap { $0["params"]?["item"] }
    }

    private func types(_ items: [JSONValue]) -> [String] { items.compactMap { $0["type"]?.stringValue } }

    private func turns(_ client: InProcessClient, _ thread: String) async throws -> [JSONValue] {
        let read = try await client.call("thread/read", ["threadId": .string(thread), "includeTurns": true])
        return read["thread"]?["turns"]?.arrayValue ?? []
    }

    // MARK: - What clients see

    @Test func aReviewHasOneTurnFromTheAnswerToTheEnd() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let answer = try await client.review(thread, custom(Self.findings(in: "/r")))
        #expect(answer["reviewThreadId"]?.stringValue == thread)
        let turn = try #require(answer["turn"]?["id"]?.stringValue)
        let label = try #require(answer["turn"]?["items"]?[0])
        #expect(label["type"] == "userMessage" && label["id"]?.stringValue == turn)
        #expect(answer["turn"]?["status"] == "inProgress")

        let ended = try await client.completed(turn)
        #expect(ended["status"] == "completed")
        let text = """
            It is wrong.

            Full review comments:

            - [P1] Bad — /r/a:1-2
              It breaks.
              Always.

            - Worse — /r/b:7-7
            """
        #expect(ended["items"]?[0]?["text"]?.stringValue == text)
        let all = items(client, of: turn)
        #expect(types(all) == ["userMessage", "enteredReviewMode", "exitedReviewMode", "agentMessage"])
        #expect(all[0] == label)
        #expect(all[1]["review"]?.stringValue == Self.findings(in: "/r"))
        #expect(all[2]["review"]?.stringValue == text && all[3]["text"]?.stringValue == text)
        #expect(client.unfinishedItems.isEmpty)
        #expect(!client.methods.contains("item/agentMessage/delta"))
        let started = client.lines.filter { $0["method"] == "turn/started" }
        #expect(started.map { $0["params"]?["turn"]?["id"]?.stringValue } == [turn])
        let last = try #require(try await turns(client, thread).last)
        #expect(last["id"]?.stringValue == turn && last["items"]?.arrayValue == all)
        await test.stop()
    }

    @Test(arguments: [
        (#"{"type": "uncommittedChanges"}"#, "current changes"),
        (#"{"type": "baseBranch", "branch": " main "}"#, "changes against 'main'"),
        (#"{"type": "commit", "sha": "0123456789abcdef"}"#, "commit 0123456"),
        (#"{"type": "commit", "sha": "0123456789abcdef", "title": "Mend it"}"#, "commit 0123456: Mend it"),
        (#"{"type": "commit", "sha": "abc", "title": " "}"#, "commit abc"),
    ])
    func everyTargetHasALabelAndTheOfflineModelAnswersIt(_ target: String, _ label: String) async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        try repository(test)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let answer = try await client.review(thread, try JSONValue(parsing: Array(target.utf8)))
        let turn = try #require(answer["turn"]?["id"]?.stringValue)
        #expect(answer["turn"]?["items"]?[0]?["content"]?[0]?["text"]?.stringValue == label)
        #expect(try await client.completed(turn)["status"] == "completed")
        let result = try #require(items(client, of: turn).last?["text"]?.stringValue)
        #expect(result.contains("Review comment:\n\n- [P3] An example of a finding — /example/file.swift:1-2"))
        let prompt = try #require(recorder.texts(0).last)
        #expect(prompt.role == "user" && prompt.text.hasPrefix("Review "))
        await test.stop()
    }

    @Test func aTextWithoutAResultInItIsTheExplanation() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.reviewTurn(thread, custom("say: all fine"))
        try await client.completed(turn)
        #expect(items(client, of: turn).last?["text"] == "all fine")
        await test.stop()
    }

    // MARK: - What the models see

    @Test func theReviewersConversationIsItsOwnAndItsResultIsTheThreads() async throws {
        let recorder = RequestRecorder()
        let config = "review_model = \"reviewer\"\ndeveloper_instructions = \"KEEP TO THE RULES\"\n"
        let test = try TestServer(config: config, model: recorder.client)
        try "Use tabs.".write(toFile: test.workspace + "/AGENTS.md", atomically: true, encoding: .utf8)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "say: first"))
        let usage = try await client.event("thread/tokenUsage/updated")["params"]?["tokenUsage"]
        let turn = try await client.reviewTurn(thread, custom("run: echo looked\nsay: The verdict."))
        try await client.completed(turn)
        #expect(items(client, of: turn).contains { $0["type"] == "commandExecution" })
        try await client.completed(try await client.startTurn(thread, "say: last"))

        let reviewer = recorder.all.filter { $0.model == "reviewer" }
        #expect(reviewer.count == 2 && recorder.all.count == 4)
        let first = recorder.texts(1)
        #expect(first[0].role == "developer" && first[0].text.hasPrefix("You are a reviewer"))
        #expect(first.contains { $0.text == "KEEP TO THE RULES" } && first.contains { $0.text.contains("Use tabs.") })
        #expect(first.last?.text == "run: echo looked\nsay: The verdict." && first.count == 6)
        #expect(!first.contains { $0.text.contains("You are Heddle") || $0.text == "say: first" })
        let tools = reviewer[0].tools.compactMap { try? JSONValue(parsing: $0.bytes)["name"]?.stringValue }
        #expect(tools == ["exec_command", "write_stdin", "view_image"])

        let before = try #require(recorder.all.first).input
        let after = recorder.texts(3).suffix(4)
        #expect(Array(recorder.all[3].input.prefix(before.count)) == before)
        #expect(after.map(\.role) == ["assistant", "user", "assistant", "user"])
        let told = after.map(\.text)
        #expect(told[1].hasPrefix("<user_action>") && told[1].contains("The verdict."))
        #expect(told[2] == "The verdict." && told[3] == "say: last")
        // What the reviewer has cost is in the total, and no measure for how full the thread's window is.
        let during = client.lines.last {
            $0["method"] == "thread/tokenUsage/updated" && $0["params"]?["turnId"]?.stringValue == turn
        }?["params"]?["tokenUsage"]
        #expect(during?["last"] == usage?["last"])
        let totals = [during, usage].map { $0?["total"]?["totalTokens"]?.int64Value ?? 0 }
        #expect(totals[0] > totals[1])
        // The settings are the thread's again.
        #expect(recorder.all[3].model == recorder.all[0].model)
        #expect(!client.methods.contains("thread/settings/updated"))
        await test.stop()
    }

    @Test func aReviewerHasOnlyItsToolsAndAsksNobody() async throws {
        let model = CallingModel(
            [
                "type": "function_call", "name": "apply_patch",
                "arguments": .arguments(["input": "*** Begin Patch\n*** Add File: new\n+x\n*** End Patch\n"]),
            ],
            [
                "type": "function_call", "name": "exec_command",
                "arguments": .arguments([
                    "cmd": "touch new", "sandbox_permissions": "require_escalated", "justification": "May I?",
                ]),
            ],
            ["type": "function_call", "name": "exec_command", "arguments": .arguments(["cmd": "touch new"])],
            [
                "type": "message", "role": "assistant", "content": [["type": "output_text", "text": "done"]],
            ])
        let test = try TestServer(model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(
            in: test, ["approvalPolicy": "on-request", "sandbox": "danger-full-access"])
        let turn = try await client.reviewTurn(thread, custom("look"))
        #expect(try await client.completed(turn)["status"] == "completed")
        #expect(!client.methods.contains("item/commandExecution/requestApproval"))
        #expect(model.outputs.first == "unsupported call: apply_patch")
        #expect(!test.hasFile("new"))
        await test.stop()
    }

    // MARK: - Refusals

    @Test(arguments: [
        (#"{"type": "baseBranch", "branch": "  "}"#, "branch must not be empty"),
        (#"{"type": "commit", "sha": ""}"#, "sha must not be empty"),
        (#"{"type": "custom", "instructions": "\n"}"#, "instructions must not be empty"),
    ])
    func aTargetThatNamesNothingIsRefused(_ target: String, _ message: String) async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for delivery: JSONValue in [.null, "detached"] {
            let error = try await client.failure(
                "review/start",
                [
                    "threadId": .string(thread), "target": try JSONValue(parsing: Array(target.utf8)),
                    "delivery": delivery,
                ])
            #expect(error["message"]?.stringValue == message && error["data"]?["kind"] == "invalidParams")
        }
        #expect(!client.methods.contains("turn/started"))
        #expect(client.methods.filter { $0 == "thread/started" }.count == 1)
        await test.stop()
    }

    @Test(arguments: [#"{"type": "baseBranch", "branch": "main"}"#, #"{"type": "commit", "sha": "abc"}"#])
    func aBranchOrCommitOutsideOfARepositoryIsRefusedAtOnce(_ target: String) async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let error = try await client.failure(
            "review/start", ["threadId": .string(thread), "target": try JSONValue(parsing: Array(target.utf8))])
        #expect(error["message"]?.stringValue?.contains("no Git repository") == true)
        try await client.completed(try await client.startTurn(thread, "say: still here"))
        await test.stop()
    }

    @Test func nobodySteersAReviewAndAnInterruptEndsIt() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.reviewTurn(thread, custom("run: echo begun; sleep 300"))
        try await client.event("item/commandExecution/outputDelta")
        let steer: JSONValue = [
            "threadId": .string(thread), "expectedTurnId": .string(turn), "input": .input("say: x"),
        ]
        for method in ["turn/steer", "turn/start"] {
            let error = try await client.failure(method, steer)
            #expect(error["message"] == "cannot steer a review turn")
            #expect(error["data"]?["codexErrorInfo"]?["activeTurnNotSteerable"]?["turnKind"] == "review")
        }
        try await client.interrupt(thread, turn)
        #expect(try await client.completed(turn)["status"] == "interrupted")
        #expect(client.unfinishedItems.isEmpty)
        #expect(
            types(items(client, of: turn)) == [
                "userMessage", "enteredReviewMode", "commandExecution", "exitedReviewMode", "agentMessage",
            ])
        try await client.completed(try await client.startTurn(thread, "say: next"))
        let told = recorder.texts(recorder.all.count - 1).map(\.text).filter { $0.hasPrefix("<user_action>") }
        #expect(told.count == 1 && told[0].contains("None."))
        await test.stop()
    }

    /// One model fails, and the other one has nothing to say.
    @Test(arguments: [true, false])
    func aReviewThatFailsSaysWhyAndLeavesAThreadThatWorks(_ modelFails: Bool) async throws {
        let test = try TestServer(model: modelFails ? .offline() : CallingModel().client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.reviewTurn(thread, custom(modelFails ? "fail: badRequest" : "look"))
        let ended = try await client.completed(turn)
        #expect(ended["status"] == "failed")
        #expect(ended["error"]?["message"]?.stringValue?.isEmpty == false)
        #expect(types(items(client, of: turn)).suffix(2) == ["exitedReviewMode", "agentMessage"])
        #expect(client.unfinishedItems.isEmpty)
        #expect(try await client.completed(try await client.startTurn(thread, "say: on"))["status"] == "completed")
        await test.stop()
    }

    // MARK: - Beside other turns

    @Test func aRunningTurnEndsBeforeAReview() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "sleep: 300")
        let review = try await client.reviewTurn(thread, custom("say: ok"))
        #expect(try await client.completed(turn)["status"] == "interrupted")
        #expect(try await client.completed(review)["status"] == "completed")
        await test.stop()
    }

    @Test func aDetachedReviewTakesPlaceInACopyWhileTheThreadGoesOn() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "say: first"))
        let running = try await client.startTurn(thread, "sleep: 300")
        let answer = try await client.call(
            "review/start",
            ["threadId": .string(thread), "target": custom("say: seen"), "delivery": "detached"])
        let copy = try #require(answer["reviewThreadId"]?.stringValue)
        #expect(copy != thread)
        let turn = try #require(answer["turn"]?["id"]?.stringValue)
        let started = try await client.event("thread/started") { $0["thread"]?["id"]?.stringValue == copy }
        #expect(started["params"]?["thread"]?["forkedFromId"]?.stringValue == thread)
        try await client.completed(turn)
        #expect(items(client, of: turn).last?["text"] == "seen")
        let events = client.lines.filter { $0["params"]?["turn"]?["id"]?.stringValue == turn }
        #expect(events.allSatisfy { $0["params"]?["threadId"]?.stringValue == copy })
        // The thread's own turn has heard nothing of it.
        #expect(
            !client.lines.contains {
                $0["method"] == "turn/completed" && $0["params"]?["threadId"]?.stringValue == thread
                    && $0["params"]?["turn"]?["id"]?.stringValue == running
            })
        try await client.interrupt(thread, running)
        try await client.completed(running)
        try await client.completed(try await client.startTurn(thread, "say: on"))
        #expect(!recorder.texts(recorder.all.count - 1).contains { $0.text.hasPrefix("<user_action>") })
        try await client.completed(try await client.startTurn(copy, "say: on"))
        #expect(recorder.texts(recorder.all.count - 1).contains { $0.text.hasPrefix("<user_action>") })
        await test.stop()
    }

    // MARK: - Later

    @Test func theResultOutlivesTheProcess() async throws {
        let recorder = RequestRecorder()
        let first = try TestServer(model: recorder.client)
        let client = try await first.client()
        let thread = try await client.startThread(in: first)
        try await client.completed(try await client.startTurn(thread, "say: first"))
        let turn = try await client.reviewTurn(thread, custom("run: true\nsay: The verdict."))
        try await client.completed(turn)
        try await client.completed(try await client.startTurn(thread, "say: second"))
        let before = try #require(recorder.all.last).input
        await first.stop()

        let later = try TestServer(home: first.home, model: recorder.client)
        let other = try await later.client()
        try await other.call("thread/resume", ["threadId": .string(thread)])
        let kept = try await turns(other, thread)
        #expect(
            types(kept[1]["items"]?.arrayValue ?? []) == [
                "userMessage", "enteredReviewMode", "commandExecution", "exitedReviewMode", "agentMessage",
            ])
        try await other.completed(try await other.startTurn(thread, "say: third"))
        #expect(Array(try #require(recorder.all.last).input.prefix(before.count)) == before)
        await later.stop()
    }

    @Test func aRevertedReviewIsToldToNobody() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "say: first"))
        let turn = try await client.reviewTurn(thread, custom("say: The verdict."))
        try await client.completed(turn)
        try await client.call("thread/revert", ["threadId": .string(thread), "beforeTurnId": .string(turn)])
        try await client.completed(try await client.startTurn(thread, "say: on"))
        #expect(!recorder.texts(recorder.all.count - 1).contains { $0.text.contains("verdict") })
        await test.stop()
    }
}

extension InProcessClient {
    /// Starts a review; returns the answer.
    func review(_ thread: String, _ target: JSONValue) async throws -> JSONValue {
        try await call("review/start", ["threadId": .string(thread), "target": target])
    }

    /// Starts a review in the thread; returns the turn's id.
    func reviewTurn(_ thread: String, _ target: JSONValue) async throws -> String {
        try await review(thread, target)["turn"]?["id"]?.stringValue ?? ""
    }
}
