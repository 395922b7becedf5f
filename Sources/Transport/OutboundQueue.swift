import Support

/// The lines waiting for one client, in order.
///
/// `send` never blocks and never drops, so that it can be called under locks and from any thread. The bound is kept by
/// the producers: they look at `isCongested` between two pieces of work and wait in `waitForRoom` until the client has
/// read on.
package final class OutboundQueue: Sendable {
    fileprivate struct State {
        var messages: [OutboundMessage] = []
        var bytes = 0
        var isClosed = false
        var writerWaits = false
        var roomWaiters: [CheckedContinuation<Void, Never>] = []
    }

    private let monitor = Monitor(State())
    private let highWaterBytes: Int

    /// The bound of a client's queue.
    package static let standardHighWaterBytes = Limits.outboundHighWaterBytes

    /// An empty queue that counts as congested above `highWaterBytes`.
    package init(highWaterBytes: Int = OutboundQueue.standardHighWaterBytes) {
        self.highWaterBytes = highWaterBytes
    }

    /// Puts a line at the end. After `close` it is ignored: nobody is left to read it.
    package func send(_ message: OutboundMessage) {
        let wakes = monitor.withLock { state in
            guard !state.isClosed else { return false }
            state.messages.append(message)
            state.bytes += message.bytes.count
            defer { state.writerWaits = false }
            return state.writerWaits
        }
        if wakes { monitor.wakeAll() }
    }

    /// Ends the queue: what is in it is still delivered.
    package func close() {
        let waiters = monitor.withLock { state in
            state.isClosed = true
            return state.takeRoomWaiters()
        }
        monitor.wakeAll()
        for waiter in waiters { waiter.resume() }
    }

    /// Takes everything that waits; blocks the calling thread while there is nothing. `nil` when closed and empty.
    package func takeAll() -> [OutboundMessage]? {
        monitor.wait { state -> [OutboundMessage]?? in
            if state.messages.isEmpty {
                state.writerWaits = true
                return state.isClosed ? .some(nil) : nil
            }
            defer { state.messages = [] }
            return state.messages
        }
    }

    /// Reports that bytes taken before have left, which may make room for producers.
    package func delivered(bytes: Int) {
        let waiters = monitor.withLock { state in
            state.bytes -= bytes
            return state.bytes <= highWaterBytes ? state.takeRoomWaiters() : []
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Whether more waits for the client than producers should add to.
    package var isCongested: Bool {
        monitor.withLock { $0.bytes > highWaterBytes && !$0.isClosed }
    }

    /// Returns when the queue has room again, at once if it has.
    package func waitForRoom() async {
        guard isCongested else { return }
        await withCheckedContinuation { continuation in
            let resumesNow = monitor.withLock { state in
                guard state.bytes > highWaterBytes, !state.isClosed else { return true }
                state.roomWaiters.append(continuation)
                return false
            }
            if resumesNow { continuation.resume() }
        }
    }
}

extension OutboundQueue.State {
    fileprivate mutating func takeRoomWaiters() -> [CheckedContinuation<Void, Never>] {
        defer { roomWaiters = [] }
        return roomWaiters
    }
}
