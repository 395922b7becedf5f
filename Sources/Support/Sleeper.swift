/// Waits without libdispatch: one thread that sleeps until the earliest wake-up, started with the first wait.
///
/// For the few waits of a server (retries, the offline model's pauses); a process that waits for nothing has no such
/// thread and no timer.
package final class Sleeper: Sendable {
    fileprivate struct Wait {
        var deadline: ContinuousClock.Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    /// Where one call of `sleep` stands.
    fileprivate enum Call {
        /// It has begun and not reached its wait. Goes to `waiting`, or to `cancelled`.
        case beginning
        /// Its task was cancelled before the wait.
        case cancelled
        /// It waits for the thread.
        case waiting(Wait)

        var deadline: ContinuousClock.Instant? {
            if case .waiting(let wait) = self { wait.deadline } else { nil }
        }
    }

    fileprivate struct State {
        var calls: [Int: Call] = [:]
        var next = 0
        var hasThread = false

        var earliest: ContinuousClock.Instant? { calls.values.compactMap(\.deadline).min() }
    }

    private let state = Monitor(State())

    /// A sleeper without waits.
    package init() {}

    /// Returns after so many milliseconds; throws `CancellationError` as soon as the task is cancelled.
    package func sleep(milliseconds: Int) async throws {
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        let number = state.withLock { state in
            defer { state.next += 1 }
            state.calls[state.next] = .beginning
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enter(number, Wait(deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            cancel(number)
        }
    }

    private func enter(_ number: Int, _ wait: Wait) {
        let (isCancelled, needsThread) = state.withLock { state in
            if case .cancelled = state.calls[number] {
                state.calls[number] = nil
                return (true, false)
            }
            state.calls[number] = .waiting(wait)
            defer { state.hasThread = true }
            return (false, !state.hasThread)
        }
        if isCancelled { wait.continuation.resume(throwing: CancellationError()) }
        if needsThread { BlockingThread.start(name: "sleeper") { self.keepTime() } }
        state.wakeAll()
    }

    private func cancel(_ number: Int) {
        let wait = state.withLock { state -> Wait? in
            switch state.calls[number] {
            case .waiting(let wait):
                state.calls[number] = nil
                return wait
            case .beginning:
                state.calls[number] = .cancelled
                return nil
            case .cancelled, nil:
                return nil
            }
        }
        wait?.continuation.resume(throwing: CancellationError())
    }

    private func keepTime() {
        while true {
            let earliest = state.withLock(\.earliest)
            let due = state.wait(milliseconds: earliest.map(Self.milliseconds(until:))) { state -> [Wait]? in
                // A new call may be due before the one that this wait was made for.
                let due = state.takeDue(ContinuousClock.now)
                return due.isEmpty && state.earliest == earliest ? nil : due
            }
            for wait in due ?? [] { wait.continuation.resume() }
        }
    }

    /// The time left, rounded up so that the thread does not wake a moment early and again.
    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int {
        let (seconds, attoseconds) = max(deadline - ContinuousClock.now, .zero).components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000) + 1
    }
}

extension Sleeper.State {
    fileprivate mutating func takeDue(_ now: ContinuousClock.Instant) -> [Sleeper.Wait] {
        var due: [Sleeper.Wait] = []
        for case (let number, .waiting(let wait)) in calls where wait.deadline <= now {
            calls[number] = nil
            due.append(wait)
        }
        return due
    }
}
