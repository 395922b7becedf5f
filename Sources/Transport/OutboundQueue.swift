import Support

/// The lines waiting for one client, in order.
///
/// `send` never blocks and never drops, so that it can be called under locks and from any thread. The bound is kept by
/// the producers: they look at `isCongested` between two pieces of work and wait in `waitForRoom` until the client has
/// read on.
package final class OutboundQueue: Sendable {
    /// Where a call of `waitForRoom` stands.
    fileprivate enum Call {
        /// It has begun and not reached its wait. Goes to `waiting`, or to `cancelled`.
        case beginning
        /// Its task was cancelled before the wait.
        case cancelled
        /// It waits.
        case waiting(CheckedContinuation<Void, Never>)
    }

    fileprivate struct State {
        var messages: [OutboundMessage] = []
        var bytes = 0
        var deliveredBytes = 0
        var isClosed = false
        var calls: [Int: Call] = [:]
        var nextCall = 0
    }

    private let monitor = Monitor(State())
    private let highWaterBytes: Int

    /// The bound of a client's queue.
    package static let standardHighWaterBytes = Limits.outboundHighWaterBytes

    /// An empty queue that counts as congested above `highWaterBytes`.
    package init(highWaterBytes: Int = OutboundQueue.standardHighWaterBytes) {
        self.highWaterBytes = highWaterBytes
    }

    // MARK: - Lines

    /// Puts a line at the end. After `close` it is ignored: nobody is left to read it.
    package func send(_ message: OutboundMessage) {
        let wakes = monitor.withLock { state in
            guard !state.isClosed else { return false }
            state.messages.append(message)
            state.bytes += message.bytes.count
            return state.messages.count == 1
        }
        if wakes { monitor.wakeAll() }
    }

    /// Ends the queue: what is in it is still delivered.
    package func close() {
        let waiters = monitor.withLock { state in
            state.isClosed = true
            return state.takeWaiters()
        }
        monitor.wakeAll()
        for waiter in waiters { waiter.resume() }
    }

    /// Takes everything that waits; blocks the calling thread while there is nothing. `nil` when closed and empty.
    package func takeAll() -> [OutboundMessage]? {
        monitor.wait { state -> [OutboundMessage]?? in
            if state.messages.isEmpty { return state.isClosed ? .some(nil) : nil }
            defer { state.messages = [] }
            return state.messages
        }
    }

    /// Reports that bytes taken before have left, which may make room for producers.
    package func delivered(bytes: Int) {
        let (hasRoom, waiters) = monitor.withLock { state in
            state.bytes -= bytes
            state.deliveredBytes += bytes
            let hasRoom = state.bytes <= highWaterBytes
            return (hasRoom && state.bytes + bytes > highWaterBytes, hasRoom ? state.takeWaiters() : [])
        }
        if hasRoom { monitor.wakeAll() }
        for waiter in waiters { waiter.resume() }
    }

    /// How many bytes have left so far.
    package var deliveredBytes: Int { monitor.withLock { $0.deliveredBytes } }

    // MARK: - Room

    /// Whether more waits for the client than producers should add to.
    package var isCongested: Bool {
        monitor.withLock { $0.bytes > highWaterBytes && !$0.isClosed }
    }

    /// Returns when the queue has room again, at once if it has; also when the task is cancelled.
    package func waitForRoom() async {
        guard isCongested else { return }
        let number = monitor.withLock { state in
            defer { state.nextCall += 1 }
            state.calls[state.nextCall] = .beginning
            return state.nextCall
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resumesNow = monitor.withLock { state in
                    if case .beginning = state.calls[number], state.bytes > highWaterBytes, !state.isClosed {
                        state.calls[number] = .waiting(continuation)
                        return false
                    }
                    state.calls[number] = nil
                    return true
                }
                if resumesNow { continuation.resume() }
            }
        } onCancel: {
            monitor.withLock { $0.cancel(number) }?.resume()
        }
    }

    /// Blocks the calling thread until the queue has room or is closed, for so many milliseconds at most (nil: for ever).
    package func blockForRoom(milliseconds: Int?) {
        _ = monitor.wait(milliseconds: milliseconds) { state in
            state.bytes <= highWaterBytes || state.isClosed ? true : nil
        }
    }
}

extension OutboundQueue.State {
    fileprivate mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
        var waiters: [CheckedContinuation<Void, Never>] = []
        for case (let number, .waiting(let continuation)) in calls {
            calls[number] = nil
            waiters.append(continuation)
        }
        return waiters
    }

    fileprivate mutating func cancel(_ number: Int) -> CheckedContinuation<Void, Never>? {
        switch calls[number] {
        case .waiting(let continuation):
            calls[number] = nil
            return continuation
        case .beginning:
            calls[number] = .cancelled
            return nil
        case .cancelled, nil:
            return nil
        }
    }
}
