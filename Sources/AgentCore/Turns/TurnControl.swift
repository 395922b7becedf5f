import Synchronization

/// The outside's hold on a running turn: how a client's interrupt or steer reaches it at any moment.
///
/// Both calls only set a flag and cancel a task; what follows from it (events, history, the log) happens in the turn.
package final class TurnControl: Sendable {
    private struct State {
        var isInterrupted = false
        /// Whether an interrupt has been promised to a client.
        var isEnding = false
        /// Whether something was steered in since the turn last looked.
        var isCut = false
        var turn: Task<Void, Never>?
        var stream: Task<Void, any Error>?
        /// Whether the turn's beginning is on disk.
        var isKept = false
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        /// Who waits to hear whether the turn takes place.
        var keptWaiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Whether the turn is to end as interrupted.
    var isInterrupted: Bool {
        state.withLock(\.isInterrupted)
    }

    /// Whether the turn takes nothing more, because an interrupt has been promised or has come.
    var isEnding: Bool {
        state.withLock { $0.isEnding || $0.isInterrupted }
    }

    /// Promises an interrupt: what clients send from now on is for the next turn. `interrupt` follows when the promise
    /// has been queued.
    func promiseInterrupt() {
        state.withLock { $0.isEnding = true }
    }

    /// Registers the task that runs the turn. An interrupt that came before it cancels it at once.
    func begin(_ task: Task<Void, Never>) {
        let isInterrupted = state.withLock { state in
            state.turn = task
            return state.isInterrupted
        }
        if isInterrupted { task.cancel() }
    }

    /// Registers the task that reads the model's current answer; `nil` when it is read. What was steered in before it
    /// was registered cuts it at once.
    func streaming(_ task: Task<Void, any Error>?) {
        let isOver = state.withLock { state in
            state.stream = task
            return state.isInterrupted || state.isCut
        }
        if isOver { task?.cancel() }
    }

    /// Ends the turn as interrupted. Returns false when that had been asked before.
    @discardableResult
    func interrupt() -> Bool {
        let tasks = state.withLock { state -> (Task<Void, Never>?, Task<Void, any Error>?)? in
            guard !state.isInterrupted else { return nil }
            state.isInterrupted = true
            return (state.turn, state.stream)
        }
        guard let tasks else { return false }
        tasks.1?.cancel()
        tasks.0?.cancel()
        return true
    }

    /// Cuts the model's current answer short, so that it continues with the steered input.
    func cutStream() {
        let stream = state.withLock { state in
            state.isCut = true
            return state.stream
        }
        stream?.cancel()
    }

    /// Forgets cuts. The thread calls it in the same step in which it hands out what was steered in: whatever is steered
    /// in afterwards cuts again, and nothing that was handed out does.
    func takeCut() {
        state.withLock { $0.isCut = false }
    }

    /// Whether the turn's beginning is on disk. Until then it may be refused.
    var isKept: Bool {
        state.withLock(\.isKept)
    }

    /// The turn's beginning is on disk: it takes place.
    func keep() {
        let waiters = state.withLock { state in
            state.isKept = true
            defer { state.keptWaiters = [] }
            return state.keptWaiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// The turn has ended, or was refused: whoever waits for that goes on.
    func end() {
        let waiters = state.withLock { state in
            state.hasEnded = true
            defer { (state.waiters, state.keptWaiters) = ([], []) }
            return state.waiters + state.keptWaiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns when it is certain whether the turn takes place.
    func keptOrEnded() async {
        await withCheckedContinuation { continuation in
            let isCertain = state.withLock { state in
                let isCertain = state.isKept || state.hasEnded
                if !isCertain { state.keptWaiters.append(continuation) }
                return isCertain
            }
            if isCertain { continuation.resume() }
        }
    }

    /// Returns when the turn has ended, whether it has begun yet or not.
    func ended() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.waiters.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }
}
