package import AppServerProtocol
import Synchronization

/// Runs requests in lanes: those of one lane one after the other in the order of their arrival, different lanes side by
/// side. Order is fixed by `submit`, which the connection's reader calls synchronously.
package final class RequestScheduler: Sendable {
    /// The work of one request.
    package typealias Job = @Sendable () async -> Void

    private struct State {
        /// Jobs that wait behind the running one, by lane. A lane without an entry is free.
        var lanes: [OrderingScope: [Job]] = [:]
        var running = 0
        var idleWaiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    private let executor: (any TaskExecutor)?

    /// A scheduler without work, whose tasks run on `executor`; nil for the runtime's own threads.
    package init(executor: (any TaskExecutor)? = nil) {
        self.executor = executor
    }

    /// Takes a request's work.
    package func submit(_ scope: OrderingScope, _ job: @escaping Job) {
        let starts = state.withLock { state in
            state.running += 1
            guard scope.isLane else { return true }
            if state.lanes[scope] == nil {
                state.lanes[scope] = []
                return true
            }
            state.lanes[scope]?.append(job)
            return false
        }
        guard starts else { return }
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
            var waiters: [CheckedContinuation<Void, Never>] = []
            if state.running == 0 {
                waiters = state.idleWaiters
                state.idleWaiters = []
            }
            guard scope.isLane else { return (nil, waiters) }
            guard var lane = state.lanes[scope], !lane.isEmpty else {
                state.lanes[scope] = nil
                return (nil, waiters)
            }
            let next = lane.removeFirst()
            state.lanes[scope] = lane
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
