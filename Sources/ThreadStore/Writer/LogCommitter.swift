import Support

/// Tells when records are on disk: in the page cache, so that they outlive a `kill -9` of this process.
///
/// A ticket is *settled* once the writer has tried to write it. Waiting ends then in any case, with false when the write
/// failed, so that a full disk can't hold back the very event that reports it. A failed record is kept in memory and
/// becomes *committed* when a later attempt succeeds.
package final class LogCommitter: Sendable {
    private struct State {
        /// Every ticket up to this one has been tried.
        var settled: UInt64 = 0
        /// The logs whose last write failed.
        var failing: [LogFileID: FailingLog] = [:]
        var waiters: [Waiter] = []

        func isCommitted(_ ticket: LogTicket) -> Bool {
            guard ticket.number <= settled else { return false }
            guard !failing.isEmpty, let log = failing[ticket.file] else { return true }
            return ticket.number < log.firstTicket
        }
    }

    private struct Waiter {
        var ticket: LogTicket
        var continuation: CheckedContinuation<Bool, Never>
    }

    private let state = Monitor(State())

    init() {}

    /// Blocks the calling thread until the ticket, and with it every earlier one of the whole store, is settled.
    /// Returns whether the ticket's own record is on disk. For threads that may block; async code uses
    /// ``committed(_:)``.
    @discardableResult
    package func wait(for ticket: LogTicket) -> Bool {
        state.wait { state in state.settled >= ticket.number ? state.isCommitted(ticket) : nil }
    }

    /// Suspends until the ticket, and with it every earlier one of the whole store, is settled. Returns whether the
    /// ticket's own record is on disk.
    @discardableResult
    package func committed(_ ticket: LogTicket) async -> Bool {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> Bool? in
                if state.settled >= ticket.number { return state.isCommitted(ticket) }
                state.waiters.append(Waiter(ticket: ticket, continuation: continuation))
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// Whether the ticket's record is on disk.
    package func isCommitted(_ ticket: LogTicket) -> Bool {
        state.withLock { state in state.isCommitted(ticket) }
    }

    /// The position up to which the writer has tried to write everything.
    var settledPosition: UInt64 {
        state.withLock { state in state.settled }
    }

    /// Why the log of this ticket can't be written at the moment; nil when it can.
    package func failure(for ticket: LogTicket) -> LogWriteFailure? {
        state.withLock { state in state.failing[ticket.file]?.failure }
    }

    /// Why this file can't be written at the moment; nil when it can.
    func failure(path: String) -> LogWriteFailure? {
        state.withLock { state in state.failing.values.first { $0.failure.path == path }?.failure }
    }

    /// The failure that has lasted longest; nil when everything appended could be written.
    package var lastFailure: LogWriteFailure? {
        state.withLock { state in
            state.failing.values.map(\.failure).min { left, right in left.sinceMs < right.sinceMs }
        }
    }

    /// Publishes what the writer did: every ticket up to `number` was tried, and these logs have records that could not
    /// be written.
    func settle(upTo number: UInt64, failing: [LogFileID: FailingLog]) {
        let ready = state.withLock { state -> [(CheckedContinuation<Bool, Never>, Bool)] in
            state.settled = max(state.settled, number)
            state.failing = failing
            guard !state.waiters.isEmpty else { return [] }
            let due = state.waiters.filter { waiter in waiter.ticket.number <= number }
            state.waiters.removeAll { waiter in waiter.ticket.number <= number }
            let ready = due.map { waiter in (waiter.continuation, state.isCommitted(waiter.ticket)) }
            return ready
        }
        state.wakeAll()
        for (continuation, isCommitted) in ready { continuation.resume(returning: isCommitted) }
    }
}
