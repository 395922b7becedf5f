import Synchronization

/// One who waits for news of agents, until time is up.
final class AgentWaiter: Sendable {
    private struct State {
        var hasNews = false
        var isOver = false
        var continuation: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// There is news.
    func wake() {
        take { $0.hasNews = true }
    }

    /// Time is up, or the waiting is of no use any more.
    func finish() {
        take { $0.isOver = true }
    }

    /// Waits for news; false when the waiting is over. For one task only.
    func next() async -> Bool {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if state.hasNews || state.isOver { return true }
                state.continuation = continuation
                return false
            }
            if goesOn { continuation.resume() }
        }
        return state.withLock { state in
            state.hasNews = false
            return !state.isOver
        }
    }

    private func take(_ change: (inout State) -> Void) {
        let continuation = state.withLock { state in
            change(&state)
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume()
    }
}

/// Tells those who wait that some agent has ended its work.
final class AgentNews: Sendable {
    private let waiters = Mutex<[ObjectIdentifier: AgentWaiter]>([:])

    /// Somebody waits from now on.
    func add(_ waiter: AgentWaiter) {
        waiters.withLock { $0[ObjectIdentifier(waiter)] = waiter }
    }

    /// Somebody waits no more.
    func remove(_ waiter: AgentWaiter) {
        waiters.withLock { $0[ObjectIdentifier(waiter)] = nil }
    }

    /// An agent stands differently.
    func announce() {
        for waiter in waiters.withLock({ Array($0.values) }) { waiter.wake() }
    }
}
