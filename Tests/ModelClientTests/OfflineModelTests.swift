import Testing
import WireJSON

@testable import ModelClient

@Suite("The offline model")
struct OfflineModelTests {
    /// Runs one request without waiting, and notes the waits.
    private func answer(
        _ message: String, then items: [String] = [], scenario: Scenario? = nil, waits: Recorder<Int> = Recorder()
    ) async throws -> [ModelEvent] {
        try await events(
            of: .offline(scenario: scenario, sleep: { waits.append($0) }), .test(message, then: items))
    }

    private func text(_ events: [ModelEvent]) -> String {
        events.reduce(into: "") { text, event in
            if case .textDelta(_, let delta) = event { text += delta }
        }
    }

    private func calls(_ events: [ModelEvent]) -> [String] {
        events.compactMap { event in
            guard case .itemDone(let item) = event, case .functionCall(_, let name, _, let arguments) = item.kind else {
                return nil
            }
            return "\(name) \(arguments)"
        }
    }

    /// The items of a call and its output, as they stand in the next request.
    private func called(_ number: Int, _ command: String, output: String) -> [String] {
        [
            #"{"type":"function_call","call_id":"c\#(number)","name":"exec_command","arguments":"{\"cmd\":\"\#(command)\"}"}"#,
            #"{"type":"function_call_output","call_id":"c\#(number)","output":"\#(output)"}"#,
        ]
    }

    @Test("explains itself when it is told nothing that it understands")
    func help() async throws {
        let events = try await answer("hello: world\nrun:\nplease")
        #expect(text(events) == OfflineModel.help)
        #expect(calls(events) == [])
    }

    @Test("always answers the same request with the same events")
    func deterministic() async throws {
        let message = "think: well\nsay: one two\nrun: ls"
        let first = try await answer(message)
        #expect(try await answer(message) == first)
    }

