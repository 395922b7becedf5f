import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// One HTTP response on its way from the event loop to the task that reads it.
///
/// AsyncHTTPClient's delegate puts parts in on the event loop; one task takes them out, all that are there at once, so that a
/// burst of a hundred tokens costs one wake-up. When more than `highWaterBytes` wait, the delegate's future stays open until
/// the task has taken them, and the connection is not read meanwhile.
final class ResponseStream: HTTPClientResponseDelegate {
    typealias Response = Void

    /// What the reading task gets next.
    enum Step {
        /// The status and the headers; comes once and first.
        case head(HTTPResponseHead)
        /// Body parts have been moved to the reader's array.
        case chunks
        /// The response is complete.
        case end
    }

    /// How many bytes may wait for the task before reading stops: some hundred tokens, work for longer than it takes to start
    /// reading again, and little memory even for a hundred turns at once.
    static let highWaterBytes = 64 << 10

    /// How long the end of an answered request may take before its connection is given up instead of being used again.
    static let drainTimeout = TimeAmount.seconds(2)

    /// Nothing arrived for the provider's `stream_idle_timeout_ms`.
    struct IdleTimeout: Error {}

    fileprivate enum Ending {
        case none
        /// All parts are in; they may be waiting still.
        case complete
        /// The same, but the response was cut off.
        case broken(any Error)
        /// The reader wants no more, or must not get more; parts that wait are dropped.
        case aborted(any Error)
        /// The reader has its answer; what still comes is dropped so that the connection can be used again.
        case draining
    }

    fileprivate struct State {
        var head: HTTPResponseHead?
        var chunks: [ByteBuffer] = []
        var waitingBytes = 0
        var ending = Ending.none
        /// The reading task, if it sleeps.
        var reader: CheckedContinuation<Void, Never>?
        /// Whether a wake-up is under way, so that the parts of one read cause only one.
        var wakeScheduled = false
        /// Completed to go on reading from the connection.
        var backPressure: EventLoopPromise<Void>?
        /// When something last arrived, or the reader last began to wait, whichever is later.
        var lastActivity = NIODeadline.now()
        var task: HTTPClient.Task<Void>?
        var timer: Scheduled<Void>?
    }

    private let state = Mutex(State())
    private let idleTimeout: TimeAmount

    /// Makes the stream of a request that is about to be sent.
    init(idleTimeout: TimeAmount) {
        self.idleTimeout = idleTimeout
    }

    // MARK: The reader's side

    /// Connects the stream with its request and starts the idle timer.
    func start(_ task: HTTPClient.Task<Void>) {
        let isAborted = state.withLock { state in
            state.task = task
            if case .aborted = state.ending { return true }
            return false
        }
        if isAborted { task.cancel() }
        task.futureResult.whenComplete { result in
            switch result {
            case .success: self.end(.complete)
            case .failure(let error): self.end(.broken(error))
            }
        }
        schedule(on: task.eventLoop, after: idleTimeout)
    }

