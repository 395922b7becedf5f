/// Threads that run the server's tasks.
///
/// The runtime's own pool stands on libdispatch, whose monitor on Linux wakes the process once a second for ever after
/// the first task. These threads sleep until there is a job, so an idle server is never awake. Root tasks name the pool
/// with `Task(executorPreference:)`; their child tasks and the actors that they call follow.
package final class WorkerPool: TaskExecutor {
    /// Jobs that wait, a queue whose taken front is cut off now and then instead of being shifted each time.
    private struct Queue {
        var jobs: [UnownedJob] = []
        var taken = 0

        mutating func next() -> UnownedJob? {
            guard taken < jobs.count else { return nil }
            let job = jobs[taken]
            taken += 1
            if taken == jobs.count {
                jobs.removeAll(keepingCapacity: true)
                taken = 0
            } else if taken > 1024, taken * 2 > jobs.count {
                jobs.removeFirst(taken)
                taken = 0
            }
            return job
        }
    }

    private let queue = Monitor(Queue())

    /// A pool of so many threads, which live as long as the process.
    package init(threads: Int) {
        for _ in 0..<max(threads, 1) {
            BlockingThread.start(name: "worker") { self.work() }
        }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { $0.jobs.append(job) }
        queue.wakeOne()
    }

    private func work() {
        while true {
            let job = queue.wait { $0.next() }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
