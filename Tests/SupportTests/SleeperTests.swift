import Support
import Testing

@Suite struct SleeperTests {
    @Test func aShorterWaitEndsWhileALongerOneGoesOn() async throws {
        let sleeper = Sleeper()
        let long = Task { try await sleeper.sleep(milliseconds: 3_600_000) }
        await Task.yield()
        for milliseconds in [20, 10, 0] { try await sleeper.sleep(milliseconds: milliseconds) }
        long.cancel()
        await #expect(throws: CancellationError.self) { try await long.value }
    }

    @Test func aCancelledWaitEndsAtOnce() async {
        let sleeper = Sleeper()
        let task = Task { try await sleeper.sleep(milliseconds: 3_600_000) }
        await Task.yield()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func aWaitOfACancelledTaskDoesNotBegin() async {
        let sleeper = Sleeper()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await sleeper.sleep(milliseconds: 3_600_000)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
