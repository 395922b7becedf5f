import Foundation
import Testing

/// Two servers on one home: one writes a thread, the other may look.
@Suite struct TwoServersTests {
    private let owner: ServerBinary
    private let other: ServerBinary
    private let thread: String

    init() throws {
        owner = try ServerBinary()
        try owner.initialize()
        thread = try owner.startThread()
        _ = try owner.startTurn(thread, "say: mine")
        try owner.event("turn/completed")
        other = try ServerBinary(home: owner.home)
        try other.initialize()
    }

    private func expectRefusal(_ method: String, _ params: [String: Any]) throws {
        let error = try other.refusal(of: method, params)
        #expect((error["message"] as? String ?? "").contains("already has an active writer"))
        #expect((error["data"] as? [String: Any])?["kind"] as? String == "threadOwnedElsewhere")
    }

    @Test func theOtherServerReadsAndListsButDoesNotWrite() throws {
        try expectRefusal("thread/resume", ["threadId": thread])
        try expectRefusal("thread/start", ["threadId": thread])
        let read = try other.call("thread/read", ["threadId": thread, "includeTurns": true])
        #expect(((read["thread"] as? [String: Any])?["turns"] as? [[String: Any]])?.count == 1)
        let listed = try other.call("thread/list")["data"] as? [[String: Any]] ?? []
        #expect(listed.contains { $0["id"] as? String == thread })
        // The owner has noticed nothing.
        _ = try owner.startTurn(thread, "say: still mine")
    }

    @Test func theOtherServerReadsATurnThatRunsElsewhereAsRunningOrInterruptedAndChangesNothing() throws {
        let turn = try owner.startTurn(thread, "run: while [ ! -e go ]; do sleep 0.01; done")
        try owner.event("item/started") { ($0["item"] as? [String: Any])?["type"] as? String == "commandExecution" }
        let path = LogFile.path(in: owner.home, thread: thread)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        try other.call("thread/read", ["threadId": thread, "includeTurns": true])
        try expectRefusal("thread/resume", ["threadId": thread])
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        _ = FileManager.default.createFile(atPath: owner.workspace + "/go", contents: nil)
        let ended = try owner.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == turn }
        #expect((ended["turn"] as? [String: Any])?["status"] as? String == "completed")
    }

    @Test func aThreadIsTakenOverWhenItsOwnerWasKilled() throws {
        let turn = try owner.startTurn(thread, "sleep: 300")
        try owner.event("turn/started") { ($0["turn"] as? [String: Any])?["id"] as? String == turn }
        owner.signal(SIGKILL)
        _ = owner.waitForExit()
        let resumed = try other.call("thread/resume", ["threadId": thread])
        let turns = (resumed["thread"] as? [String: Any])?["turns"] as? [[String: Any]] ?? []
        #expect(turns.compactMap { $0["status"] as? String } == ["completed", "interrupted"])
        let next = try other.startTurn(thread, "say: mine now")
        try other.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == next }
    }

    @Test func aThreadIsFreeWhenItsOwnerEnded() throws {
        try expectRefusal("thread/resume", ["threadId": thread])
        try owner.endInput()
        #expect(owner.waitForExit() == 0)
        try other.call("thread/resume", ["threadId": thread])
        _ = try other.startTurn(thread, "say: mine now")
    }

    /// Both want the same threads at the same time: each has one writer, and no log is mixed.
    @Test func serversThatRaceForThreadsNeverMixALog() throws {
        let ids = (0..<20).map { _ in UUID().uuidString.lowercased() }
        let servers = [owner, other]
        var starts: [(server: ServerBinary, thread: String, start: Int, turn: Int)] = []
        for id in ids {
            for server in servers {
                var settings = server.threadSettings
                settings["threadId"] = id
                let start = try server.request("thread/start", settings)
                let text = "run: echo \(server.process.processIdentifier)\nsay: done"
                let turn = try server.request(
                    "turn/start", ["threadId": id, "input": [["type": "text", "text": text]]])
                starts.append((server, id, start, turn))
            }
        }
        var winners: [String: Int] = [:]
        for (server, id, start, turn) in starts {
            func answer(_ request: Int) throws -> [String: Any] {
                try server.first("an answer") { $0["id"] as? Int == request && $0["method"] == nil }
            }
            let (started, begun) = (try answer(start), try answer(turn))
            // Who has the thread has its turns as well.
            #expect((started["result"] == nil) == (begun["result"] == nil), "\(started) \(begun)")
            guard started["result"] != nil, begun["result"] != nil else { continue }
            winners[id, default: 0] += 1
            try server.event("turn/completed") { $0["threadId"] as? String == id }
        }
        for server in servers {
            try server.endInput()
            #expect(server.waitForExit() == 0)
        }
        for id in ids {
            #expect(winners[id] == 1)
            #expect(try LogFile.problems(in: owner.home, thread: id) == [])
        }
    }
}
