import Foundation
import TestSupport
import Testing

/// Whatever happens to the index, every thread is listed, read and resumed as before.
@Suite(.ownThread) struct IndexDamageTests {
    private let first: ServerBinary
    private let threads: [String]

    init() throws {
        first = try ServerBinary()
        try first.initialize()
        threads = try (1...3).map { [first] number in
            let thread = try first.startThread()
            try Self.run("say: thread \(number)", on: thread, first)
            return thread
        }
    }

    private static func run(_ text: String, on thread: String, _ server: ServerBinary) throws {
        let turn = try server.startTurn(thread, text)
        let ended = try server.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == turn }
        #expect((ended["turn"] as? [String: Any])?["status"] as? String == "completed")
    }

    private func list(_ server: ServerBinary) throws -> [String] {
        let data = try server.call("thread/list")["data"] as? [[String: Any]] ?? []
        return data.compactMap { $0["id"] as? String }.sorted()
    }

    private func expectEverything(of server: ServerBinary) throws {
        #expect(try list(server) == threads.sorted())
        for (number, thread) in threads.enumerated() {
            let read = try server.call("thread/read", ["threadId": thread, "includeTurns": true])
            #expect((read["thread"] as? [String: Any])?["preview"] as? String == "say: thread \(number + 1)")
            let resumed = try server.call("thread/resume", ["threadId": thread])
            let turns = (resumed["thread"] as? [String: Any])?["turns"] as? [[String: Any]] ?? []
            #expect(turns.first?["status"] as? String == "completed")
            #expect((turns.first?["items"] as? [[String: Any]])?.count == 2)
            try Self.run("say: goes on", on: thread, server)
        }
        let new = try server.startThread()
        try Self.run("say: new", on: new, server)
        #expect(try list(server) == (threads + [new]).sorted())
    }

    @Test(arguments: IndexDamage.allCases)
    func damageWhileTheServerIsDownIsNotNoticed(_ damage: IndexDamage) throws {
        #expect(try list(first) == threads.sorted())
        try first.endInput()
        #expect(first.waitForExit() == 0)
        try damage.apply(to: first.home)
        let next = try ServerBinary(home: first.home)
        try next.initialize()
        try expectEverything(of: next)
        try next.endInput()
        #expect(next.waitForExit() == 0)
    }

    @Test(arguments: IndexDamage.allCases)
    func damageAfterAKillIsNotNoticed(_ damage: IndexDamage) throws {
        #expect(try list(first) == threads.sorted())
        first.signal(SIGKILL)
        _ = first.waitForExit()
        try damage.apply(to: first.home)
        let next = try ServerBinary(home: first.home)
        try next.initialize()
        try expectEverything(of: next)
    }

    @Test(arguments: IndexDamage.whileRunning)
    func damageWhileTheServerIsUpIsNotNoticed(_ damage: IndexDamage) throws {
        #expect(try list(first) == threads.sorted())
        try damage.apply(to: first.home)
        try expectEverything(of: first)
        // Nor by the next one, whatever this one made of it.
        let listed = try list(first)
        first.signal(SIGKILL)
        _ = first.waitForExit()
        let next = try ServerBinary(home: first.home)
        try next.initialize()
        #expect(try list(next) == listed)
    }
}
