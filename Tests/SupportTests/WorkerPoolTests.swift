import Support
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
    @Test func tasksTheirChildrenAndActorsRunOnThePool() async {
        let pool = WorkerPool(threads: 2)
        let total = await Task(executorPreference: pool) {
            let counter = Counter()
            await withTaskGroup(of: Void.self) { group in
                for number in 1...200 { group.addTask { await counter.add(number) } }
            }
            return await counter.total
        }.value
        #expect(total == 20_100)
    }

    @Test func oneThreadIsEnoughForTasksThatWaitForEachOther() async {
        let pool = WorkerPool(threads: 1)
        let value = await Task(executorPreference: pool) {
            async let first = Task(executorPreference: pool) { 20 }.value
            async let second = Task(executorPreference: pool) { 22 }.value
            return await first + second
        }.value
        #expect(value == 42)
    }

    private actor Counter {
        var total = 0
        func add(_ number: Int) { total += number }
    }
}
