import Support
import Synchronization
import Testing
import ThreadStore

@testable import AgentCore

/// A thread is unloaded while a request for it is on its way.
@Suite struct ClosedFeedTests {
    @Test func aChangeThatComesTooLateIsNotRecorded() async throws {
        // No two records are of one time.
        let now = Mutex(1_000_000)
        let clock = WallClock {
            now.withLock { now in
                now += 1
                return now
            }
        }
        let core = try CoreFixture(clock: clock)
        try await core.run { [core] in
            let thread = try await core.startThread()
            thread.feed.close()
            let before = thread.feed.read(\.digest)
            let goal = await #expect(throws: AgentError.self) {
                try await thread.setGoal(
                    CoreFixture.params(#"{"threadId": "\#(thread.id)", "objective": "o"}"#), userAgent: "test")
            }
            let message = await #expect(throws: AgentError.self) {
                try await thread.addToQueue(
                    CoreFixture.params(
                        """
                        {"threadId": "\(thread.id)", "input": [{"type": "text", "text": "m"}],
                         "clientUserMessageId": "m"}
                        """), userAgent: "test")
            }
            #expect(goal?.kind == .threadNotFound)
            #expect(message?.kind == .threadNotFound)
            #expect(thread.feed.read(\.digest) == before)
            #expect(await thread.goals.goal == nil)
            #expect(await thread.queue.record == before.queue)
        }
    }
}
