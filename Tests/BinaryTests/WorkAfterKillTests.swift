import Foundation
import TestSupport
import Testing

/// Goals and queues of a server that is killed.
@Suite(.ownThread) struct WorkAfterKillTests {
    private func add(_ server: ServerBinary, _ thread: String, _ text: String, as clientID: String) throws -> String? {
        let result = try server.call(
            "thread/queue/add",
            [
                "threadId": thread, "input": [["type": "text", "text": text]], "clientUserMessageId": clientID,
            ])
        return (result["queuedSubmission"] as? [String: Any])?["id"] as? String
    }

    private func queue(_ server: ServerBinary, _ thread: String) throws -> [String] {
        let page = try server.call("thread/queue/list", ["threadId": thread])
        return (page["data"] as? [[String: Any]] ?? []).compactMap { $0["clientUserMessageId"] as? String }
    }

    private func goal(_ server: ServerBinary, _ thread: String) throws -> [String: Any]? {
        try server.call("thread/goal/get", ["threadId": thread])["goal"] as? [String: Any]
    }

    private func next(_ server: ServerBinary) throws -> ServerBinary {
        server.signal(SIGKILL)
        _ = server.waitForExit()
        let next = try ServerBinary(home: server.home)
        try next.initialize(experimental: true)
        return next
    }

    private func item(_ server: ServerBinary, _ clientID: String) throws -> [String: Any] {
        try server.event("item/completed") { ($0["item"] as? [String: Any])?["clientId"] as? String == clientID }
    }

    @Test func whatWaitedAtAKillStartsByItselfAndTheGoalGoesOnBehindIt() throws {
        let server = try ServerBinary()
        try server.initialize(experimental: true)
        let thread = try server.startThread()
        _ = try server.startTurn(thread, "run: sleep 300")
        try server.event("item/started") { ($0["item"] as? [String: Any])?["type"] as? String == "commandExecution" }
        let objective = #"call: update_goal {"status":"complete"}"#
        try server.call("thread/goal/set", ["threadId": thread, "objective": objective, "tokenBudget": 1_000_000])
        for name in ["m1", "m2"] { _ = try add(server, thread, "say: \(name)", as: name) }

        let second = try next(server)
        #expect(try queue(second, thread) == ["m1", "m2"])
        #expect(try goal(second, thread)?["status"] as? String == "active")
        try second.call("thread/resume", ["threadId": thread])
        try second.event("thread/goal/updated") {
            ($0["goal"] as? [String: Any])?["status"] as? String == "complete"
        }
        let turns = try ["m1", "m2"].map { try item(second, $0)["turnId"] as? String }
        let started = try second.messages().filter { $0["method"] as? String == "turn/started" }
            .compactMap { (($0["params"] as? [String: Any])?["turn"] as? [String: Any])?["id"] as? String }
        #expect(started.count == 3)
        #expect(Array(started.prefix(2)) == turns)
        #expect(try queue(second, thread).isEmpty)
    }

    @Test func aMessageWhoseTurnHadBegunAtAKillDoesNotBeginAnother() throws {
        let server = try ServerBinary()
        try server.initialize(experimental: true)
        let thread = try server.startThread()
        let id = try add(server, thread, "run: sleep 300", as: "m1")
        try server.event("item/started") { ($0["item"] as? [String: Any])?["type"] as? String == "commandExecution" }

        let second = try next(server)
        try second.call("thread/resume", ["threadId": thread])
        try second.event("thread/goal/cleared")
        #expect(try queue(second, thread).isEmpty)
        // Also when the client sends it again, because it doesn't know whether it had arrived.
        #expect(try add(second, thread, "run: sleep 300", as: "m1") == id)
        #expect(try second.messages().allSatisfy { $0["method"] as? String != "turn/started" })
    }
}
