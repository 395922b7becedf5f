import Synchronization

/// Why the server stops, waited for by its main task. The first reason counts.
package final class StopRequest: Sendable {
    /// What ended the service.
    package enum Reason: Sendable, Equatable {
        /// The client closed its side.
        case endOfInput
        /// The system asked for it.
        case signal(Int32)
    }

    private enum State {
        case running
        case waiting(CheckedContinuation<Reason, Never>)
        case stopped(Reason)
    }

    private let state = Mutex(State.running)

    /// A request that has not been made.
    package init() {}

    /// Asks the server to stop; false when it had been asked before.
    @discardableResult
    package func make(_ reason: Reason) -> Bool {
        let (isFirst, waiting) = state.withLock { state -> (Bool, CheckedContinuation<Reason, Never>?) in
            switch state {
            case .running:
                state = .stopped(reason)
                return (true, nil)
            case .waiting(let continuation):
                state = .stopped(reason)
                return (true, continuation)
            case .stopped:
                return (false, nil)
            }
        }
        waiting?.resume(returning: reason)
        return isFirst
    }

    /// Waits until somebody asks. To be called once.
    package func reason() async -> Reason {
        await withCheckedContinuation { continuation in
            let reason = state.withLock { state -> Reason? in
                if case .stopped(let reason) = state { return reason }
                state = .waiting(continuation)
                return nil
            }
            if let reason { continuation.resume(returning: reason) }
        }
    }
}
