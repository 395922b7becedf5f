import Foundation
import TestSupport
import Testing

/// How the server ends: every request is answered, turns and children end with it, nothing is lost.
@Suite(.ownThread) struct EndOfServiceTests {
    @Test func everythingReadBeforeTheEndIsAnsweredTheLastLineToo() throws {
        let server = try ServerBinary()
        try server.send(#"{"id":0,"method":"initialize","params":{"clientInfo":{"name":"t","version":"1"}}}"#)
        let requests = (1...3_000).map { #"{"id":\#($0),"method":"thread/loaded/list","params":{}}"# }
        // No line end after the last one.
        try server.write(Data(requests.joined(separator: "\n").utf8))
        try server.endInput()
        #expect(server.waitForExit() == 0)
        let ids = try server.messages().compactMap { $0["method"] == nil ? $0["id"] as? Int : nil }
        #expect(ids.sorted() == Array(0...3_000))
    }

    @Test func theEndOfInputInterruptsTheTurnAndKillsItsCommand() throws {
        let server = try ServerBinary()
        try server.initialize()
        let thread = try server.startThread()
        let turn = try server.startTurn(thread, "run: echo $$; sleep 300")
        let output = try server.event("item/commandExecution/outputDelta")["delta"] as? String
        let pid = try #require(output.flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) })
        try server.endInput()
        #expect(server.waitForExit() == 0)
        #expect(kill(pid, 0) != 0)
        let ended = try server.event("turn/completed")["turn"] as? [String: Any]
        #expect(ended?["id"] as? String == turn)
        #expect(ended?["status"] as? String == "interrupted")
    }

    @Test func aClientThatReadsLateGetsEveryAnswerWhole() throws {
        let server = try ServerBinary(readsOutput: false)
        // On a thread of its own: the server takes no more requests while too many answers wait.
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 2)
            server.startReading()
        }
        try server.send(#"{"id":0,"method":"initialize","params":{"clientInfo":{"name":"t","version":"1"}}}"#)
        let requests = (1...3_000).map { #"{"id":\#($0),"method":"thread/start","params":{}}"# + "\n" }
        try server.write(Data(requests.joined().utf8))
        try server.endInput()
        #expect(server.waitForExit() == 0)
        // `messages` fails on a line that is not whole.
        let ids = try server.messages().compactMap { $0["method"] == nil ? $0["id"] as? Int : nil }
        #expect(ids.sorted() == Array(0...3_000))
    }

    @Test func drainingFinishesTheTurnFirst() throws {
        let server = try ServerBinary(arguments: ["app-server", "--drain"])
        try server.initialize()
        _ = try server.startTurn(try server.startThread(), "run: sleep 0.3; echo done\nsay: finished")
        try server.endInput()
        #expect(server.waitForExit() == 0)
        let ended = try server.event("turn/completed")["turn"] as? [String: Any]
        #expect(ended?["status"] as? String == "completed")
    }

    @Test func aSignalEndsTheDraining() throws {
        let server = try ServerBinary(arguments: ["app-server", "--drain"])
        try server.initialize()
        let thread = try server.startThread()
        _ = try server.startTurn(thread, "sleep: 300")
        try server.event("turn/started")
        try server.endInput()
        // Nothing tells that the end has been read; should it come after the signal, the server must end as well.
        Thread.sleep(forTimeInterval: 0.5)
        #expect(server.process.isRunning)
        server.signal(SIGTERM)
        #expect(server.waitForExit() == 0)

        let next = try ServerBinary(home: server.home)
        try next.initialize()
        let read = try next.call("thread/read", ["threadId": thread, "includeTurns": true])
        let turns = (read["thread"] as? [String: Any])?["turns"] as? [[String: Any]]
        #expect(turns?.map { $0["status"] as? String } == ["interrupted"])
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func aSignalEndsTheServerCleanly(_ number: Int32) throws {
        let server = try ServerBinary()
        try server.initialize()
        let thread = try server.startThread()
        _ = try server.startTurn(thread, "sleep: 300")
        try server.event("turn/started")
        server.signal(number)
        #expect(server.waitForExit() == 0)
        let ended = try server.event("turn/completed")["turn"] as? [String: Any]
        #expect(ended?["status"] as? String == "interrupted")

        let next = try ServerBinary(home: server.home)
        try next.initialize()
        let read = try next.call("thread/read", ["threadId": thread, "includeTurns": true])
        let turns = (read["thread"] as? [String: Any])?["turns"] as? [[String: Any]]
        #expect(turns?.map { $0["status"] as? String } == ["interrupted"])
    }

    @Test(arguments: [1, 2])
    func aClientThatNeitherReadsNorEndsCannotHoldTheServer(_ signals: Int) throws {
        let server = try ServerBinary(readsOutput: false)
        let thread = UUID().uuidString.lowercased()
        try server.request("initialize", ["clientInfo": ["name": "test", "version": "1"]])
        try server.request("thread/start", server.threadSettings.merging(["threadId": thread]) { $1 })
        // More than fits into a pipe is on its way to the client when the file appears.
        let flood = "run: yes | head -c 200000; touch flooding; yes | head -c 50000000"
        try server.request("turn/start", ["threadId": thread, "input": [["type": "text", "text": flood]]])
        let deadline = Date(timeIntervalSinceNow: ServerBinary.timeout)
        let file = server.workspace + "/flooding"
        while !FileManager.default.fileExists(atPath: file) && Date() < deadline {
            Thread.sleep(forTimeInterval: 0.01)
        }
        #expect(FileManager.default.fileExists(atPath: file))
        for _ in 1...signals { server.signal(SIGTERM) }
        #expect(server.waitForExit() == 0)
    }

    @Test func aThreadOfAKilledServerIsListed() throws {
        let first = try ServerBinary()
        try first.initialize()
        _ = try first.startTurn(try first.startThread(), "say: the index exists now")
        try first.event("turn/completed")
        try first.endInput()
        #expect(first.waitForExit() == 0)

        let killed = try ServerBinary(home: first.home)
        try killed.initialize()
        let thread = try killed.startThread()
        _ = try killed.startTurn(thread, "say: not yet in the index")
        try killed.event("turn/completed")
        killed.signal(SIGKILL)
        _ = killed.waitForExit()

        let next = try ServerBinary(home: first.home)
        try next.initialize()
        let data = try next.call("thread/list")["data"] as? [[String: Any]] ?? []
        #expect(data.contains { $0["id"] as? String == thread })
        #expect(data.count == 2)
    }

    @Test func aThreadSurvivesAKillInMidTurn() throws {
        let server = try ServerBinary()
        try server.initialize()
        let thread = try server.startThread()
        _ = try server.startTurn(thread, "run: echo kept")
        try server.event("turn/completed")
        let second = try server.startTurn(thread, "run: echo $$; sleep 300")
        let output = try server.event("item/commandExecution/outputDelta") { $0["turnId"] as? String == second }
        let pid = try #require(
            (output["delta"] as? String).flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) })
        let last = try server.messages().compactMap { $0["seq"] as? Int }.max() ?? 0
        server.signal(SIGKILL)
        _ = server.waitForExit()

        let next = try ServerBinary(home: server.home)
        try next.initialize()
        let resumed = try next.call("thread/resume", ["threadId": thread])
        let turns = (resumed["thread"] as? [String: Any])?["turns"] as? [[String: Any]] ?? []
        #expect(turns.map { $0["status"] as? String } == ["completed", "interrupted"])
        let items = turns.last?["items"] as? [[String: Any]] ?? []
        // The command that ran is in the history, and no longer running.
        let command = try #require(items.first { $0["type"] as? String == "commandExecution" })
        #expect(command["status"] as? String == "failed")
        // Event numbers are never used twice.
        #expect(resumed["lastSeq"] as? Int ?? 0 >= last)
        _ = try next.startTurn(thread, "say: goes on")
        let ended = try next.event("turn/completed")["turn"] as? [String: Any]
        #expect(ended?["status"] as? String == "completed")
        // The command died with its server.
        let deadline = Date(timeIntervalSinceNow: ServerBinary.timeout)
        while kill(pid, 0) == 0 && Date() < deadline { Thread.sleep(forTimeInterval: 0.01) }
        #expect(kill(pid, 0) != 0)
    }
}
