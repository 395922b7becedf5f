import Testing
import WireJSON

@testable import ModelClient

@Suite("Events of the Responses API")
struct ResponseEventDecoderTests {
    private func decode(_ data: String...) throws -> [ModelEvent] {
        var decoder = ResponseEventDecoder()
        var events: [ModelEvent] = []
        for data in data { try decoder.decode(Array(data.utf8)) { events.append($0) } }
        return events
    }

    private func item(_ text: String) throws -> ModelEvent? {
        try decode(#"{"type":"response.output_item.done","item":\#(text)}"#).first
    }

    @Test("become text, thoughts and their parts")
    func deltas() throws {
        #expect(try decode(Events.delta("a\\nb")) == [.textDelta(itemID: "msg_1", text: "a\nb")])
        #expect(
            try decode(
                #"{"type":"response.reasoning_summary_part.added","item_id":"rs_1","summary_index":2,"part":{}}"#)
                == [.reasoningSummaryPartAdded(itemID: "rs_1", index: 2)])
        #expect(
            try decode(
                #"{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","summary_index":2,"delta":"x"}"#)
                == [.reasoningSummaryDelta(itemID: "rs_1", index: 2, text: "x")])
        #expect(
            try decode(#"{"type":"response.reasoning_text.delta","item_id":"rs_1","content_index":1,"delta":"x"}"#)
                == [.reasoningTextDelta(itemID: "rs_1", index: 1, text: "x")])
    }

    @Test("keep the item id apart when items interleave")
    func itemIDs() throws {
        func delta(_ id: String) -> String {
            #"{"type":"response.output_text.delta","item_id":"\#(id)","delta":"x"}"#
        }
        #expect(
            try decode(delta("a"), delta("b"), delta("b"), delta("a")).map { event -> String? in
                if case .textDelta(let id, _) = event { return id }
                return nil
            } == ["a", "b", "b", "a"])
    }

    @Test("frame the answer and tell its cost")
    func frame() throws {
        #expect(try decode(Events.created) == [.created(responseID: "resp_1")])
        let usage = ModelUsage(
            inputTokens: 100, cachedInputTokens: 40, cacheWriteInputTokens: 7, outputTokens: 50,
            reasoningOutputTokens: 10,
            totalTokens: 150)
        #expect(try decode(Events.completed) == [.completed(responseID: "resp_1", usage: usage)])
        #expect(
            try decode(#"{"type":"response.completed","response":{"id":"r"}}"#)
                == [.completed(responseID: "r", usage: nil)])
    }

