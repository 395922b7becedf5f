import AppServerProtocol
import CommandExecution
import Support
import Synchronization

/// A command that runs, and what the model has not read of it yet.
final class TerminalSession: Sendable {
    /// What stays the same.
    struct Facts: Sendable {
        /// The command's item.
        var itemID: String
        /// The turn that began it.
        var turnID: String
        /// The command line, as it is shown.
        var command: String
        /// The directory that it runs in.
        var directory: String
        /// Whether it has a terminal.
        var isTerminal: Bool
    }

    private struct State {
        var running: RunningCommand?
        var output: CommandOutputSink?
        var isKilled = false
        var isTerminated = false
        var isInBackground = false
        var startedAtMs = 0
        var outcome: CommandOutcome?
        var lastWaiter = 0
        /// Who waits for the end, by number. One that has been woken is not in here.
        var waiters: [Int: Waiter] = [:]
    }

    private enum Waiter {
        /// It has a number, and does not wait yet.
        case coming
        case waiting(CheckedContinuation<Void, Never>)
    }

    /// The number by which the model knows it.
    let number: Int
    /// What stays the same.
    let facts: Facts
    private let state = Mutex(State())

    init(number: Int, _ facts: Facts) {
        self.number = number
        self.facts = facts
    }

    /// The number as clients know it.
    var processID: String { String(number) }

    /// The system's number of its process.
    var pid: Int? { state.withLock { $0.running.map { Int($0.pid) } } }

    /// When it began, in Unix milliseconds.
    var startedAtMs: Int { state.withLock(\.startedAtMs) }

    /// Whether it has been told to end.
    var isKilled: Bool { state.withLock(\.isKilled) }

    /// Whether a client has ended it.
    var isTerminated: Bool { state.withLock(\.isTerminated) }

    /// Whether the call that began it has returned while it ran.
    var isInBackground: Bool { state.withLock(\.isInBackground) }

    /// Whether it is over.
    var isOver: Bool { state.withLock { $0.outcome != nil } }

    /// How it ended; nil while it runs.
    var outcome: CommandOutcome? { state.withLock(\.outcome) }

    /// The call that began it returns, and it runs on.
    func goToBackground() {
        state.withLock { $0.isInBackground = true }
    }

    /// Hands out what the model has not read yet of its output.
    func takeUnread() -> OutputAccumulator {
        state.withLock(\.output)?.takeUnread() ?? OutputAccumulator()
    }

    /// It runs. One that was told to end before ends at once.
    func begin(_ running: RunningCommand, output: CommandOutputSink, atMs: Int) {
        let isKilled = state.withLock { state in
            state.running = running
            state.output = output
            state.startedAtMs = atMs
            return state.isKilled
        }
        if isKilled { running.kill() }
    }

    /// It is over, and its item is complete.
    func end(_ outcome: CommandOutcome) {
        let waiters = state.withLock { state in
            state.outcome = outcome
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for case .waiting(let continuation) in waiters { continuation.resume() }
    }

    /// Ends it and everything that it has started.
    func kill() {
        let running = state.withLock { state in
            state.isKilled = true
            return state.running
        }
        running?.kill()
    }

    /// Ends it because a client wants it to. False if it is over already.
    func terminate() -> Bool {
        let isRunning = state.withLock { state in
            guard state.outcome == nil else { return false }
            state.isTerminated = true
            return true
        }
        if isRunning { kill() }
        return isRunning
    }

    /// Writes to its terminal.
    func write(_ text: String) throws(CommandInputError) {
        guard let running = state.withLock(\.running) else { throw .closed }
        try running.write(Array(text.utf8))
    }

    // MARK: - Waiting

    /// Waits until it is over, whatever happens meanwhile.
    func ended() async {
        await wait(as: register())
    }

    /// Waits until it is over, so many milliseconds at most, or until the task is cancelled.
    func ended(within milliseconds: Int, sleep: @escaping @Sendable (Int) async throws -> Void) async {
        let waiter = register()
        let timer = Task {
            try? await sleep(milliseconds)
            self.wake(waiter)
        }
        await withTaskCancellationHandler {
            await wait(as: waiter)
        } onCancel: {
            timer.cancel()
        }
        timer.cancel()
    }

    private func register() -> Int {
        state.withLock { state in
            state.lastWaiter += 1
            state.waiters[state.lastWaiter] = .coming
            return state.lastWaiter
        }
    }

    private func wait(as waiter: Int) async {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                guard state.outcome == nil, state.waiters[waiter] != nil else {
                    state.waiters[waiter] = nil
                    return true
                }
                state.waiters[waiter] = .waiting(continuation)
                return false
            }
            if goesOn { continuation.resume() }
        }
    }

    /// Wakes a waiter; one that doesn't wait yet won't.
    private func wake(_ waiter: Int) {
        if case .waiting(let continuation) = state.withLock({ $0.waiters.removeValue(forKey: waiter) }) {
            continuation.resume()
        }
    }
}
