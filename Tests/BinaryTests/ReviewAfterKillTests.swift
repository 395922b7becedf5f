import Foundation
import Testing

/// Reviews over the real binary, and of a server that is killed meanwhile.
@Suite struct ReviewAfterKillTests {
    private func review(_ server: ServerBinary, _ thread: String, _ instructions: String) throws -> String {
        let answer = try server.call(
            "review/start", ["threadId": thread, "target": ["type": "custom", "instructions": instructions]])
        return (answer["turn"] as? [String: Any])?["id"] as? String ?? ""
    }

    private func completed(_ server: ServerBinary, _ turn: String) throws -> [String: Any] {
        let event = try server.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == turn }
        return event["turn"] as? [String: Any] ?? [:]
    }

    @Test func aKilledReviewIsAnInterruptedTurnOfAThreadThatGoesOn() throws {
        let server = try ServerBinary()
        try server.initialize()
        let thread = try server.startThread()
        let whole = try review(server, thread, "say: The verdict.")
        #expect(try completed(server, whole)["status"] as? String == "completed")
        let cut = try review(server, thread, "run: sleep 300")
        try server.event("item/started") { ($0["item"] as? [String: Any])?["type"] as? String == "commandExecution" }
        server.signal(SIGKILL)
        _ = server.waitForExit()

        let later = try ServerBinary(home: server.home)
        try later.initialize()
        let resumed = try later.call("thread/resume", ["threadId": thread])["thread"] as? [String: Any]
        #expect((resumed?["status"] as? [String: Any])?["type"] as? String == "idle")
        let turns = resumed?["turns"] as? [[String: Any]] ?? []
        #expect(turns.map { $0["id"] as? String } == [whole, cut])
        #expect(turns.map { $0["status"] as? String } == ["completed", "interrupted"])
        let types = turns.map { ($0["items"] as? [[String: Any]] ?? []).compactMap { $0["type"] as? String } }
        #expect(types[0] == ["userMessage", "enteredReviewMode", "exitedReviewMode", "agentMessage"])
        #expect(types[1] == ["userMessage", "enteredReviewMode", "commandExecution"])
        // The next turn is the agent's, not the reviewer's, and the label is no message that it would answer.
        let next = try later.startTurn(thread, "say: still here")
        #expect(try completed(later, next)["status"] as? String == "completed")
        let text = try String(contentsOfFile: resumed?["path"] as? String ?? "", encoding: .utf8)
        let told = text.split(separator: "\n").filter {
            $0.contains(#""kind":"modelItem""#) && $0.contains("<user_action>")
        }
        #expect(told.count == 2)
        #expect(try later.call("thread/read", ["threadId": thread])["thread"] != nil)
    }
}
