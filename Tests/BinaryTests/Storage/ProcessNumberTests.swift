import Foundation
import TestSupport
import Testing

/// What a server is started with to be the first process of a namespace of its own.
private enum ProcessNamespace {
    static let launcher = ["/usr/bin/env", "unshare", "-Urpf", "--kill-child"]

    /// Whether this system lets us make one.
    static let isPossible: Bool = {
        let probe = Process()
        probe.executableURL = URL(fileURLWithPath: launcher[0])
        probe.arguments = Array(launcher.dropFirst()) + ["true"]
        probe.standardError = FileHandle.nullDevice
        guard (try? probe.run()) != nil else { return false }
        probe.waitUntilExit()
        return probe.terminationStatus == 0
    }()
}

/// In containers every server has the same process number, most often 1. What a killed one leaves must not pass for the
/// next one's own.
@Suite(.enabled(if: ProcessNamespace.isPossible, "needs process namespaces for users (unshare -Urpf)"), .ownThread)
struct ProcessNumberTests {
    private func start(home: String? = nil) throws -> ServerBinary {
        let server = try ServerBinary(home: home, launcher: ProcessNamespace.launcher)
        try server.initialize()
        return server
    }

    private func runTurn(_ server: ServerBinary) throws -> String {
        let thread = try server.startThread()
        _ = try server.startTurn(thread, "say: something")
        try server.event("turn/completed") { $0["threadId"] as? String == thread }
        return thread
    }

    @Test func aThreadOfAKilledServerWithTheSameProcessNumberIsListed() throws {
        let first = try start()
        let old = try runTurn(first)
        try first.call("thread/list")
        try first.endInput()
        #expect(first.waitForExit() == 0)

        let killed = try start(home: first.home)
        let lost = try runTurn(killed)
        killed.signal(SIGKILL)
        _ = killed.waitForExit()

        // It writes before it looks, under the number of the one before.
        let next = try start(home: first.home)
        let new = try runTurn(next)
        let listed = try next.call("thread/list")["data"] as? [[String: Any]] ?? []
        #expect(listed.compactMap { $0["id"] as? String }.sorted() == [old, lost, new].sorted())
    }

    @Test func aThreadOfAKilledServerWithTheSameProcessNumberIsTakenOver() throws {
        let killed = try start()
        let thread = try killed.startThread()
        _ = try killed.startTurn(thread, "sleep: 300")
        try killed.event("turn/started")
        killed.signal(SIGKILL)
        _ = killed.waitForExit()

        let next = try start(home: killed.home)
        let resumed = try next.call("thread/resume", ["threadId": thread])
        let turns = (resumed["thread"] as? [String: Any])?["turns"] as? [[String: Any]] ?? []
        #expect(turns.compactMap { $0["status"] as? String } == ["interrupted"])
        _ = try next.startTurn(thread, "say: goes on")
        let ended = try next.event("turn/completed")["turn"] as? [String: Any]
        #expect(ended?["status"] as? String == "completed")
    }

    /// The other way round: two that live, each in a container of its own, are not the same owner.
    @Test func twoServersOfTheSameProcessNumberAreTwo() throws {
        let owner = try start()
        let thread = try runTurn(owner)
        let other = try start(home: owner.home)
        let error = try other.refusal(of: "thread/resume", ["threadId": thread])
        #expect((error["data"] as? [String: Any])?["kind"] as? String == "threadOwnedElsewhere")
    }

    /// A home that hosts share: the lock counts, wherever it is held. The number of the owner's process means nothing
    /// here, where process 1 lives for ever; the owner's death frees the thread all the same.
    @Test func anOwnerOnAnotherHostIsRespectedForAsLongAsItLives() throws {
        let script = "hostname elsewhere 2>/dev/null || echo elsewhere > /proc/sys/kernel/hostname; exec \"$@\""
        let owner = try ServerBinary(
            launcher: ["/usr/bin/env", "unshare", "-Urpf", "--uts", "--kill-child", "/bin/sh", "-c", script, "sh"])
        try owner.initialize()
        let thread = try runTurn(owner)
        let other = try ServerBinary(home: owner.home)
        try other.initialize()
        let error = try other.refusal(of: "thread/resume", ["threadId": thread])
        #expect(
            (error["message"] as? String ?? "").contains(
                "already has an active writer: process 1 on host elsewhere since "))
        #expect((error["data"] as? [String: Any])?["ownerHost"] as? String == "elsewhere")
        #expect(kill(1, 0) == 0 || errno == EPERM)
        owner.signal(SIGKILL)
        _ = owner.waitForExit()
        try other.call("thread/resume", ["threadId": thread])
    }
}
