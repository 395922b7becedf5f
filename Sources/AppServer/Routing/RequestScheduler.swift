package import AppServerProtocol
import Synchronization

/// Runs requests in lanes: those of one lane one after the other in the order of their arrival, different lanes side by
/// side. Order is fixed by `submit`, which the connection's reader calls synchronously.
package final class RequestScheduler: Sendable {
    /// The work of one request.
    package typealias Job = @Sendable () async -> Void

    /// The jobs that wait behind a lane's running one.
    private struct Lane {
        private var jobs: [Job?] = []
        private var taken = 0

        mutating func add(_ job: @escaping Job) { jobs.append(job) }

        mutating func next() -> Job? {
            guard taken < jobs.count else { return nil }
            defer { taken += 1 }
            return jobs[taken].take()
        }
    }

    private struct State {
        /// A lane without an entry is free.
        var lanes: [OrderingScope: Lane] = [:]
        var running = 0
        var finished = 0
        var isClosed = false
        var idleWaiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    private let executor: (any TaskExecutor)?

    /// A scheduler without work, whose tasks run on `executor`; nil for the runtime's own threads.
    package init(executor: (any TaskExecutor)? = nil) {
        self.executor = executor
    }

    /// Takes a request's work; false when the scheduler has been closed.
    @discardableResult
    package func submit(_ scope: OrderingScope, _ job: @escaping Job) -> Bool {
        take(scope, evenClosed: false, job)
    }

    /// Takes a part of a request that is running, for another lane than its own. What was taken is finished, so that a
    /// closed scheduler takes it too.
    package func submitPart(_ scope: OrderingScope, _ part: @escaping Job) {
        _ = take(scope, evenClosed: true, part)
    }

    private func take(_ scope: OrderingScope, evenClosed: Bool, _ job: @escaping Job) -> Bool {
        let starts = state.withLock { state -> Bool? in
            guard evenClosed || !state.isClosed else { return nil }
            state.running += 1
            guard scope.isLane else { return true }
            if state.lanes[scope] == nil {
                state.lanes[scope] = Lane()
                return true
            }
            state.lanes[scope]?.add(job)
            return false
        }
        guard let starts else { return false }
        if starts { run(scope, job) }
        return true
    }

    /// Takes no more work. What was taken still runs.
    package func close() {
        state.withLock { $0.isClosed = true }
    }

    /// How many requests have been answered so far.
    package var finished: Int { state.withLock(\.finished) }

    private func run(_ scope: OrderingScope, _ job: @escaping Job) {
        // The one place where a request becomes a task: the reader's thread is not async.
        Task(executorPreference: executor) {
            var next: Job? = job
            while let job = next {
                await job()
                next = self.finish(scope)
            }
        }
    }

    /// Returns when no request is running or waiting.
    package func waitUntilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.running > 0 { state.idleWaiters.append(continuation) }
                return state.running == 0
            }
            if isIdle { continuation.resume() }
        }
    }

    private func finish(_ scope: OrderingScope) -> Job? {
        let (next, waiters) = state.withLock { state -> (Job?, [CheckedContinuation<Void, Never>]) in
            state.running -= 1
            state.finished += 1
            var waiters: [CheckedContinuation<Void, Never>] = []
            if state.running == 0 {
                waiters = state.idleWaiters
                state.idleWaiters = []
            }
            guard scope.isLane else { return (nil, waiters) }
            let next = state.lanes[scope]?.next()
            if next == nil { state.lanes[scope] = nil }
            return (next, waiters)
        }
        for waiter in waiters { waiter.resume() }
        return next
    }
}

extension OrderingScope {
    /// Whether requests of this scope wait for each other.
    fileprivate var isLane: Bool {
        switch self {
        case .thread, .global, .connection: true
        case .concurrent, .overtaking: false
        }
    }
}
