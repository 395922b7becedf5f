import Synchronization

/// A client's answer, and who gave it.
package struct ReceivedAnswer: Sendable {
    /// The answer.
    package var answer: ClientAnswer
    /// The client's name; nil if the server itself answers.
    package var client: String?
}

/// A place for one answer that one task waits for. Filling it twice keeps the first.
final class AnswerSlot: Sendable {
    private enum State {
        case empty
        case waiting(CheckedContinuation<ReceivedAnswer?, Never>)
        case filled(ReceivedAnswer?)
    }

    private let state = Mutex(State.empty)

    /// Puts the answer in; `nil` means that none will come.
    func fill(_ answer: ReceivedAnswer?) {
        let waiting = state.withLock { state -> CheckedContinuation<ReceivedAnswer?, Never>? in
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
    func value() async -> ReceivedAnswer? {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> ReceivedAnswer?? in
                if case .filled(let answer) = state { return .some(answer) }
                state = .waiting(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}
