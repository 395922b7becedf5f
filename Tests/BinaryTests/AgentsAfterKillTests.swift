import Foundation
import Testing

/// Agents of a server that is killed.
@Suite struct AgentsAfterKillTests {
    private func item(_ server: ServerBinary, _ moment: String, _ tool: String) throws -> [String: Any] {
        try server.event("item/\(moment)") { ($0["item"] as? [String: Any])?["tool"] as? String == tool }["item"]
            as? [String: Any] ?? [:]
    }

    private func read(_ server: ServerBinary, _ thread: String) throws -> [[String: Any]] {
        let answer = try server.call("thread/read", ["threadId": thread, "includeTurns": true])
        return (answer["thread"] as? [String: Any])?["turns"] as? [[String: Any]] ?? []
    }

    @Test func nothingHangsAfterAKillAndAnAgentCanBeOpenedAgain() throws {
        let server = try ServerBinary()
        try server.initialize(experimental: true)
        let thread = try server.startThread()
        _ = try server.startTurn(thread, "agent: run: sleep 300\nagents: 600")
        let spawn = try item(server, "completed", "spawnAgent")
        let child = try #require((spawn["receiverThreadIds"] as? [String])?.first)
        try server.event("item/started") { ($0["item"] as? [String: Any])?["type"] as? String == "commandExecution" }
        _ = try item(server, "started", "wait")
        server.signal(SIGKILL)
        _ = server.waitForExit()

        let next = try ServerBinary(home: server.home)
        try next.initialize(experimental: true)
        try next.call("thread/resume", ["threadId": thread])
        let turns = try read(next, thread)
        #expect(turns.map { $0["status"] as? String } == ["interrupted"])
        let waits = (turns.first?["items"] as? [[String: Any]] ?? []).filter { $0["tool"] as? String == "wait" }
        #expect(waits.map { $0["status"] as? String } == ["interrupted"])
        let list = try next.call("thread/list", ["parentThreadId": thread])["data"] as? [[String: Any]] ?? []
        #expect(list.map { $0["id"] as? String } == [child])
        #expect(try read(next, child).map { $0["status"] as? String } == ["interrupted"])

        let orders = [
            #"call: multi_agent_v1.resume_agent {"id":"\#(child)"}"#,
            #"call: multi_agent_v1.send_input {"target":"\#(child)","message":"say: still here"}"#,
            #"call: multi_agent_v1.wait_agent {"targets":["\#(child)"],"timeout_ms":60000}"#,
        ]
        _ = try next.startTurn(thread, orders.joined(separator: "\n"))
        let states = try item(next, "completed", "wait")["agentsStates"] as? [String: [String: Any]]
        #expect(states?[child]?["message"] as? String == "still here")
        try next.event("turn/completed") { $0["threadId"] as? String == thread }
        try next.endInput()
        #expect(next.waitForExit() == 0)
    }
}
