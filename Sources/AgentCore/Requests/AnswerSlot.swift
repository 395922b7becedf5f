import Synchronization

/// A place for one answer that one task waits for. Filling it twice keeps the first.
final class AnswerSlot: Sendable {
    private enum State {
        case empty
        case waiting(CheckedContinuation<ClientAnswer?, Never>)
        case filled(ClientAnswer?)
    }

    private let state = Mutex(State.empty)

    /// Puts the answer in; `nil` means that none will come.
    func fill(_ answer: ClientAnswer?) {
        let waiting = state.withLock { state -> CheckedContinuation<ClientAnswer?, Never>? in
            switch state {
            case .empty:
                state = .filled(answer)
                return nil
            case .waiting(let continuation):
                state = .filled(answer)
                return continuation
            case .filled:
                return nil
            }
        }
        waiting?.resume(returning: answer)
    }

    /// Waits for the answer. To be called once.
    func value() async -> ClientAnswer? {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> ClientAnswer?? in
                if case .filled(let answer) = state { return .some(answer) }
                state = .waiting(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}
