import Support
import Testing

@Suite struct SleeperTests {
    @Test func shorterWaitsEndBeforeLongerOnes() async throws {
        let sleeper = Sleeper()
        let order = try await withThrowingTaskGroup(of: Int.self) { group in
            for milliseconds in [150, 10, 80] {
                group.addTask {
                    try await sleeper.sleep(milliseconds: milliseconds)
                    return milliseconds
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(order == [10, 80, 150])
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
