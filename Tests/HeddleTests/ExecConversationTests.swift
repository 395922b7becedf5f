import AppServerProtocol
import Testing
import WireJSON

@testable import heddle

@Suite("The conversation of heddle exec")
struct ExecConversationTests {
    @Test("goes from initialize over thread/start to turn/start, one after the other")
    func opening() throws {
        var recorded = try Recorded(
            ExecPlan(
                prompt: "hello", directory: "/work", model: "m", approvalPolicy: .untrusted, sandbox: .readOnly))
        #expect(recorded.sent.map { $0["method"] } == ["initialize"])
        #expect(recorded.sent[0]["params"]?["clientInfo"]?["name"] == "heddle-exec")

        try recorded.receive(#"{"id":1,"result":{"userAgent":"x"}}"#)
        #expect(recorded.sent.dropFirst().map { $0["method"] } == ["initialized", "thread/start"])
        let start = recorded.sent[2]["params"]
        #expect(start?["cwd"] == "/work")
        #expect(start?["model"] == "m")
        #expect(start?["approvalPolicy"] == "untrusted")
        #expect(start?["sandbox"] == "read-only")

        try recorded.receive(#"{"id":2,"result":{"thread":{"id":"T"}}}"#)
        #expect(recorded.sent.count == 4)
        #expect(recorded.sent[3]["method"] == "turn/start")
        #expect(recorded.sent[3]["params"]?["threadId"] == "T")
        #expect(recorded.sent[3]["params"]?["input"]?[0]?["text"] == "hello")
        #expect(recorded.activity == "thread T\n")
    }

    @Test("resumes a thread without asking for its history")
    func resuming() throws {
        var recorded = try Recorded(ExecPlan(prompt: "hello", threadID: "T"))
        try recorded.receive(#"{"id":1,"result":{}}"#)
        #expect(recorded.sent[2]["method"] == "thread/resume")
        #expect(recorded.sent[2]["params"]?["threadId"] == "T")
        #expect(recorded.sent[2]["params"]?["excludeTurns"] == true)
    }

    @Test(
        "ends with the turn, and with its status",
        arguments: [("completed", 0), ("failed", 1), ("interrupted", 130)] as [(String, Int32)])
    func end(status: String, exitStatus: Int32) throws {
        var recorded = try Recorded.running()
        try recorded.notify("turn/completed", #""turn":{"id":"other","items":[],"status":"completed"}"#)
        #expect(recorded.exitStatus == nil)
        try recorded.notify("turn/completed", #""turn":{"id":"t","items":[],"status":"\#(status)"}"#)
        #expect(recorded.exitStatus == exitStatus)
    }

    @Test("fails with the server's words when a request is refused", arguments: [1, 2, 3])
    func refusal(id: Int) throws {
        var recorded = try Recorded()
        for step in 1..<id {
            try recorded.receive(#"{"id":\#(step),"result":{"thread":{"id":"T"}}}"#)
        }
        try recorded.receive(#"{"id":\#(id),"error":{"code":-32600,"message":"no such thing"}}"#)
        #expect(recorded.activity.hasSuffix("error: no such thing\n"))
        #expect(recorded.exitStatus == 1)
    }

    @Test("fails when the server ends first")
    func serverEnd() throws {
        var recorded = try Recorded.running()
        try recorded.perform(recorded.conversation.serverEnded())
        #expect(recorded.activity == "error: the server ended before the turn did\n")
        #expect(recorded.exitStatus == 1)
    }

    @Test("interrupts a running turn, waits for its end, and does not mind that it ended meanwhile")
    func interrupt() throws {
        var recorded = try Recorded.running()
        try recorded.perform(recorded.conversation.interrupt())
        #expect(recorded.sent.map { $0["method"] } == ["turn/interrupt"])
        #expect(recorded.sent[0]["params"] == ["threadId": "T", "turnId": "t"])
        #expect(recorded.exitStatus == nil)
        try recorded.receive(#"{"id":4,"error":{"code":-32600,"message":"no active turn to interrupt"}}"#)
        #expect(recorded.exitStatus == nil)
        try recorded.notify("turn/completed", #""turn":{"id":"t","items":[],"status":"interrupted"}"#)
        #expect(recorded.exitStatus == 130)
    }

    @Test("ends at once when it is interrupted before the turn")
    func earlyInterrupt() throws {
        var recorded = try Recorded()
        try recorded.perform(recorded.conversation.interrupt())
        #expect(recorded.exitStatus == 130)
    }

    // MARK: - Approvals

    private static let commandRequest = #"""
        {"id":7,"method":"item/commandExecution/requestApproval","params":{"kind":"command","threadId":"T","turnId":"t",
        "itemId":"c","startedAtMs":1,"command":"/bin/bash -lc 'rm x'","cwd":"/work","reason":"to tidy up"}}
        """#

    @Test(
        "hands a command's approval to the person, and the answer to the server under the request's id",
        arguments: zip(
            ApprovalQuestion.Answer.allCases, ["accept", "acceptForSession", "decline", "cancel"] as [JSONValue]))
    func approval(answer: ApprovalQuestion.Answer, decision: JSONValue) throws {
        var recorded = try Recorded.running()
        try recorded.receive(Self.commandRequest)
        let question = ApprovalQuestion(
            id: 7, subject: .command("rm x", directory: "/work"), reason: "to tidy up")
        #expect(recorded.questions == [question])
        #expect(recorded.sent.isEmpty)
        try recorded.perform(recorded.conversation.answer(question.id, answer))
        #expect(recorded.sent == [["id": 7, "result": ["decision": decision]]])
    }

    @Test("asks about patches as well")
    func patchApproval() throws {
        var recorded = try Recorded.running()
        try recorded.receive(
            #"""
            {"id":"x","method":"item/fileChange/requestApproval","params":{"threadId":"T","turnId":"t","itemId":"p",
            "startedAtMs":1}}
            """#)
        #expect(recorded.questions.map(\.subject) == [.patch])
        try recorded.perform(recorded.conversation.answer("x", .yes))
        #expect(recorded.sent == [["id": "x", "result": ["decision": "accept"]]])
    }

    @Test("withdraws a question that was answered elsewhere; a late answer has no effect")
    func resolved() throws {
        var recorded = try Recorded.running()
        try recorded.receive(Self.commandRequest)
        try recorded.notify("serverRequest/resolved", #""requestId":7"#)
        #expect(recorded.withdrawn == ["7"])
        try recorded.perform(recorded.conversation.answer(7, .yes))
        #expect(recorded.sent.isEmpty)
    }

    @Test("withdraws open questions at the end of the turn")
    func endWithQuestion() throws {
        var recorded = try Recorded.running()
        try recorded.receive(Self.commandRequest)
        try recorded.notify("turn/completed", #""turn":{"id":"t","items":[],"status":"interrupted"}"#)
        #expect(recorded.withdrawn == ["7"])
        #expect(recorded.exitStatus == 130)
    }

    @Test("refuses other requests by name, so that the server need not wait")
    func otherRequests() throws {
        var recorded = try Recorded.running()
        try recorded.receive(#"{"id":8,"method":"item/tool/call","params":{}}"#)
        #expect(recorded.sent.count == 1)
        #expect(recorded.sent[0]["id"] == 8)
        #expect(recorded.sent[0]["error"]?["code"] == -32601)
        #expect(recorded.sent[0]["error"]?["message"] == "heddle exec cannot answer item/tool/call")
    }

    @Test("ignores events of other threads")
    func otherThreads() throws {
        var recorded = try Recorded.running()
        try recorded.receive(#"{"method":"warning","params":{"threadId":"other","message":"no"}}"#)
        #expect(recorded.activity.isEmpty)
        try recorded.receive(#"{"method":"warning","params":{"threadId":null,"message":"yes"}}"#)
        #expect(recorded.activity == "warning: yes\n")
    }

    @Test("throws for a line that is no message")
    func garbage() throws {
        var recorded = try Recorded.running()
        #expect(throws: (any Error).self) { try recorded.receive("garbage") }
    }
}
