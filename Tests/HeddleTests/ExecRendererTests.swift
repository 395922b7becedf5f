import Testing

@testable import heddle

@Suite("The transcript of heddle exec")
struct ExecRendererTests {
    private static let command =
        #"{"type":"commandExecution","id":"c","command":"/bin/bash -lc 'make test'","cwd":"/","commandActions":[],"#

    @Test("streams the answer as it comes, and ends its line")
    func answer() throws {
        var recorded = try Recorded.running()
        let item = #"{"type":"agentMessage","id":"m","text":""}"#
        try recorded.started(item)
        try recorded.notify("item/agentMessage/delta", #""itemId":"m","delta":"Hel""#)
        #expect(recorded.answer == "Hel")
        try recorded.notify("item/agentMessage/delta", #""itemId":"m","delta":"lo""#)
        try recorded.completed(#"{"type":"agentMessage","id":"m","text":"Hello"}"#)
        #expect(recorded.answer == "Hello\n")
    }

    @Test("shows a whole answer that was not streamed")
    func wholeAnswer() throws {
        var recorded = try Recorded.running()
        try recorded.completed(#"{"type":"agentMessage","id":"m","text":"Hello\n"}"#)
        #expect(recorded.answer == "Hello\n")
    }

    @Test("shows a command with its output, exit status and time")
    func commandOutput() throws {
        var recorded = try Recorded.running()
        try recorded.started(Self.command + #""status":"inProgress"}"#)
        try recorded.notify("item/commandExecution/outputDelta", #""itemId":"c","delta":"one\ntw""#)
        try recorded.notify("item/commandExecution/outputDelta", #""itemId":"c","delta":"o""#)
        try recorded.completed(
            Self.command + #""status":"failed","exitCode":2,"durationMs":1234,"aggregatedOutput":"one\ntwo"}"#)
        #expect(recorded.activity == "$ make test\none\ntwo\n[exit 2, 1.2 s]\n")
        #expect(recorded.answer.isEmpty)
    }

    @Test("shows output that came only with the end, and commands that were declined")
    func lateOutput() throws {
        var recorded = try Recorded.running()
        try recorded.started(Self.command + #""status":"inProgress"}"#)
        try recorded.completed(
            Self.command + #""status":"completed","exitCode":0,"durationMs":5,"aggregatedOutput":"out\n"}"#)
        try recorded.started(Self.command + #""status":"inProgress"}"#)
        try recorded.completed(Self.command + #""status":"declined"}"#)
        #expect(recorded.activity == "$ make test\nout\n[exit 0, 5 ms]\n$ make test\n[declined]\n")
    }

    private static func item(_ id: String, _ outcome: String) -> String {
        #"{"type":"commandExecution","id":"\#(id)","command":"run \#(id)","cwd":"/","commandActions":[],\#(outcome)}"#
    }

    @Test("keeps commands apart that run at the same time")
    func parallelCommands() throws {
        var recorded = try Recorded.running()
        for id in ["a", "b"] {
            try recorded.started(Self.item(id, #""status":"inProgress""#))
        }
        for id in ["a", "b"] {
            try recorded.notify("item/commandExecution/outputDelta", #""itemId":"\#(id)","delta":"from \#(id)""#)
        }
        for id in ["a", "b"] {
            try recorded.completed(Self.item(id, #""status":"completed","exitCode":0"#))
        }
        #expect(
            recorded.activity == """
                $ run a
                $ run b
                $ run a (goes on)
                from a
                $ run b (goes on)
                from b
                [run a: exit 0]
                [run b: exit 0]

                """)
    }

    @Test("closes the answer's line before a command, and the thought's before the answer")
    func lines() throws {
        var recorded = try Recorded.running()
        try recorded.notify("item/reasoning/summaryTextDelta", #""itemId":"r","summaryIndex":0,"delta":"hm""#)
        try recorded.notify("item/agentMessage/delta", #""itemId":"m","delta":"first""#)
        try recorded.started(Self.command + #""status":"inProgress"}"#)
        #expect(recorded.activity == "hm\n$ make test\n")
        #expect(recorded.answer == "first\n")
    }

    @Test("shows thoughts part by part, and those that were not streamed")
    func reasoning() throws {
        var recorded = try Recorded.running()
        for (index, text) in ["one", "two"].enumerated() {
            try recorded.notify("item/reasoning/summaryPartAdded", #""itemId":"r","summaryIndex":\#(index)"#)
            try recorded.notify(
                "item/reasoning/summaryTextDelta", #""itemId":"r","summaryIndex":\#(index),"delta":"\#(text)""#)
        }
        try recorded.completed(#"{"type":"reasoning","id":"r","summary":["one","two"],"content":[]}"#)
        try recorded.completed(#"{"type":"reasoning","id":"s","summary":["three"],"content":[]}"#)
        #expect(recorded.activity == "one\ntwo\nthree\n")
    }

    @Test("shows a plan with the state of each step")
    func plan() throws {
        var recorded = try Recorded.running()
        try recorded.notify(
            "turn/plan/updated",
            #"""
            "explanation":"first look","plan":[{"step":"look","status":"completed"},
            {"step":"think","status":"inProgress"},{"step":"tell","status":"pending"}]
            """#)
        #expect(recorded.activity == "plan: first look\n  [x] look\n  [>] think\n  [ ] tell\n")
    }

    @Test("shows patches by file")
    func patch() throws {
        var recorded = try Recorded.running()
        try recorded.completed(
            #"""
            {"type":"fileChange","id":"p","status":"completed","changes":[{"path":"/a","kind":{"type":"add"},"diff":""},
            {"path":"/b","kind":{"type":"update","move_path":null},"diff":""}]}
            """#)
        #expect(recorded.activity == "add: /a\nedit: /b\n")
    }

    @Test("leaves the reason why a thread is refused to the refusal")
    func brokenConfiguration() throws {
        var recorded = try Recorded.running()
        try recorded.receive(
            #"{"method":"configWarning","params":{"summary":"Invalid configuration; using defaults.","details":"x"}}"#)
        #expect(recorded.activity.isEmpty)
    }

    @Test("shows warnings, retries and errors, the last error once")
    func errors() throws {
        var recorded = try Recorded.running()
        try recorded.receive(#"{"method":"configWarning","params":{"summary":"bad","details":"line 1"}}"#)
        let error = #"{"message":"no answer","codexErrorInfo":"other","additionalDetails":"refused"}"#
        try recorded.notify(
            "error", #""willRetry":true,"error":{"message":"Reconnecting... 1/5","additionalDetails":null}"#)
        try recorded.notify("error", #""willRetry":false,"error":\#(error)"#)
        try recorded.notify("turn/completed", #""turn":{"id":"t","items":[],"status":"failed","error":\#(error)}"#)
        #expect(
            recorded.activity == """
                warning: bad (line 1)
                Reconnecting... 1/5
                error: no answer (refused)

                """)
    }

    @Test("shows an error that only the turn's end tells")
    func silentFailure() throws {
        var recorded = try Recorded.running()
        try recorded.notify(
            "turn/completed", #""turn":{"id":"t","items":[],"status":"failed","error":{"message":"broken"}}"#)
        #expect(recorded.activity == "error: broken\n")
    }

    @Test("says what is going on while nothing else is to be seen, and no more after the end")
    func status() throws {
        var recorded = try Recorded.running()
        try recorded.notify("turn/started", #""turn":{"id":"t","items":[],"status":"inProgress"}"#)
        try recorded.started(Self.command + #""status":"inProgress"}"#)
        try recorded.completed(Self.command + #""status":"completed","exitCode":0}"#)
        try recorded.notify("turn/completed", #""turn":{"id":"t","items":[],"status":"completed"}"#)
        #expect(recorded.statuses == ["thinking", "running", "thinking", nil])
    }

    @Test("passes over what a person would not miss, known or not")
    func silence() throws {
        var recorded = try Recorded.running()
        try recorded.started(#"{"type":"userMessage","id":"u","content":[]}"#)
        try recorded.notify("thread/status/changed", #""status":{"type":"idle"}"#)
        try recorded.notify("something/new", #""x":1"#)
        #expect(recorded.activity.isEmpty)
        #expect(recorded.answer.isEmpty)
    }
}
