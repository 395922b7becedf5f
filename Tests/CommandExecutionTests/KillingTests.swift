import CommandExecution
import Foundation
import TestSupport
import Testing

@Suite("Killing", .timeLimit(.minutes(10)), .ownThread)
struct KillingTests {
    let commands = CommandFixture()

    @Test("by cancellation reaches every descendant, wherever it went, before the outcome is known")
    func cancellation() async throws {
        let tree = try await commands.tree()
        #expect(tree.pids.count == RunningTree.scriptLines)
        #expect(tree.pids.allSatisfy(isAlive))
        tree.task.cancel()
        let outcome = try await tree.task.value
        #expect(outcome.exit == .killed)
        #expect(outcome.exitCode == 137)
        #expect(tree.pids.filter(isAlive).isEmpty)
    }

    @Test("catches up with processes that flee into ever new sessions")
    func fleeing() async throws {
        // Every generation starts the next one in a new session and ends.
        let script =
            "export FLEE='setsid sh -c \"$FLEE\" & exit'; for i in 1 2 3; do setsid sh -c \"$FLEE\" & done; echo; wait; sleep 1000"
        let tree = try await commands.tree(script, lines: 1)
        tree.task.cancel()
        let outcome = try await tree.task.value
        #expect(outcome.exit == .killed)
    }

    @Test("works on stopped processes")
    func stopped() async throws {
        let tree = try await commands.tree("sleep 1000 & kill -STOP $!; echo $!; kill -STOP $$", lines: 1)
        tree.task.cancel()
        #expect(try await tree.task.value.exit == .killed)
        #expect(tree.pids.filter(isAlive).isEmpty)
    }

    @Test("before the start means that there is no start")
    func cancelledBefore() async throws {
        let file = NSTemporaryDirectory() + "heddle-\(UUID().uuidString)"
        let task = Task { [commands] in
            withUnsafeCurrentTask { $0?.cancel() }
            return try await commands.shell("touch \(file)").outcome
        }
        #expect(try await task.value.exit == .killed)
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("at any moment of a short command gives one outcome")
    func cancellationRace() async throws {
        // Side by side, in ten groups: one behind the other they would wait for all other tests.
        for first in stride(from: 0, to: 100, by: 10) {
            try await withThrowingTaskGroup { group in
                for delay in first..<first + 10 {
                    let task = Task { [commands] in try await commands.shell("exit 7").outcome }
                    Thread.detachNewThread {
                        usleep(UInt32(delay * 40))
                        task.cancel()
                    }
                    group.addTask { try await task.value.exit }
                }
                for try await exit in group { #expect([.killed, .exited(7)].contains(exit)) }
            }
        }
    }

    @Test("works while the output handler is slow and the command floods it")
    func floodedHandler() async throws {
        let task = Task { [table = commands.table] in
            try await table.run(CommandFixture.spec("yes")) { _ in usleep(10_000) }
        }
        Thread.detachNewThread {
            usleep(100_000)
            task.cancel()
        }
        #expect(try await task.value.exit == .killed)
    }

    @Test("by shutting the table down reaches all trees, and nothing starts afterwards")
    func shutdown() async throws {
        var trees: [RunningTree] = []
        for _ in 0..<3 {
            trees.append(try await commands.tree())
        }
        commands.table.shutdown()
        #expect(commands.table.runningCount == 0)
        #expect(trees.flatMap(\.pids).filter(isAlive).isEmpty)
        for tree in trees {
            #expect(try await tree.task.value.exit == .killed)
        }
        let error = await #expect(throws: CommandSpawnError.self) { try await commands.shell("true") }
        #expect(error?.kind == .shuttingDown)
    }
}
