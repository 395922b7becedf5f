import Foundation
import TestSupport
import Testing

/// Two servers on one home: one writes a thread, the other may look.
@Suite(.ownThread) struct TwoServersTests {
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
        try other.initialize(experimental: true)
    }

    /// The other server names who has the thread: process, host and since when.
    private func expectRefusal(_ method: String, _ params: [String: Any]) throws {
        let error = try other.refusal(of: method, params)
        let data = error["data"] as? [String: Any] ?? [:]
        let pid = Int(owner.process.processIdentifier)
        let host = ProcessInfo.processInfo.hostName
        let message = error["message"] as? String ?? ""
        #expect(
            message.contains("already has an active writer: process \(pid) on host \(host) since 20"),
            "\(method): \(error)")
        #expect(data["kind"] as? String == "threadOwnedElsewhere", "\(method)")
        #expect(data["ownerPid"] as? Int == pid)
        #expect(data["ownerHost"] as? String == host)
        let since = Double(data["ownerSinceMs"] as? Int ?? 0) / 1000
        #expect(abs(Date().timeIntervalSince1970 - since) < 2 * ServerBinary.timeout)
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

    @Test func everyWriteOfTheOtherServerIsRefused() throws {
        let path = LogFile.path(in: owner.home, thread: thread)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let input = [["type": "text", "text": "say: not mine"]]
        let turn = UUID().uuidString.lowercased()
        let writes: [(String, [String: Any])] = [
            ("turn/start", ["input": input]), ("turn/steer", ["input": input, "expectedTurnId": turn]),
            ("turn/interrupt", ["turnId": turn]), ("thread/name/set", ["name": "theirs"]), ("thread/archive", [:]),
            ("thread/unarchive", [:]), ("thread/delete", [:]),
            ("thread/metadata/update", ["gitInfo": ["branch": "theirs"]]), ("thread/rollback", ["numTurns": 1]),
            ("thread/revert", ["beforeTurnId": turn]), ("thread/memoryMode/set", ["mode": "disabled"]),
            ("thread/settings/update", ["model": "theirs"]),
            ("thread/readState/update", ["operation": ["type": "unread"], "expectedRevision": "0"]),
            ("thread/attachment/add", ["attachmentType": "x", "identityKey": "y", "payload": [String: Any]()]),
            ("thread/section/move", ["sectionId": NSNull()]),
            ("thread/goal/set", ["objective": "theirs"]), ("thread/goal/clear", [:]),
            ("thread/queue/add", ["input": input, "clientUserMessageId": turn]),
            ("thread/queue/reorder", ["queuedSubmissionIds": [String]()]),
            ("thread/inject_items", ["items": [["type": "message", "role": "user", "content": [[String: Any]]()]]]),
        ]
        for (method, params) in writes {
            try expectRefusal(method, params.merging(["threadId": thread]) { $1 })
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        let found = try other.call("thread/search", ["searchTerm": "mine"])["data"] as? [[String: Any]] ?? []
        #expect(found.compactMap { ($0["thread"] as? [String: Any])?["id"] as? String } == [thread])
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

    /// The commands of the owner hold nothing of its leases: the first request after its death has the thread.
    @Test func aThreadIsTakenOverWhenItsOwnerWasKilledWithACommand() throws {
        let turn = try owner.startTurn(thread, "run: echo begun; sleep 300")
        try owner.event("item/commandExecution/outputDelta") { $0["turnId"] as? String == turn }
        owner.signal(SIGKILL)
        _ = owner.waitForExit()
        try other.call("thread/resume", ["threadId": thread])
        let next = try other.startTurn(thread, "say: mine now")
        try other.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == next }
    }

    @Test func aReaderIsNotHurtByADeletion() throws {
        let path = LogFile.path(in: owner.home, thread: thread)
        let reader = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        let length = try Data(contentsOf: URL(fileURLWithPath: path)).count
        let read = try other.call("thread/read", ["threadId": thread, "includeTurns": true])
        #expect(read["thread"] != nil)
        try owner.call("thread/delete", ["threadId": thread])
        #expect(try reader.readToEnd()?.count ?? 0 >= length)
        let error = try other.refusal(of: "thread/read", ["threadId": thread])
        #expect((error["data"] as? [String: Any])?["kind"] as? String == "threadNotFound")
        // A thread that nobody has may be made again, by whoever comes first.
        var settings = other.threadSettings
        settings["threadId"] = thread
        try other.call("thread/start", settings)
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
