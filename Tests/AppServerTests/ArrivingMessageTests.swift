import AppServerProtocol
import Testing
import ThreadStore

@testable import AgentCore

/// What the user says while the disk is full: it is refused with the reason or it is kept, and never acknowledged and lost.
@Suite struct ArrivingMessageTests {
    private let disk = TestDisk()
    private let core: CoreFixture

    init() throws {
        core = try CoreFixture(disk: disk.operations)
    }

    private func isStorage(_ error: any Error) -> Bool { (error as? AgentError)?.kind == .storage }

    /// The turn of the queue's message is accepted in the step in which the first turn ends. While it is on its way to the
    /// disk, which refuses it, the user starts a turn of their own.
    @Test func aMessageIsNotLostWithATurnThatIsRefused() async throws {
        try await core.run { [core, disk] in
            let thread = try await core.startThread()
            let turn = try await core.beginTurn(thread, "begin")
            try await core.queue(thread, "queued finish")
            disk.hold(#""kind":"turnStarted""#)
            try await core.steer(thread, turn, CoreFixture.finish, as: "c1")
            await disk.held()
            let mine = Task(executorPreference: core.worker) { try await core.start(thread, "mine finish") }
            await core.settle()
            disk.setFull(true)
            disk.letGo()
            await #expect { _ = try await mine.value } throws: { isStorage($0) }
            #expect(thread.feed.read(\.digest.queue.submissions.count) == 1)

            disk.setFull(false)
            await core.recovered()
            _ = try await core.start(thread, "again finish")
            await thread.waitUntilIdle()
            #expect(core.inbox.texts() == ["begin", CoreFixture.finish, "again finish", "queued finish"])
        }
    }

    @Test func aSteerThatTheDiskDoesNotTakeIsRefusedAndLeavesNothing() async throws {
        try await core.run { [core, disk] in
            let thread = try await core.startThread()
            let turn = try await core.beginTurn(thread, "begin")
            disk.setFull(true)
            await #expect { try await core.steer(thread, turn, "lost?", as: "c1") } throws: { isStorage($0) }
            disk.setFull(false)
            await core.recovered()
            let stored = { try await core.store.allTurns(thread.id, upTo: nil)[0].items.count }
            // The client sends it again, and the thread doesn't take it for known.
            try await core.steer(thread, turn, "kept", as: "c1")
            try await core.steer(thread, turn, CoreFixture.finish, as: "c2")
            await thread.waitUntilIdle()
            #expect(core.inbox.texts() == ["begin", "kept", CoreFixture.finish])
            #expect(try await stored() == 3)
        }
    }

    /// The turn would end with the answer that it has while the message is on its way to the disk.
    @Test func aTurnDoesNotEndBeforeAMessageThatIsOnItsWay() async throws {
        try await core.run { [core, disk] in
            let thread = try await core.startThread()
            let turn = try await core.beginTurn(thread, "begin")
            disk.hold("slow")
            let slow = Task(executorPreference: core.worker) {
                try await core.steer(thread, turn, "slow finish", as: "c1")
            }
            await disk.held()
            try await thread.interruption(of: turn)?()
            await core.settle()
            #expect(!core.inbox.methods.contains("turn/completed"))
            disk.letGo()
            try await slow.value
            await thread.waitUntilIdle()
            #expect(core.inbox.texts() == ["begin", "slow finish"])
        }
    }
}
