import AppServerProtocol
import Testing
import WireJSON

@testable import ThreadStore

/// The parts of reading session files of the Codex CLI.
struct RolloutTests {
    @Test func times() {
        #expect(UTCTimestamp.milliseconds(parsing: "1970-01-01T00:00:00Z") == 0)
        #expect(UTCTimestamp.milliseconds(parsing: "2026-11-21T07:15:47.655Z") == 1_795_245_347_655)
        #expect(UTCTimestamp.milliseconds(parsing: "2026-11-21T07:15:47.807622798Z") == 1_795_245_347_807)
        #expect(UTCTimestamp.milliseconds(parsing: "2024-02-29T23:59:59.5+02:00") == 1_709_243_999_500)
        #expect(UTCTimestamp.milliseconds(parsing: "1969-12-31T23:59:59Z") == -1000)
        for wrong in ["", "2026-11-21", "2026-11-21T07:15:47", "2026-13-21T07:15:47Z", "2026-11-21T07:15:47.Zx"] {
            #expect(UTCTimestamp.milliseconds(parsing: wrong) == nil, "\(wrong)")
        }
    }

    @Test func fileNames() throws {
        func file(_ name: String) -> RolloutFile? { RolloutFile(folder: "/s", name: name, isArchived: false) }
        let id = "01a1fcf6-1929-7670-adb9-244a01204446"
        let part = "01a1fcf6-199e-7c22-a9e3-0173192eb101"
        let whole = try #require(file("rollout-2026-11-21T07-15-49-\(id).jsonl"))
        #expect(whole.threadId == id && whole.partId == nil && !whole.isCompressed)
        let later = try #require(file("rollout-2026-11-21T07-15-49-\(id)_\(part).jsonl"))
        #expect(later.threadId == id && later.partId == part)
        #expect(file("rollout-2026-11-21T07-15-49-\(id).jsonl.zst")?.isCompressed == true)
        for other in ["session_index.jsonl", "rollout-x.jsonl", "\(id).jsonl", "rollout-\(id).json"] {
            #expect(file(other) == nil, "\(other)")
        }
    }

    // MARK: - Conversion

    private func convert(_ records: [String], legacy: Bool = true) -> (lines: [LogLine], conversion: RolloutConversion)
    {
        var conversion = RolloutConversion(header: header())
        conversion.isLegacy = legacy
        for record in records {
            if let record = RolloutRecord(parsing: Array(record.utf8)) { conversion.take(record) }
        }
        return (conversion.finish(), conversion)
    }

