import Foundation
import TestSupport
import Testing

/// What a well-known app-server of the same protocol gets wrong about stored threads, done right.
@Suite(.ownThread) struct ThreadFaultTests {
    private let server: ServerBinary

    init() throws {
        server = try ServerBinary()
        try server.initialize()
    }

    /// A thread with one turn that has ended.
    private func thread(saying text: String) throws -> (id: String, turn: String) {
        let thread = try server.startThread()
        let turn = try server.startTurn(thread, "say: \(text)")
        try server.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == turn }
        return (thread, turn)
    }

    private func list(_ server: ServerBinary, _ params: [String: Any] = [:]) throws -> [[String: Any]] {
        try server.call("thread/list", params)["data"] as? [[String: Any]] ?? []
    }

    private func nextServer() throws -> ServerBinary {
        try server.endInput()
        #expect(server.waitForExit() == 0)
        let next = try ServerBinary(home: server.home)
        try next.initialize()
        return next
    }

    private func turns(_ answer: [String: Any]) -> [[String: Any]] {
        (answer["thread"] as? [String: Any])?["turns"] as? [[String: Any]] ?? []
    }

    // MARK: - Lists

    @Test(arguments: ["created_at", "updated_at", "recency_at"], ["asc", "desc"])
    func pagesDropNoThreadOfTheSameSecond(_ key: String, _ direction: String) throws {
        let made = try (0..<20).map { try thread(saying: "\($0)").id }
        for limit in [1, 3, 7] {
            var params: [String: Any] = ["limit": limit, "sortKey": key, "sortDirection": direction]
            var found: [String] = []
            var last: [String: Any] = [:]
            repeat {
                last = try server.call("thread/list", params)
                found += (last["data"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
                params["cursor"] = last["nextCursor"]
            } while params["cursor"] is String
            try #require(found.sorted() == made.sorted())
            // And back again, with what the last page gives for it.
            params["cursor"] = last["backwardsCursor"]
            params["sortDirection"] = direction == "asc" ? "desc" : "asc"
            var back: [String] = []
            while params["cursor"] is String {
                let page = try server.call("thread/list", params)
                back += (page["data"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
                params["cursor"] = page["nextCursor"]
            }
            // The way back begins with the first thread of the last page.
            let lastPage = (last["data"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
            #expect(back == Array(found.dropLast(lastPage.count - 1).reversed()))
        }
    }

    // MARK: - Threads without turns

    @Test func aThreadWithoutTurnsIsReadWithItsTurns() throws {
        let thread = try server.startThread()
        #expect(turns(try server.call("thread/read", ["threadId": thread, "includeTurns": true])).isEmpty)
        let next = try nextServer()
        #expect(turns(try next.call("thread/read", ["threadId": thread, "includeTurns": true])).isEmpty)
    }

    @Test func aThreadWithoutTurnsIsJoinedAndResumedAfterARestart() throws {
        let thread = try server.startThread()
        let joined = try server.call("thread/resume", ["threadId": thread])
        #expect((joined["thread"] as? [String: Any])?["id"] as? String == thread)
        let next = try nextServer()
        let resumed = try next.call("thread/resume", ["threadId": thread])
        #expect((resumed["thread"] as? [String: Any])?["id"] as? String == thread)
        _ = try next.startTurn(thread, "say: the first")
        let ended = try next.event("turn/completed")["turn"] as? [String: Any]
        #expect(ended?["status"] as? String == "completed")
    }

    @Test func aThreadWithoutTurnsIsResumedAfterAKill() throws {
        let thread = try server.startThread()
        server.signal(SIGKILL)
        _ = server.waitForExit()
        let next = try ServerBinary(home: server.home)
        try next.initialize()
        #expect(turns(try next.call("thread/resume", ["threadId": thread])).isEmpty)
    }

    // MARK: - The database

    @Test(arguments: [IndexDamage.noise, .noiseInside, .truncated])
    func aDamagedDatabaseMakesNoThreadUnresumable(_ damage: IndexDamage) throws {
        let (thread, turn) = try thread(saying: "kept")
        _ = try list(server)
        try server.endInput()
        #expect(server.waitForExit() == 0)
        try damage.apply(to: server.home)
        let next = try ServerBinary(home: server.home)
        try next.initialize()
        let resumed = turns(try next.call("thread/resume", ["threadId": thread]))
        #expect(resumed.compactMap { $0["id"] as? String } == [turn])
    }

    @Test func readingShowsTheTurnsWhenTheIndexIsLost() throws {
        let (thread, turn) = try thread(saying: "kept")
        _ = try list(server)
        try server.endInput()
        #expect(server.waitForExit() == 0)
        try IndexDamage.deleted.apply(to: server.home)
        let next = try ServerBinary(home: server.home)
        try next.initialize()
        let read = turns(try next.call("thread/read", ["threadId": thread, "includeTurns": true]))
        #expect(read.compactMap { $0["id"] as? String } == [turn])
        #expect((read.first?["items"] as? [[String: Any]])?.count == 2)
    }

    // MARK: - Forks

    @Test
    func aForkSaysWhereItComesFromAndWhatItIsAboutEverywhere() throws {
        let (source, _) = try thread(saying: "the beginning")
        let result = try server.call("thread/fork", ["threadId": source])
        let fork = try #require(result["thread"] as? [String: Any])
        let id = try #require(fork["id"] as? String)
        #expect(fork["forkedFromId"] as? String == source)
        #expect(fork["preview"] as? String == "say: the beginning")
        for isRestarted in [false, true] {
            let server = isRestarted ? try nextServer() : server
            let listed = try #require(try list(server).first { $0["id"] as? String == id })
            #expect(listed["forkedFromId"] as? String == source)
            #expect(listed["preview"] as? String == "say: the beginning")
            let read = try server.call("thread/read", ["threadId": id])["thread"] as? [String: Any]
            #expect(read?["forkedFromId"] as? String == source)
        }
    }

    @Test
    func aThreadThatHasForksIsDeletedAndTheForksStay() throws {
        let (source, turn) = try thread(saying: "the beginning")
        let fork = try server.call("thread/fork", ["threadId": source])["thread"] as? [String: Any]
        let id = try #require(fork?["id"] as? String)
        try server.call("thread/delete", ["threadId": source])
        try server.event("thread/deleted") { $0["threadId"] as? String == source }
        #expect(try list(server).compactMap { $0["id"] as? String } == [id])
        let next = try nextServer()
        let error = try next.refusal(of: "thread/resume", ["threadId": source])
        #expect((error["data"] as? [String: Any])?["kind"] as? String == "threadNotFound")
        let kept = turns(try next.call("thread/resume", ["threadId": id]))
        #expect(kept.count == 1)
        // A copy has ids of its own or the source's; either way the words are there.
        #expect((kept.first?["items"] as? [[String: Any]])?.last?["text"] as? String == "the beginning")
        #expect(!turn.isEmpty)
    }

    // MARK: - Approvals

    /// A thread that waits for an approval, and the item that it is about.
    private func waitingThread() throws -> (thread: String, item: String) {
        let settings: [String: Any] = [
            "cwd": server.workspace, "approvalPolicy": "untrusted", "sandbox": "danger-full-access",
        ]
        let started = try server.call("thread/start", settings)
        let thread = try #require((started["thread"] as? [String: Any])?["id"] as? String)
        _ = try server.startTurn(thread, "run: echo approved")
        let request = try server.event("item/commandExecution/requestApproval")
        return (thread, try #require(request["itemId"] as? String))
    }

    private func expectApprovalAgain(_ thread: String, _ item: String, from next: ServerBinary) throws {
        try next.call("thread/resume", ["threadId": thread])
        let request = try next.first("the approval again") {
            $0["method"] as? String == "item/commandExecution/requestApproval"
        }
        #expect((request["params"] as? [String: Any])?["itemId"] as? String == item)
        let answer: [String: Any] = ["id": request["id"] ?? 0, "result": ["decision": "accept"]]
        try next.send(String(decoding: JSONSerialization.data(withJSONObject: answer), as: UTF8.self))
        let ended = try next.event("turn/completed")["turn"] as? [String: Any]
        #expect(ended?["status"] as? String == "completed")
    }

    @Test
    func aPendingApprovalOutlivesAKill() throws {
        let (thread, item) = try waitingThread()
        server.signal(SIGKILL)
        _ = server.waitForExit()
        let next = try ServerBinary(home: server.home)
        try next.initialize()
        try expectApprovalAgain(thread, item, from: next)
    }

    @Test
    func aCommandThatWasApprovedIsNotCarriedOutAgain() throws {
        let settings: [String: Any] = [
            "cwd": server.workspace, "approvalPolicy": "untrusted", "sandbox": "danger-full-access",
        ]
        let started = try server.call("thread/start", settings)
        let thread = try #require((started["thread"] as? [String: Any])?["id"] as? String)
        _ = try server.startTurn(thread, "run: echo x >> ran; echo begun; sleep 60")
        let request = try server.first("the approval") {
            $0["method"] as? String == "item/commandExecution/requestApproval"
        }
        let answer: [String: Any] = ["id": request["id"] ?? 0, "result": ["decision": "accept"]]
        try server.send(String(decoding: JSONSerialization.data(withJSONObject: answer), as: UTF8.self))
        try server.event("item/commandExecution/outputDelta")
        server.signal(SIGKILL)
        _ = server.waitForExit()
        let next = try ServerBinary(home: server.home)
        try next.initialize()
        let resumed = try next.call("thread/resume", ["threadId": thread])["thread"] as? [String: Any]
        #expect((resumed?["status"] as? [String: Any])?["type"] as? String == "idle")
        #expect((resumed?["turns"] as? [[String: Any]])?.map { $0["status"] as? String } == ["interrupted"])
        #expect(try String(contentsOfFile: server.workspace + "/ran", encoding: .utf8) == "x\n")
    }
}
