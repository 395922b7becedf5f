import AppServerProtocol
package import Support
import Synchronization
package import ThreadStore
import WireJSON

/// The single door for a thread's events.
///
/// Under one short lock an event gets its sequence number, changes the thread's visible state, goes to the log and to
/// every subscriber's queue, encoded once. Taking a snapshot and subscribing happen under the same lock, so a client
/// that joins can neither miss an event nor see it twice.
package final class ThreadFeed: Sendable {
    /// Who an event is for.
    enum Reach {
        /// The clients subscribed to the thread.
        case subscribers
        /// Every connected client; used for what lists and dashboards show.
        case everyone
    }

    /// The thread's id.
    package let id: String
    let requests: OutgoingRequests
    let state: Mutex<FeedState>
    private let log: ThreadLog?
    let clock: WallClock
    let audience: Audience

    /// The log's file; nil when the thread is ephemeral.
    package var path: String? { log?.path }

    /// A feed that continues `state`. Without a log the thread is ephemeral.
    package init(
        id: String, state: FeedState, log: ThreadLog?, clock: WallClock, audience: Audience, requests: OutgoingRequests
    ) {
        self.id = id
        self.state = Mutex(state)
        self.log = log
        self.clock = clock
        self.audience = audience
        self.requests = requests
    }

    // MARK: - Events

    /// Sends one event. `apply` changes the visible state in the same step; `record` goes to the log.
    func emit<Event: ServerNotification>(
        _ event: Event, record: LogRecord? = nil, to reach: Reach = .subscribers,
        applying apply: (inout FeedState) -> Void = { _ in }
    ) {
        state.withLock { state in
            apply(&state)
            send(event, record: record, to: reach, &state)
        }
    }

    /// Sends the event that `decide` makes of the state, if any, in one step with its change.
    func emit<Event: ServerNotification>(
        to reach: Reach = .subscribers, deciding decide: (inout FeedState) -> (Event, LogRecord?)?
    ) {
        state.withLock { state in
            guard let (event, record) = decide(&state) else { return }
            send(event, record: record, to: reach, &state)
        }
    }

    /// Writes a record that clients are not told about. The ticket tells when it is on disk.
    @discardableResult
    func record(_ record: LogRecord, applying apply: (inout FeedState) -> Void = { _ in }) -> LogTicket {
        state.withLock { state in
            apply(&state)
            return write(record, sequence: nil, &state)
        }
    }

    /// Writes a record that a client is promised; the ticket tells when it is on disk. Errors: `threadNotFound` when the
    /// thread is being unloaded at this moment: what is loaded again from the log would not know of it.
    ///
    /// - Parameter goesOn: whether something may follow when it is there, so that the thread isn't unloaded before.
    @discardableResult
    func keep(_ record: LogRecord, goesOn: Bool = false) throws(AgentError) -> LogTicket {
        let ticket = state.withLock { state -> LogTicket? in
            guard !state.isClosed else { return nil }
            if goesOn { state.goesOn = true }
            return write(record, sequence: nil, &state)
        }
        guard let ticket else { throw AgentError(.threadNotFound, "the thread is being unloaded: \(id)") }
        return ticket
    }

    /// Reads the state.
    package func read<Result>(_ body: (borrowing FeedState) throws -> Result) rethrows -> Result {
        try state.withLock { try body($0) }
    }

    /// Numbers, logs and delivers one event. Only called under the lock.
    func send<Event: ServerNotification>(
        _ event: Event, record: LogRecord? = nil, to reach: Reach = .subscribers, _ state: inout FeedState
    ) {
        state.sequence += 1
        var barrier: UInt64 = 0
        if state.sequence > state.reservedSequence {
            state.reservedSequence = state.sequence + Limits.sequenceReservation
            barrier = append(.sequenceReserved(state.reservedSequence), sequence: nil, &state)
        }
        if let record { barrier = append(record, sequence: state.sequence, &state) }
        guard reach == .everyone || !state.subscriptions.isEmpty else { return }
        let line = EventLine(event, sequence: state.sequence, barrier: barrier, clock: clock) { isExperimental in
            reach == .everyone || state.subscriptions.contains { $0.subscriber.isExperimental == isExperimental }
        }
        state.deliver(line)
        if reach == .everyone { audience.broadcast(line, Set(state.subscriptions.map(\.subscriber.id))) }
    }

    func append(_ record: LogRecord, sequence: Int?, _ state: inout FeedState) -> UInt64 {
        write(record, sequence: sequence, &state).position
    }

    /// Writes a record; the ticket tells when it is on disk.
    func write(_ record: LogRecord, sequence: Int?, _ state: inout FeedState) -> LogTicket {
        write([record], sequence: sequence, &state)
    }

    /// Writes records at once, all or none of them; the ticket tells when they are on disk.
    func write(_ records: [LogRecord], sequence: Int?, _ state: inout FeedState) -> LogTicket {
        for record in records {
            switch record {
            case .modelItem(let record): state.modelHistory?.append(record.item)
            case .compacted(let record): state.modelHistory = record.items
            case .reverted: state.modelHistory = nil
            default: break
            }
        }
        let lines = records.map { LogLine(seq: sequence, atMs: clock.milliseconds(), record: $0) }
        guard let log, !state.isClosed else {
            for line in lines { state.digest.apply(line, at: 0) }
            return .none
        }
        let ticket = log.append(lines)
        state.digest = log.digest
        return ticket
    }

    /// What the model sees of the thread. When it is first needed, `read` fetches what the log says up to a length; what is
    /// recorded meanwhile comes behind that. Only for the running turn.
    func modelHistory(
        _ read: (_ length: Int) async throws(AgentError) -> [RawJSON]
    ) async throws(AgentError) -> [RawJSON] {
        let (known, length) = state.withLock { state in
            let known = state.modelHistory
            if known == nil { state.modelHistory = [] }
            return (known, log?.length ?? 0)
        }
        if let known { return known }
        do throws(AgentError) {
            let stored = try await read(length)
            return state.withLock { state in
                let history = stored + (state.modelHistory ?? [])
                state.modelHistory = history
                return history
            }
        } catch {
            state.withLock { $0.modelHistory = nil }
            throw error
        }
    }

    /// Replaces what the model sees of the thread by what `shorten` makes of it. Only for the running turn.
    func compact(turnID: String, _ shorten: ([RawJSON]) -> [RawJSON]) {
        state.withLock { state in
            let items = shorten(state.modelHistory ?? [])
            _ = append(.compacted(CompactedRecord(turnId: turnID, items: items)), sequence: nil, &state)
        }
    }

    /// Forces everything recorded so far to the disk itself. Returns why it is not there; nil when it is, and when the
    /// thread is ephemeral.
    func sync() async -> LogWriteFailure? {
        await log?.sync()
    }

    // MARK: - Subscribers

    /// Takes a snapshot and subscribes in one step. The subscriber's events are held back until `release`, so that the
    /// answer which carries the snapshot can be queued before them.
    ///
    /// The requests that wait for an answer come first among the held lines.
    package func attach(_ subscriber: Subscriber) -> Snapshot {
        state.withLock { state in
            let snapshot = Snapshot(state: state, logLength: log?.length ?? 0)
            let pending = state.pending.map(\.line)
            if let index = state.subscriptions.firstIndex(where: { $0.subscriber.id == subscriber.id }) {
                state.subscriptions[index].held = (state.subscriptions[index].held ?? []) + pending
            } else {
                state.subscriptions.append(Subscription(subscriber: subscriber, held: pending))
            }
            return snapshot
        }
    }

    /// Subscribes everybody who listens to another thread, and sends them at once what comes.
    func join(_ other: ThreadFeed) {
        for subscriber in other.read({ $0.subscriptions.map(\.subscriber) }) where !isSubscribed(subscriber.id) {
            _ = attach(subscriber)
            release(subscriber.id)
        }
    }

    /// The state together with the part of the log that tells the history up to it.
    package struct Snapshot: Sendable {
        /// What the thread is, and its running turn.
        package var state: FeedState
        /// How long the log is in bytes; what stands behind came later.
        package var logLength: Int
    }

    /// The state at this moment.
    package func snapshot() -> Snapshot {
        state.withLock { state in Snapshot(state: state, logLength: log?.length ?? 0) }
    }

    /// Lets a subscriber's events flow, those held back first.
    package func release(_ subscriberID: Int) {
        state.withLock { state in
            guard let index = state.subscriptions.firstIndex(where: { $0.subscriber.id == subscriberID }),
                let held = state.subscriptions[index].held
            else { return }
            let subscriber = state.subscriptions[index].subscriber
            state.subscriptions[index].held = nil
            for line in held { subscriber.deliver(line) }
        }
    }

    /// Ends a subscription; returns whether there was one.
    package func detach(_ subscriberID: Int) -> Bool {
        state.withLock { state in
            let count = state.subscriptions.count
            state.subscriptions.removeAll { $0.subscriber.id == subscriberID }
            return state.subscriptions.count < count
        }
    }

    /// Waits until no subscriber is far behind. Called between two pieces of a model's stream, so that a client that
    /// reads slowly makes the model be read slowly.
    func waitForRoom() async {
        let slow = state.withLock { state in
            state.subscriptions.filter { $0.subscriber.isCongested() }.map(\.subscriber)
        }
        for subscriber in slow { await subscriber.waitForRoom() }
    }

    /// Whether a client receives the thread's events.
    func isSubscribed(_ subscriberID: Int) -> Bool {
        state.withLock { state in state.subscriptions.contains { $0.subscriber.id == subscriberID } }
    }

    /// Whether some client receives the thread's events.
    var hasSubscribers: Bool {
        state.withLock { !$0.subscriptions.isEmpty }
    }

    /// Blocks the calling thread for a moment when some subscriber is far behind. For the threads of commands, which
    /// may block: their output then waits in its pipe.
    func blockWhileCongested(milliseconds: Int) {
        let slow = state.withLock { state in
            state.subscriptions.first { $0.subscriber.isCongested() }?.subscriber
        }
        slow?.blockForRoom(milliseconds)
    }

    /// Whether some subscriber is far behind.
    var isCongested: Bool {
        state.withLock { state in state.subscriptions.contains { $0.subscriber.isCongested() } }
    }

    /// Writes down the last number used, so that whoever loads the thread next counts on without a gap, and closes the
    /// log. Events that are sent afterwards have a number but no record: `announcing` says how many there will be, whose
    /// numbers nobody else may use.
    package func close(announcing count: Int = 0) {
        let wasClosed = state.withLock { state in
            guard !state.isClosed else { return true }
            end(announcing: count, &state)
            return false
        }
        if !wasClosed { log?.close() }
    }

    private func end(announcing count: Int, _ state: inout FeedState) {
        state.reservedSequence = state.sequence + count
        _ = append(.sequenceReserved(state.reservedSequence), sequence: nil, &state)
        state.isClosed = true
    }

    /// Closes the thread unless it is in use: somebody listens, or a turn runs or begins. Tells everyone that it is not
    /// loaded any more; ``closed()`` is to follow. Returns whether it was closed.
    func closeIfUnused() -> Bool {
        let isUnused = state.withLock { state in
            guard !state.isClosed, state.subscriptions.isEmpty, state.turn == nil, !state.goesOn else { return false }
            announceUnloaded(&state)
            end(announcing: 1, &state)
            return true
        }
        if isUnused { log?.close() }
        return isUnused
    }

    /// Ends every subscription and tells everyone that the thread is not loaded any more.
    func retire() {
        state.withLock { state in
            announceUnloaded(&state)
            state.subscriptions = []
        }
    }

    private func announceUnloaded(_ state: inout FeedState) {
        guard state.status != .notLoaded else { return }
        state.status = .notLoaded
        send(ThreadStatusChangedNotification(threadId: id, status: .notLoaded), to: .everyone, &state)
    }
}

extension EventLine {
    /// Encodes an event for the forms that `isNeeded` asks for (true: experimental, false: stable).
    init<Event: ServerNotification>(
        _ event: Event, sequence: Int?, barrier: UInt64, clock: WallClock, isNeeded: (_ experimental: Bool) -> Bool
    ) {
        let now = clock.milliseconds()
        func encode(_ experimental: Bool) -> [UInt8] {
            guard isNeeded(experimental) else { return [] }
            // A wire type of ours always encodes; were it not so, the tests of its golden JSON would fail.
            let params = (try? WireCoder.encode(event, experimental: experimental)) ?? Array("{}".utf8)
            return MessageLine.notification(Event.method, params: params, sequence: sequence, emittedAtMs: now)
        }
        self.init(
            method: Event.method, stable: encode(false), experimental: encode(true), barrier: barrier,
            isNotification: true)
    }
}
