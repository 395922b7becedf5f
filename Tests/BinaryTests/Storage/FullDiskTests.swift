import Foundation
import TestSupport
import Testing

/// A disk that is full: the client hears of it, nothing that was promised is lost, and it ends with the lack of space.
@Suite(.enabled(if: SmallDisk.isPossible, "needs mount namespaces for users (unshare -Urm) and nsenter"), .ownThread)
struct FullDiskTests {
    /// More than a log file's last page has room for.
    private static let longText = String(repeating: "a text that needs space ", count: 1_000)

    private let disk: SmallDisk

    init() throws {
        disk = try SmallDisk(megabytes: 4)
    }

    private func start() throws -> ServerBinary {
        let server = try ServerBinary(home: disk.home, launcher: disk.launcher)
        try server.initialize()
        return server
    }

    private func warning(_ words: String, from server: ServerBinary) throws {
        try server.event("warning") { ($0["message"] as? String ?? "").contains(words) }
    }

    private func end(of turn: String, from server: ServerBinary) throws -> String? {
        let ended = try server.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == turn }
        return (ended["turn"] as? [String: Any])?["status"] as? String
    }

    private func turns(of thread: String, from server: ServerBinary) throws -> [String: [[String: Any]]] {
        let resumed = try server.call("thread/resume", ["threadId": thread])
        let turns = (resumed["thread"] as? [String: Any])?["turns"] as? [[String: Any]] ?? []
        return Dictionary(
            uniqueKeysWithValues: turns.map { ($0["id"] as? String ?? "", $0["items"] as? [[String: Any]] ?? []) })
    }

    @Test func aTurnThatRunsOutOfSpaceIsWrittenWhenThereIsSpaceAgain() throws {
        let server = try start()
        let thread = try server.startThread()
        let before = try server.startTurn(thread, "say: there is space")
        #expect(try end(of: before, from: server) == "completed")

        // The turn has begun when the space is gone. It goes on when a file is renamed, which needs none.
        let workspace = disk.seenFromOutside + "/workspace"
        try Data().write(to: URL(fileURLWithPath: workspace + "/held"))
        let during = try server.startTurn(thread, "run: echo running; while [ ! -e go ]; do sleep 0.01; done")
        try server.event("item/commandExecution/outputDelta") { $0["turnId"] as? String == during }
        try disk.fill()
        let steered = try server.answer(
            to: "turn/steer",
            [
                "threadId": thread, "expectedTurnId": during,
                "input": [["type": "text", "text": "say: \(Self.longText)"]],
            ])
        #expect(steered["id"] != nil)
        rename(workspace + "/held", workspace + "/go")
        try warning("can't be written", from: server)
        // How the turn ends is not said here; that it does, and that what it did is kept, is.
        #expect(try end(of: during, from: server) != nil)

        try disk.free()
        try warning("can be written again", from: server)
        let after = try server.startTurn(thread, "say: \(Self.longText)")
        #expect(try end(of: after, from: server) == "completed")
        let shown = try turns(of: thread, from: server)
        server.signal(SIGKILL)
        _ = server.waitForExit()

        let next = try start()
        let kept = try turns(of: thread, from: next)
        #expect(kept.keys.sorted() == [before, during, after].sorted())
        #expect(kept as NSDictionary == shown as NSDictionary)
        try next.endInput()
        #expect(next.waitForExit() == 0)
        #expect(try LogFile.problems(in: disk.seenFromOutside, thread: thread) == [])
    }

    /// What can't be written down is not begun, or is begun with a warning; but it is never acknowledged and then lost
    /// while the server lives.
    @Test func aTurnOnAFullDiskIsRefusedOrKeptInMemory() throws {
        let server = try start()
        let thread = try server.startThread()
        let before = try server.startTurn(thread, "say: there is space")
        #expect(try end(of: before, from: server) == "completed")
        try disk.fill()

        var accepted: [String] = [before]
        var refusals: [[String: Any]] = []
        for _ in 1...3 {
            let answer = try server.answer(
                to: "turn/start", ["threadId": thread, "input": [["type": "text", "text": "say: \(Self.longText)"]]])
            if let result = answer["result"] as? [String: Any] {
                let turn = (result["turn"] as? [String: Any])?["id"] as? String ?? ""
                accepted.append(turn)
                #expect(try end(of: turn, from: server) != nil)
            } else {
                refusals.append(answer["error"] as? [String: Any] ?? [:])
            }
        }
        try warning("can't be written", from: server)
        #expect(refusals.allSatisfy { ($0["data"] as? [String: Any])?["kind"] as? String == "storage" })

        try disk.free()
        try warning("can be written again", from: server)
        let after = try server.startTurn(thread, "say: there is space again")
        #expect(try end(of: after, from: server) == "completed")
        accepted.append(after)
        server.signal(SIGKILL)
        _ = server.waitForExit()
        let next = try start()
        #expect(try turns(of: thread, from: next).keys.sorted() == accepted.sorted())
    }

    /// Whoever was given an id on a full disk finds it after a kill, though there never was space again.
    @Test func nothingIsPromisedThatAKillOnTheFullDiskTakesAway() throws {
        let server = try start()
        let thread = try server.startThread()
        let before = try server.startTurn(thread, "say: there is space")
        #expect(try end(of: before, from: server) == "completed")
        try disk.fill()
        var accepted = [before]
        for _ in 1...2 {
            let answer = try server.answer(
                to: "turn/start", ["threadId": thread, "input": [["type": "text", "text": "say: \(Self.longText)"]]])
            let turn = (answer["result"] as? [String: Any])?["turn"] as? [String: Any]
            if let id = turn?["id"] as? String {
                accepted.append(id)
                #expect(try end(of: id, from: server) != nil)
            }
        }
        server.signal(SIGKILL)
        _ = server.waitForExit()
        let next = try start()
        // Reading works on the full disk; what was running can only be shown as interrupted, not be written as that.
        let read = try next.call("thread/read", ["threadId": thread, "includeTurns": true])
        let kept = (read["thread"] as? [String: Any])?["turns"] as? [[String: Any]] ?? []
        let ids = kept.compactMap { $0["id"] as? String }
        // A kill in the middle of a write may leave the beginning of a turn that was never promised.
        #expect(ids.filter(accepted.contains) == accepted)
    }

    @Test func aFullDiskRefusesNewThreadsAndStillListsAndReadsTheOldOnes() throws {
        let server = try start()
        let thread = try server.startThread()
        let turn = try server.startTurn(thread, "say: there is space")
        #expect(try end(of: turn, from: server) == "completed")
        try server.endInput()
        #expect(server.waitForExit() == 0)
        try disk.fill()

        let next = try start()
        let error = try next.refusal(of: "thread/start", next.threadSettings)
        #expect((error["data"] as? [String: Any])?["kind"] as? String == "storage")
        let listed = try next.call("thread/list")["data"] as? [[String: Any]] ?? []
        #expect(listed.compactMap { $0["id"] as? String } == [thread])
        let read = try next.call("thread/read", ["threadId": thread, "includeTurns": true])
        #expect(((read["thread"] as? [String: Any])?["turns"] as? [[String: Any]])?.count == 1)
        try disk.free()
        #expect(try !next.startThread().isEmpty)
    }

    @Test func whatAFullDiskCouldTakeAwayIsNotConfirmed() throws {
        let server = try start()
        let (loaded, stored) = (try server.startThread(), try server.startThread())
        for thread in [loaded, stored] {
            let turn = try server.startTurn(thread, "say: there is space")
            #expect(try end(of: turn, from: server) == "completed")
        }
        try server.endInput()
        #expect(server.waitForExit() == 0)
        let next = try start()
        try next.call("thread/resume", ["threadId": loaded])
        try disk.fill()
        for thread in [loaded, stored] {
            for (method, params) in [
                ("thread/name/set", ["name": Self.longText]),
                ("thread/metadata/update", ["gitInfo": ["branch": Self.longText]]),
            ] as [(String, [String: Any])] {
                let error = try next.refusal(of: method, params.merging(["threadId": thread]) { $1 })
                #expect((error["data"] as? [String: Any])?["kind"] as? String == "storage", "\(method)")
            }
        }
        // Deleting makes space and needs none.
        try next.call("thread/delete", ["threadId": stored])
        try disk.free()
        try warning("can be written again", from: next)
        let after = try next.startTurn(loaded, "say: there is space again")
        #expect(try end(of: after, from: next) == "completed")
    }
}
