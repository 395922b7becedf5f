import Foundation
import Testing
import WireJSON

/// Every decision of the requests about commands and files, and every way in which such a request can end.
@Suite struct DecisionTests {
    /// An answer, and what follows from it.
    struct Case: Sendable, CustomTestStringConvertible {
        var decision: JSONValue
        /// How the item ends.
        var item: String
        /// How the turn ends.
        var turn: String
        /// Whether what was asked about was done.
        var isDone: Bool
        /// Whether the same again is asked about.
        var isAskedAgain = true

        var testDescription: String { String(decoding: RawJSON(decision).bytes, as: UTF8.self) }

        static func host(_ action: JSONValue) -> JSONValue {
            [
                "applyNetworkPolicyAmendment": [
                    "network_policy_amendment": ["host": "example.org", "action": action]
                ]
            ]
        }

        static let commands = [
            Case(decision: "accept", item: "completed", turn: "completed", isDone: true),
            Case(decision: "acceptForSession", item: "completed", turn: "completed", isDone: true, isAskedAgain: false),
            Case(
                decision: ["acceptWithExecpolicyAmendment": ["execpolicy_amendment": ["touch", "made"]]],
                item: "completed", turn: "completed", isDone: true, isAskedAgain: false),
            Case(decision: host("allow"), item: "completed", turn: "completed", isDone: true),
            Case(decision: host("deny"), item: "declined", turn: "completed", isDone: false),
            Case(decision: host("perhaps"), item: "failed", turn: "completed", isDone: false),
            Case(decision: "decline", item: "declined", turn: "completed", isDone: false),
            Case(decision: "cancel", item: "declined", turn: "interrupted", isDone: false),
            Case(decision: "perhaps", item: "failed", turn: "completed", isDone: false),
            Case(decision: .null, item: "failed", turn: "completed", isDone: false),
        ]

        static let files = [
            Case(decision: "accept", item: "completed", turn: "completed", isDone: true),
            Case(decision: "acceptForSession", item: "completed", turn: "completed", isDone: true, isAskedAgain: false),
            Case(decision: "decline", item: "declined", turn: "completed", isDone: false),
            Case(decision: "cancel", item: "declined", turn: "interrupted", isDone: false),
            Case(decision: host("allow"), item: "declined", turn: "completed", isDone: false),
            Case(decision: "perhaps", item: "declined", turn: "completed", isDone: false),
        ]
    }

    private func check(_ this: Case, _ message: String, _ method: String) async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let turn = try await client.startTurn(thread, message)
        let request = try await client.event(method) { $0["turnId"]?.stringValue == turn }
        #expect(!test.hasFile("made"))
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": this.decision]])
        #expect(try await client.completed(turn)["status"]?.stringValue == this.turn)
        let item = try await client.event("item/completed") { $0["item"]?["id"] == request["params"]?["itemId"] }
        #expect(item["params"]?["item"]?["status"]?.stringValue == this.item)
        #expect(test.hasFile("made") == this.isDone)
        #expect(client.unfinishedItems.isEmpty)
        #expect(client.methods.count { $0 == "serverRequest/resolved" } == 1)
        let resolved = try #require(client.methods.firstIndex(of: "serverRequest/resolved"))
        let ended = try #require(client.methods.firstIndex(of: "turn/completed"))
        #expect(resolved < ended)

        let next = try await client.startTurn(thread, message)
        if this.isAskedAgain {
            let again = try await client.event(method) { $0["turnId"]?.stringValue == next }
            client.send(value: ["id": again["id"] ?? .null, "result": ["decision": "decline"]])
        }
        try await client.completed(next)
        #expect(client.methods.count { $0 == method } == (this.isAskedAgain ? 2 : 1))
        await test.stop()
    }

    @Test(arguments: Case.commands)
    func aCommandIsRunOrNotAsTheUserSays(_ this: Case) async throws {
        try await check(this, "run: touch made", "item/commandExecution/requestApproval")
    }

    @Test(arguments: Case.files)
    func filesAreChangedOrNotAsTheUserSays(_ this: Case) async throws {
        try await check(this, "write made: x", "item/fileChange/requestApproval")
    }

    /// There are no rules for single hosts here: a yes to one is a yes to the command, and opens nothing.
    @Test func aYesToAHostLetsTheCommandRunInItsSandbox() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let outside = NSTemporaryDirectory() + "heddle-host-" + UUID().uuidString
        let thread = try await client.startThread(in: test, ["approvalPolicy": "on-request", "sandbox": "read-only"])
        let arguments: JSONValue = [
            "cmd": .string("echo a > \(outside); echo ran"), "sandbox_permissions": "require_escalated",
        ]
        let turn = try await client.startTurn(
            thread, "call: exec_command \(String(decoding: RawJSON(arguments).bytes, as: UTF8.self))")
        let request = try await client.approvalRequest(turn)
        #expect(request["params"]?["networkApprovalContext"] == .null)
        #expect(request["params"]?["proposedNetworkPolicyAmendments"] == .null)
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": Case.host("allow")]])
        try await client.completed(turn)
        #expect(client.commandOutput.contains("ran"))
        #expect(!test.exists(outside))
        try await client.event("warning") { $0["message"]?.stringValue?.contains("`example.org`") == true }
        #expect(!test.exists(test.home + "/rules"))
        await test.stop()
    }

    // MARK: - Two clients, and none

    @Test func theFirstOfTwoAnswersCountsAndBothClientsHearThatItIsSettled() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let second = try await test.client(id: 1)
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        try await second.call("thread/resume", ["threadId": .string(thread)])
        let turn = try await client.startTurn(thread, "run: touch made")
        let request = try await client.approvalRequest(turn)
        let same = try await second.approvalRequest(turn)
        #expect(same["id"] == request["id"])
        second.send(value: ["id": same["id"] ?? .null, "result": ["decision": "decline"]])
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "accept"]])
        try await client.completed(turn)
        for listener in [client, second] {
            try await listener.event("serverRequest/resolved") { $0["requestId"] == request["id"] }
        }
        #expect(!test.hasFile("made"))
        #expect(try await client.completedCommand(turn)["status"] == "declined")
        await test.stop()
    }

    @Test func aRequestThatNobodyAnswersWaitsAndIsNoRefusal() async throws {
        let test = try TestServer(config: "thread_unload_delay_secs = 0\n")
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let turn = try await client.startTurn(thread, "run: touch made")
        let request = try await client.approvalRequest(turn)
        try await client.call("thread/unsubscribe", ["threadId": .string(thread)])
        let later = try await test.client(id: 1)
        try await later.call("thread/resume", ["threadId": .string(thread)])
        let again = try await later.approvalRequest(turn)
        #expect(again["id"] == request["id"])
        later.send(value: ["id": again["id"] ?? .null, "result": ["decision": "accept"]])
        #expect(try await later.completed(turn)["status"] == "completed")
        #expect(test.hasFile("made"))
        await test.stop()
    }
}