    @Test("tell which model serves, once")
    func servedModel() throws {
        let created = #"{"type":"response.created","response":{"id":"r","headers":{"OpenAI-Model":"other"}}}"#
        #expect(
            try decode(created, created)
                == [.created(responseID: "r"), .servedModel("other"), .created(responseID: "r")])
    }

    @Test("become items with their bytes as they came")
    func items() throws {
        let message =
            #"{"id": "m1", "type": "message","role":"assistant","phase":"final_answer","content":[{"type":"output_text","text":"a"},{"text":"b"}]}"#
        #expect(
            try item(message)
                == .itemDone(
                    ModelItem(
                        id: "m1", kind: .message(role: "assistant", text: "ab", phase: "final_answer"),
                        raw: try RawJSON(validating: Array(message.utf8)))))
        let kinds: [(String, ModelItem.Kind)] = [
            (
                #"{"type":"reasoning","summary":[{"text":"s"}],"content":[{"type":"reasoning_text","text":"c"}]}"#,
                .reasoning(summary: ["s"], content: ["c"])
            ),
            (#"{"type":"reasoning","summary":[],"content":null}"#, .reasoning(summary: [], content: [])),
            (
                #"{"type":"function_call","call_id":"c","name":"n","namespace":"s","arguments":"{\"a\":1}"}"#,
                .functionCall(callID: "c", name: "n", namespace: "s", arguments: #"{"a":1}"#)
            ),
            (
                #"{"type":"custom_tool_call","call_id":"c","name":"n","input":"i"}"#,
                .customToolCall(callID: "c", name: "n", input: "i")
            ),
            (#"{"type":"web_search_call"}"#, .webSearchCall),
            (#"{"type":"local_shell_call"}"#, .localShellCall),
            (#"{"type":"hologram"}"#, .other(type: "hologram")),
            (#"{"type":5}"#, .other(type: "")),
        ]
        for (text, kind) in kinds {
            guard case .itemDone(let item) = try item(text) else {
                Issue.record("no item from \(text)")
                continue
            }
            #expect(item.kind == kind)
            #expect(item.raw.bytes == Array(text.utf8))
        }
    }

    @Test(
        "are skipped when they mean nothing here",
        arguments: [
            "[DONE]", #"{"type":"response.in_progress"}"#, #"{"type":"response.output_item.done"}"#,
            #"{"type":"response.output_item.done","item":5}"#, "not json", "[]", "{}", #"{"type":null}"#, "",
        ])
    func skipped(_ data: String) throws {
        #expect(try decode(data) == [])
    }

    @Test("are counted when they are garbage")
    func garbage() throws {
        var decoder = ResponseEventDecoder()
        for data in ["not json", "[]", "[DONE]", Events.created] { try decoder.decode(Array(data.utf8)) { _ in } }
        #expect(decoder.garbageEvents == 2)
    }

    @Test("after the end are dropped")
    func afterCompletion() throws {
        #expect(try decode(Events.completed, Events.delta("late"), Events.completed).count == 1)
    }

    /// Streamed failures: code, message of the provider, and what becomes of them.
    static let failures: [(String, String, ModelFailure.Kind, String)] = [
        (
            "context_length_exceeded", "m", .contextWindowExceeded,
            "The conversation no longer fits into the model's context window. "
                + "Shorten it (`thread/compact/start`), revert its last turns, or start a new thread."
        ),
        (
            "insufficient_quota", "m", .quotaExceeded,
            "The account's quota is used up. See its plan and billing at the provider."
        ),
        ("usage_limit_reached", "m", .usageLimitExceeded, "The account's usage limit is reached. Try again later."),
        (
            "usage_not_included", "m", .usageNotIncluded,
            "The account's plan does not include this model or service. Change the plan, or use an API key."
        ),
        (
            "server_is_overloaded", "m", .serverOverloaded,
            "The provider has no capacity for this model at the moment. Try again later, or choose another model."
        ),
        ("rate_limit_exceeded", "m", .rateLimitExceeded, "rate limit exceeded: m"),
        ("slow_down", "m", .rateLimitExceeded, "rate limit exceeded: m"),
        ("invalid_prompt", "m", .promptRefused, "m"),
        ("bio_policy", "m", .promptRefused, "m"),
        ("cyber_policy", "m", .cyberPolicy, "m"),
        ("misalignment_policy_violation", "m", .misalignmentPolicyViolation, "m"),
        ("server_error", "m", .responseFailed, "stream disconnected before completion: m"),
        ("server_error", "", .responseFailed, "stream disconnected before completion: server_error"),
    ]

    @Test("that tell of a failure throw it", arguments: failures)
    func failed(_ code: String, _ message: String, _ kind: ModelFailure.Kind, _ text: String) {
        for event in [
            Events.failed(code: code, message: message),
            #"{"type":"error","code":"\#(code)","message":"\#(message)"}"#,
            #"{"type":"error","error":{"code":"\#(code)","message":"\#(message)"}}"#,
        ] {
            let failure = #expect(throws: ModelFailure.self) { try decode(event) }
            #expect(failure?.kind == kind)
            #expect(failure?.message == text)
        }
    }

    @Test("carry the provider's advice when to come back")
    func advice() {
        let failure = #expect(throws: ModelFailure.self) {
            try decode(Events.failed(code: "rate_limit_exceeded", message: "Please try again in 1.5s. Bye."))
        }
        #expect(failure?.retryAfterMilliseconds == 1_500)
    }

    @Test("that tell of an incomplete answer throw the reason")
    func incomplete() {
        let failure = #expect(throws: ModelFailure.self) {
            try decode(
                #"{"type":"response.incomplete","response":{"incomplete_details":{"reason":"max_output_tokens"}}}"#)
        }
        #expect(failure?.kind == .incomplete)
        #expect(failure?.message == "Incomplete response returned, reason: max_output_tokens")
    }
}