    @Test("says what it is told, word by word, as one complete item")
    func say() async throws {
        let events = try await answer("say: Hello  big world")
        let id = "msg_turn_1_1"
        #expect(events.first == .created(responseID: "resp_turn_1"))
        #expect(
            events[2...4] == [
                .textDelta(itemID: id, text: "Hello  "), .textDelta(itemID: id, text: "big "),
                .textDelta(itemID: id, text: "world"),
            ])
        guard case .itemDone(let item) = events[5] else {
            Issue.record("no item")
            return
        }
        #expect(item.kind == .message(role: "assistant", text: "Hello  big world", phase: nil))
        #expect(try ModelItem(item.raw.document().root) == item)
        #expect(events.count == 7)
    }

    @Test("thinks in a summary")
    func think() async throws {
        let events = try await answer("think: deep thought\nsay: 42")
        let id = "rs_turn_1_1"
        #expect(
            events[2...4] == [
                .reasoningSummaryPartAdded(itemID: id, index: 0),
                .reasoningSummaryDelta(itemID: id, index: 0, text: "deep "),
                .reasoningSummaryDelta(itemID: id, index: 0, text: "thought"),
            ])
        guard case .itemDone(let item) = events[5] else {
            Issue.record("no item")
            return
        }
        #expect(item.kind == .reasoning(summary: ["deep thought"], content: []))
        #expect(text(events) == "42")
    }

    @Test("calls tools step by step, consecutive runs at once")
    func steps() async throws {
        let message = "I want this:\nrun: a\n run: b \nplan: x; y;\nrun: c\nsay: bye"
        let a = called(1, "a", output: "A")
        let b = called(2, "b", output: "B")
        let plan = called(3, "-", output: "P")
        let c = called(4, "c", output: "C")
        #expect(
            try await calls(answer(message)) == [#"exec_command {"cmd":"a"}"#, #"exec_command {"cmd":"b"}"#])
        #expect(
            try await calls(answer(message, then: a + b)) == [
                #"update_plan {"plan":[{"step":"x","status":"in_progress"},{"step":"y","status":"pending"}]}"#
            ])
        #expect(try await calls(answer(message, then: a + b + plan)) == [#"exec_command {"cmd":"c"}"#])
        let last = try await answer(message, then: a + b + plan + c)
        #expect(calls(last) == [])
        #expect(text(last) == "bye")
    }

    @Test("gives an account of what was done, unless it is told what to say")
    func account() async throws {
        let output = #"Wall time: 0.1 seconds\nProcess exited with code 3\nOutput:\nfirst\nsecond\n"#
        let silent = #"Process exited with code 0\nOutput:\n"#
        let items =
            called(1, "make", output: output) + called(2, "true", output: silent)
            + called(3, "rm", output: "rejected by user")
        #expect(
            text(try await answer("run: make\nrun: true\nrun: rm", then: items))
                == "`make` exited with code 3: first\n`true` exited with code 0 and printed nothing.\n`rm`: rejected by user"
        )
        #expect(text(try await answer("think: hm")) == "Done.")
    }

    @Test("starts anew with the person's next message, and takes context for nobody's word")
    func nextMessage() async throws {
        let context =
            #"{"type":"message","role":"user","content":"<environment_context>say: wrong</environment_context>"}"#
        let next = #"{"type":"message","role":"user","content":"run: b"}"#
        let events = try await answer("run: a", then: called(1, "a", output: "A") + [next, context])
        #expect(calls(events) == [#"exec_command {"cmd":"b"}"#])
    }

    @Test("fails in every way that it names, and lists them when it doesn't know one")
    func failures() async throws {
        for name in OfflineFailures.names {
            let failure = try await failure(of: .offline(), .test("fail: \(name)"))
            #expect(failure == OfflineFailures.failure(named: name))
            #expect(!failure.message.isEmpty)
        }
        let unknown = text(try await answer("fail: gravity"))
        for name in OfflineFailures.names + ["gravity"] { #expect(unknown.contains("`\(name)`")) }
    }

    @Test("has a failure for the protocol's words that a model can cause, under that word")
    func failureWords() {
        let words = [
            "contextWindowExceeded", "sessionBudgetExceeded", "usageLimitExceeded", "rateLimitExceeded",
            "flexUnavailable",
            "serverOverloaded", "cyberPolicy", "misalignmentPolicyViolation", "tooManyDenials", "internalServerError",
            "unauthorized", "badRequest", "sandboxError", "other",
        ]
        for word in words { #expect(OfflineFailures.failure(named: word)?.errorInfo == .word(word)) }
    }

    @Test("tries again in the open only")
    func retries() async throws {
        var notices: [String] = []
        await #expect(throws: ModelFailure.self) {
            try await ModelClient.offline().streamWithRetries(
                .test("fail: internalServerError"), environment: .recording(Recorder()),
                onRetry: { notices.append($0.message) }, handle: { _ in })
        }
        #expect(notices == (1...5).map { "Reconnecting... \($0)/5" })
    }

    @Test("sleeps, and wakes when it is cancelled")
    func sleep() async throws {
        let waits = Recorder<Int>()
        #expect(text(try await answer("sleep: 1.5\nsay: up", waits: waits)) == "up")
        #expect(waits.all == [1_500])
        #expect(text(try await answer("sleep: soon")).contains("number of seconds"))
        let request = try ModelRequest.test("sleep: 600")
        let task = Task { try await ModelClient.offline().stream(request) { _ in } }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("counts four bytes as a token")
    func usage() async throws {
        let request = try ModelRequest.test("say: 12345678\nthink: 1234")
        guard case .completed(_, let usage) = try await events(of: .offline(), request).last else {
            Issue.record("no completion")
            return
        }
        #expect(
            usage
                == ModelUsage(
                    inputTokens: (request.input[0].bytes.count + 3) / 4, outputTokens: 3, reasoningOutputTokens: 1))
    }
}
