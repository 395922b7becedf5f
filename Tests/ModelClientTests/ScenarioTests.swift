import Testing
import WireJSON

@testable import ModelClient

@Suite("A scenario of the offline model")
struct ScenarioTests {
    private func scenario(_ text: String) throws -> Scenario { try Scenario(parsing: Array(text.utf8), file: "s.json") }

    private func play(
        _ scenario: Scenario, _ message: String, then items: [String] = [], waits: Recorder<Int> = Recorder()
    ) async throws -> [ModelEvent] {
        try await events(of: .offline(scenario: scenario, sleep: { waits.append($0) }), .test(message, then: items))
    }

    private func deltas(_ events: [ModelEvent]) -> [String] {
        events.compactMap { event in
            if case .textDelta(_, let text) = event { return text }
            return nil
        }
    }

    @Test("plays every kind of part")
    func parts() async throws {
        let scenario = try scenario(
            """
            {"turns": [{"steps": [
              [{"reasoning": "hm"}, {"call": "exec_command", "arguments": {"cmd": "ls"}}, {"call": "other"}],
              [{"sleepMs": 70}, {"text": "abcde", "chunks": 2, "repeat": 2, "delayMs": 9}, {"cut": false},
               {"usage": {"inputTokens": 1, "cachedInputTokens": 2, "outputTokens": 3}}]
            ]}]}
            """)
        let first = try await play(scenario, "anything")
        #expect(
            first.compactMap { event -> String? in
                guard case .itemDone(let item) = event, case .functionCall(_, let name, _, let text) = item.kind else {
                    return nil
                }
                return name + text
            } == [#"exec_command{"cmd":"ls"}"#, "other{}"])
        let waits = Recorder<Int>()
        let outputs = (1...2).map { #"{"type":"function_call_output","call_id":"c\#($0)","output":"x"}"# }
        let second = try await play(scenario, "anything", then: outputs, waits: waits)
        #expect(deltas(second) == ["ab", "cde", "ab", "cde"])
        #expect(waits.all == [70, 9, 9, 9, 9])
        #expect(
            second.last
                == .completed(
                    responseID: "resp_turn_3", usage: ModelUsage(inputTokens: 1, cachedInputTokens: 2, outputTokens: 3))
        )
    }

    @Test("fails with the message and the advice that it says, or cuts the stream")
    func failures() async throws {
        let scenario = try scenario(
            """
            {"turns": [{"match": "cut", "steps": [[{"text": "half"}, {"cut": true}]]},
              {"steps": [[{"fail": "rateLimitExceeded", "message": "slower", "retryAfterMs": 50}]]}]}
            """)
        let limited = try await failure(of: .offline(scenario: scenario), .test("x"))
        #expect(limited.kind == .rateLimitExceeded)
        #expect(limited.message == "slower")
        #expect(limited.retryAfterMilliseconds == 50)
        #expect(try await failure(of: .offline(scenario: scenario), .test("please cut")).kind == .streamClosed)
    }

    @Test("chooses a turn by its text, else in order, the last one for ever")
    func turns() async throws {
        let scenario = try scenario(
            """
            {"turns": [{"steps": [[{"text": "first"}]]}, {"match": "fix", "steps": [[{"text": "fixed"}]]},
              {"steps": [[{"text": "second"}]]}]}
            """)
        func message(_ text: String) -> String { #"{"type":"message","role":"user","content":"\#(text)"}"# }
        #expect(deltas(try await play(scenario, "a")) == ["first"])
        #expect(deltas(try await play(scenario, "a", then: [message("b")])) == ["second"])
        #expect(deltas(try await play(scenario, "a", then: [message("b"), message("c")])) == ["second"])
        #expect(deltas(try await play(scenario, "a", then: [message("do fix it")])) == ["fixed"])
    }

    @Test("leaves messages that no turn is for to the directives")
    func noTurn() async throws {
        let scenario = try scenario(#"{"turns": [{"match": "x", "steps": [[{"text": "no"}]]}]}"#)
        #expect(deltas(try await play(scenario, "say: yes")) == ["yes"])
    }

    @Test("ends with an account when its last answer asked for calls")
    func endsWithCalls() async throws {
        let scenario = try scenario(#"{"turns": [{"steps": [[{"call": "f"}]]}]}"#)
        let output = #"{"type":"function_call_output","call_id":"c","output":"result"}"#
        #expect(deltas(try await play(scenario, "x", then: [output])).joined() == "`tool`: result")
    }

    /// Broken files, with a part of the error that says what and where.
    static let broken: [(String, ScenarioError.Kind, String)] = [
        ("{", .notJSON, "at byte"),
        ("{}", .invalid, "missing field `turns`"),
        (#"{"turns": [{}]}"#, .invalid, "turns[0].steps"),
        (#"{"turns": [{"steps": [[{}]]}]}"#, .invalid, "exactly one of `text`"),
        (#"{"turns": [{"steps": [[{}]]}]}"#, .invalid, "`turns[0].steps[0][0]`"),
        (#"{"turns": [{"steps": [[{"text": "a", "call": "b"}]]}]}"#, .invalid, "exactly one of"),
        (
            #"{"turns": [{"steps": [[{"text": "a", "chuncks": 2}]]}]}"#, .invalid,
            "`chuncks` means nothing beside `text`"
        ),
        (#"{"turns": [{"steps": [[{"text": 5}]]}]}"#, .invalid, "turns[0].steps[0][0].text"),
        (#"{"turns": [{"steps": [[{"fail": "x"}]]}]}"#, .invalid, "`x` is none of `contextWindowExceeded`"),
        (#"{"turns": [{"steps": [[{"sleepMs": -1}]]}]}"#, .invalid, "`turns[0].steps[0][0].sleepMs`"),
        (#"{"turns": [{"steps": [[{"call": "f", "arguments": 1}]]}]}"#, .invalid, "expected an object"),
    ]

    @Test("that is broken is refused with its file and the place in it", arguments: broken)
    func errors(_ text: String, _ kind: ScenarioError.Kind, _ part: String) {
        let error = #expect(throws: ScenarioError.self) { try scenario(text) }
        #expect(error?.kind == kind)
        #expect(error?.description.hasPrefix("scenario s.json: ") == true)
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test("that can't be read is refused with the reason")
    func unreadable() {
        let error = #expect(throws: ScenarioError.self) { try Scenario(contentsOf: "/nonexistent/s.json") }
        #expect(error?.kind == .unreadable)
        #expect(error?.description == "scenario /nonexistent/s.json: can't be read: No such file or directory")
    }
}
