import Testing

@testable import AgentCore

/// A turn looks for what was steered in with several steps. What comes between two of them belongs to the turn as well.
///
/// All tasks share one worker here, which runs their steps one by one in the order in which they became ready. So a test
/// can put a steer between any two steps, the same ones in every run.
@Suite struct SteeringMomentTests {
    @Test func aSteerBetweenAnyTwoStepsIsTaken() async throws {
        let core = try CoreFixture()
        try await core.run { [core] in
            // A thread that is kept would wait for the disk, which has a worker of its own.
            let thread = try await core.startThread(ephemeral: true)
            for distance in 0..<64 {
                let turn = try await core.beginTurn(thread, "begin")
                try await core.steer(thread, turn, "first")
                for _ in 0..<distance { await Task.yield() }
                try await core.steer(thread, turn, "second")
                await core.settle()
                let status = core.inbox.status(of: turn)
                guard status == nil else {
                    Issue.record("\(distance) steps after another steer: the turn ended as \(status ?? "-")")
                    continue
                }
                try await core.steer(thread, turn, CoreFixture.finish)
                await thread.waitUntilIdle()
                #expect(core.inbox.status(of: turn) == "completed")
                #expect(core.inbox.texts(of: turn) == ["begin", "first", "second", CoreFixture.finish])
            }
        }
    }
}