    private func event(_ payload: String) -> String { #"{"type":"event_msg","payload":\#(payload)}"# }
    private func item(_ payload: String) -> String { #"{"type":"response_item","payload":\#(payload)}"# }

    private func turns(_ lines: [LogLine]) -> [Turn] {
        let first = LogLine(seq: nil, atMs: 1000, record: .thread(header()))
        return reduce([first] + lines).thread.turns
    }

    @Test func rolledBackTurnsAreGone() {
        let (lines, _) = convert([
            event(#"{"type":"user_message","message":"one"}"#), event(#"{"type":"agent_message","message":"1"}"#),
            event(#"{"type":"user_message","message":"two"}"#), event(#"{"type":"agent_message","message":"2"}"#),
            event(#"{"type":"thread_rolled_back","num_turns":1}"#),
            event(#"{"type":"user_message","message":"three"}"#),
        ])
        let turns = turns(lines)
        #expect(turns.map(\.status) == [.completed, .completed])
        #expect(turns.map(\.items.count) == [2, 1])
    }

    @Test func aTurnThatDidNotEndWasCutShort() {
        let (lines, _) = convert([
            event(#"{"type":"task_started","turn_id":"t1"}"#), event(#"{"type":"task_started","turn_id":"t2"}"#),
            event(
                #"{"type":"error","message":"no","codex_error_info":{"http_connection_failed":{"http_status_code":500}}}"#
            ),
            event(#"{"type":"task_complete","turn_id":"t2"}"#),
        ])
        let turns = turns(lines)
        #expect(turns.map(\.id) == ["t1", "t2"])
        #expect(turns.map(\.status) == [.interrupted, .failed])
        #expect(turns[1].error?.codexErrorInfo == .httpConnectionFailed(HTTPErrorStatus(httpStatusCode: 500)))
    }

    @Test(
        arguments: [
            (#""Process exited with code 0\nOutput:\nhi\n""#, "hi\n", 0, CommandExecutionStatus.completed),
            (#""{\"output\":\"no\",\"metadata\":{\"exit_code\":2,\"duration_seconds\":0.5}}""#, "no", 2, .failed),
            (#""exec_command failed: rejected by user""#, "exec_command failed: rejected by user", nil, .declined),
        ] as [(String, String, Int?, CommandExecutionStatus)])
    func olderCommandsAreMadeFromCallsAndOutputs(
        output: String, text: String, exitCode: Int?, status: CommandExecutionStatus
    ) throws {
        let (lines, conversion) = convert([
            event(#"{"type":"task_started","turn_id":"t"}"#),
            item(
                #"{"type":"function_call","name":"shell","arguments":"{\"command\":[\"ls\",\"a b\"]}","call_id":"c"}"#),
            item(#"{"type":"function_call_output","call_id":"c","output":\#(output)}"#),
        ])
        guard case .commandExecution(let command)? = turns(lines).first?.items.first else {
            Issue.record("no command")
            return
        }
        #expect(command.id == "c")
        #expect(command.command == "ls 'a b'")
        #expect(command.aggregatedOutput == text)
        #expect(command.exitCode == exitCode)
        #expect(command.status == status)
        #expect(conversion.unknown == [:])
    }

    @Test func anEventOfACommandIsToldOnce() {
        let (lines, _) = convert([
            event(#"{"type":"task_started","turn_id":"t"}"#),
            item(#"{"type":"function_call","name":"shell","arguments":"{\"command\":[\"ls\"]}","call_id":"c"}"#),
            event(
                #"{"type":"exec_command_end","call_id":"c","command":["ls"],"cwd":"file:///a%20b","parsed_cmd":[{"type":"list_files","cmd":"ls","path":null}],"stdout":"x","exit_code":0,"duration":{"secs":1,"nanos":500000000}}"#
            ),
            item(#"{"type":"function_call_output","call_id":"c","output":"x"}"#),
        ])
        let items = turns(lines).flatMap(\.items)
        #expect(items.count == 1)
        guard case .commandExecution(let command)? = items.first else { return }
        #expect(command.cwd == "/a b")
        #expect(command.durationMs == 1500)
        #expect(command.commandActions == [.listFiles(ListFilesCommandAction(command: "ls"))])
    }

    @Test func toolCallsKeepTheirResults() {
        let (lines, _) = convert([
            event(#"{"type":"task_started","turn_id":"t"}"#),
            event(
                #"{"type":"mcp_tool_call_end","call_id":"c","invocation":{"server":"s","tool":"t","arguments":{"a":1}},"duration":{"secs":0,"nanos":7000000},"result":{"Ok":{"content":[{"type":"text","text":"x"}]}}}"#
            ),
            event(
                #"{"type":"mcp_tool_call_end","call_id":"d","invocation":{"server":"s","tool":"t"},"result":{"Err":"broken"}}"#
            ),
        ])
        let calls = turns(lines).flatMap(\.items).compactMap { item -> McpToolCallItem? in
            if case .mcpToolCall(let call) = item { call } else { nil }
        }
        #expect(calls.map(\.status) == [.completed, .failed])
        #expect(calls.map(\.durationMs) == [7, nil])
        #expect(calls.first?.result?.content.count == 1)
        #expect(calls.last?.error?.message == "broken")
    }

    @Test func theOldestFilesHaveMessagesOnly() {
        var conversion = RolloutConversion(header: header())
        conversion.isLegacy = true
        conversion.isBare = true
        for line in [
            #"{"type":"message","role":"user","content":[{"type":"input_text","text":"<environment>"}]}"#,
            #"{"type":"message","role":"user","content":[{"type":"input_text","text":"Hello"}]}"#,
            #"{"record_type":"state"}"#,
            #"{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]}"#,
        ] {
            if let record = RolloutRecord(parsing: Array(line.utf8)) { conversion.take(record) }
        }
        let lines = conversion.finish()
        let turns = turns(lines)
        #expect(turns.map(\.status) == [.completed])
        #expect(turns.first?.items.count == 2)
        #expect(lines.count { if case .modelItem = $0.record { true } else { false } } == 3)
    }

    @Test func withoutAReplacementASummaryStandsBehindTheUsersMessages() throws {
        let (lines, _) = convert([
            item(#"{"type":"message","role":"user","content":[{"type":"input_text","text":"<x>"}]}"#),
            item(#"{"type":"message","role":"user","id":"m","content":[{"type":"input_text","text":"one"}]}"#),
            item(#"{"type":"message","role":"assistant","content":[{"type":"output_text","text":"1"}]}"#),
            #"{"type":"compacted","payload":{"message":"short"}}"#,
        ])
        let items = lines.compactMap { line -> String? in
            guard case .modelItem(let record) = line.record else { return nil }
            return String(decoding: record.item.bytes, as: UTF8.self)
        }
        #expect(
            items == [
                #"{"type":"message","role":"user","content":[{"type":"input_text","text":"one"}]}"#,
                #"{"type":"message","role":"user","content":[{"type":"input_text","text":"short"}]}"#,
            ])
    }

    /// The model's history is that of the turns that are left, whether a turn that is gone made it shorter or not.
    @Test(arguments: [(1, ["one", "two", "four"]), (2, ["one", "four"])])
    func aShorterHistoryGoesWithItsTurn(dropped: Int, expected: [String]) {
        func said(_ text: String) -> [String] {
            [
                event(#"{"type":"user_message","message":"\#(text)"}"#),
                item(#"{"type":"message","role":"user","content":"\#(text)"}"#),
            ]
        }
        let compacted =
            #"{"type":"compacted","payload":{"message":"","replacement_history":[{"type":"message","role":"user","content":"short"}]}}"#
        func contents(_ lines: [LogLine]) -> [String] {
            lines.compactMap { line in
                guard case .modelItem(let record) = line.record else { return nil }
                return try? record.item.document().root["content"]?.string
            }
        }
        let back = event(#"{"type":"thread_rolled_back","num_turns":\#(dropped)}"#)
        let (lines, _) = convert(said("one") + said("two") + said("three") + [compacted, back] + said("four"))
        #expect(contents(lines) == expected)
        let (kept, _) = convert(said("one") + [compacted] + said("two") + said("three") + [back] + said("four"))
        #expect(contents(kept) == ["short"] + expected.dropFirst())
    }

    @Test func idsMadeFromOthersAreUUIDs() throws {
        let id = try DerivedID.id(from: threadA)
        #expect(try ThreadID.canonical(id) == id)
        #expect(id != threadA)
        #expect(try DerivedID.id(from: threadA.uppercased()) == id)
    }
}
