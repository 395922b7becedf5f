import AppServerProtocol
import Synchronization
import WireJSON

/// The answer that a request is owed: exactly one, whatever happens.
///
/// Answering twice is a fault of ours and traps. Letting go of it unanswered answers with an internal error, so that no
/// client ever waits for nothing.
package final class PendingReply: Sendable {
    private let id: [UInt8]
    private let isAnswered = Atomic(false)
    private let send: @Sendable ([UInt8]) -> Void

    /// A reply to the request `id` (its bytes as the client wrote them); `send` queues the line.
    package init(id: [UInt8], send: @escaping @Sendable ([UInt8]) -> Void) {
        self.id = id
        self.send = send
    }

    deinit {
        if !isAnswered.load(ordering: .acquiring) {
            send(MessageLine.failure(id: id, error: ServerFailure.unanswered.encoded))
        }
    }

    /// Answers with a result, already encoded.
    package func succeed(_ result: [UInt8]) {
        claim()
        send(MessageLine.response(id: id, result: result))
    }

    /// Answers with an error.
    package func fail(_ failure: ServerFailure) {
        claim()
        send(MessageLine.failure(id: id, error: failure.encoded))
    }

    private func claim() {
        let wasAnswered = isAnswered.exchange(true, ordering: .acquiringAndReleasing)
        precondition(!wasAnswered, "a request was answered twice")
    }
}
