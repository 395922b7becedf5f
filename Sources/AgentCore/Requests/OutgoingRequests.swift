import Synchronization
package import WireJSON

/// What a client answered to a request of the server's.
package enum ClientAnswer: Sendable {
    /// A result, still as JSON.
    case result(RawJSON)
    /// An error object: its code and message.
    case failure(code: Int, message: String)
}

/// Numbers the requests that the server sends, and leads each answer to the thread that waits for it.
///
/// Numbers count up from 0 through the whole process, so that one id means one request on every connection.
package final class OutgoingRequests: Sendable {
    /// Takes an answer from a connection, nil for the server itself; returns whether it was still awaited.
    package typealias Resolver = @Sendable (_ answer: ClientAnswer, _ connection: Int?) -> Bool

    private struct State {
        var next = 0
        var resolvers: [Int: Resolver] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    /// A register without requests.
    package init() {}

    /// Reserves the next number for a request whose answer goes to `resolver`.
    package func register(_ resolver: @escaping @Sendable (Int) -> Resolver) -> Int {
        state.withLock { state in
            let id = state.next
            state.next += 1
            state.resolvers[id] = resolver(id)
            return id
        }
    }

    /// Ends all waiting: open requests fail, and so does every later one. For the moment when no client can answer any
    /// more.
    package func close() {
        let resolvers = state.withLock { state in
            state.isClosed = true
            return state.resolvers
        }
        for id in resolvers.keys.sorted() { _ = resolvers[id]?(Self.closed, nil) }
    }

    /// Whether answers can still come.
    var isClosed: Bool {
        state.withLock(\.isClosed)
    }

    /// The answer in place of those that will not come.
    private static let closed = ClientAnswer.failure(code: 0, message: "the client can no longer answer")

    /// Forgets a request that nobody waits for any more.
    package func forget(_ id: Int) {
        _ = state.withLock { $0.resolvers.removeValue(forKey: id) }
    }

    /// Hands a client's answer to whoever waits. A late, second or unknown answer is ignored and reported as false.
    package func answer(_ id: Int, _ answer: ClientAnswer, from connection: Int) -> Bool {
        guard let resolver = state.withLock({ $0.resolvers[id] }) else { return false }
        return resolver(answer, connection)
    }
}