    /// Waits for the next part of the response. Body parts are moved into `chunks`, which must be empty.
    ///
    /// Throws what broke the response, or what `abort` was given.
    func next(into chunks: inout [ByteBuffer]) async throws -> Step {
        while true {
            if let step = try take(into: &chunks) { return step }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.hasNews { return true }
                    state.reader = continuation
                    state.lastActivity = .now()
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }

    private func take(into chunks: inout [ByteBuffer]) throws -> Step? {
        var backPressure: EventLoopPromise<Void>?
        defer { backPressure?.succeed() }
        return try state.withLock { state in
            if case .aborted(let error) = state.ending { throw error }
            if let head = state.head {
                state.head = nil
                return .head(head)
            }
            if !state.chunks.isEmpty {
                swap(&chunks, &state.chunks)
                state.waitingBytes = 0
                swap(&backPressure, &state.backPressure)
                return .chunks
            }
            switch state.ending {
            case .none: return nil
            case .complete, .draining: return .end
            case .broken(let error), .aborted(let error): throw error
            }
        }
    }

    /// Drops what waits, wakes the reader with an error, and closes the connection at once. Callable from anywhere.
    func abort(_ error: any Error) {
        let task = end(.aborted(error))
        task?.cancel()
    }

    /// Lets the rest of an answered request pass by, so that its connection can be used again.
    func drain() {
        let (task, timer, backPressure) = state.withLock {
            state -> (HTTPClient.Task<Void>?, Scheduled<Void>?, EventLoopPromise<Void>?) in
            guard case .none = state.ending else { return (nil, nil, nil) }
            state.ending = .draining
            state.chunks = []
            defer { (state.timer, state.backPressure) = (nil, nil) }
            return (state.task, state.timer, state.backPressure)
        }
        guard let task else { return }
        timer?.cancel()
        backPressure?.succeed()
        let deadline = task.eventLoop.scheduleTask(in: Self.drainTimeout) { task.cancel() }
        task.futureResult.whenComplete { _ in deadline.cancel() }
    }

    // MARK: The event loop's side

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        let mustWake = state.withLock { state in
            state.lastActivity = .now()
            state.head = head
            return state.scheduleWake()
        }
        if mustWake { wake(on: task.eventLoop) }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        let (mustWake, backPressure) = state.withLock { state -> (Bool, EventLoopPromise<Void>?) in
            guard case .none = state.ending else { return (false, nil) }
            state.lastActivity = .now()
            state.chunks.append(buffer)
            state.waitingBytes += buffer.readableBytes
            if state.waitingBytes >= Self.highWaterBytes {
                state.backPressure = task.eventLoop.makePromise()
            }
            return (state.scheduleWake(), state.backPressure)
        }
        if mustWake { wake(on: task.eventLoop) }
        return backPressure?.futureResult ?? task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {}

    /// Wakes the reader after the parts that the event loop is just handing over, not after the first of them.
    private func wake(on eventLoop: any EventLoop) {
        eventLoop.execute {
            let reader = self.state.withLock { state in
                state.wakeScheduled = false
                defer { state.reader = nil }
                return state.reader
            }
            reader?.resume()
        }
    }

    /// Ends the stream, unless it has ended: only an abort may follow another ending. Returns the request to be cancelled.
    @discardableResult
    private func end(_ ending: Ending) -> HTTPClient.Task<Void>? {
        let (reader, timer, backPressure, task) = state.withLock {
            state -> (
                CheckedContinuation<Void, Never>?, Scheduled<Void>?, EventLoopPromise<Void>?, HTTPClient.Task<Void>?
            ) in
            switch (state.ending, ending) {
            case (.none, .aborted), (.complete, .aborted), (.broken, .aborted):
                state.chunks = []
                state.head = nil
                state.ending = ending
            case (.none, _):
                state.ending = ending
            default:
                break
            }
            defer { (state.reader, state.timer, state.backPressure, state.task) = (nil, nil, nil, nil) }
            return (state.reader, state.timer, state.backPressure, state.task)
        }
        timer?.cancel()
        backPressure?.succeed()
        reader?.resume()
        return task
    }

    // MARK: The idle timer

    /// One timer a stream. It is not moved when something arrives, but looks, when it fires, at how long ago that was.
    private func schedule(on eventLoop: any EventLoop, after delay: TimeAmount) {
        let timer = eventLoop.scheduleTask(in: delay) { self.checkIdle(on: eventLoop) }
        let isLate = state.withLock { state in
            guard case .none = state.ending else { return true }
            state.timer = timer
            return false
        }
        if isLate { timer.cancel() }
    }

    private func checkIdle(on eventLoop: any EventLoop) {
        let left = state.withLock { state -> TimeAmount in
            // A reader that is busy with what it has is not waiting for the provider.
            if state.reader == nil { return idleTimeout }
            return idleTimeout - (NIODeadline.now() - state.lastActivity)
        }
        if left > .zero {
            schedule(on: eventLoop, after: left)
        } else {
            abort(IdleTimeout())
        }
    }
}

extension ResponseStream.State {
    /// Whether the reader has something to take.
    var hasNews: Bool {
        if case .none = ending { return head != nil || !chunks.isEmpty }
        return true
    }

    /// Whether the caller must schedule a wake-up of the reader.
    mutating func scheduleWake() -> Bool {
        guard reader != nil, !wakeScheduled else { return false }
        wakeScheduled = true
        return true
    }
}
