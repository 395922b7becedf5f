package import AgentCore
package import AppServerProtocol
package import Support
import Synchronization
package import Transport
import WireJSON

/// One client: its session, the lines that wait for it, and how many of its requests are unanswered.
package final class ClientConnection: Sendable {
    /// The connection's number, unique in this process.
    package let id: Int
    /// Who the client is.
    package let session = ClientSession()
    /// The commands that the client runs by `command/exec`.
    let processes = ClientProcesses()
    /// The processes that the client runs by `process/spawn`.
    let handles = ClientProcesses()
    private let outbound: OutboundQueue
    private let latestBarrier: @Sendable () -> UInt64
    private let unanswered = Atomic(0)

    /// A connection over a queue. `latestBarrier` is the newest position of the thread logs: an answer waits for
    /// everything that was written before it, so that what it promises survives a crash.
    package init(id: Int, outbound: OutboundQueue, latestBarrier: @escaping @Sendable () -> UInt64) {
        self.id = id
        self.outbound = outbound
        self.latestBarrier = latestBarrier
    }

    // MARK: - Answers

    /// Begins a request; nil when too many are unanswered.
    package func open(_ id: [UInt8]) -> PendingReply? {
        guard unanswered.load(ordering: .relaxed) < Limits.unansweredRequests else { return nil }
        unanswered.add(1, ordering: .relaxed)
        return PendingReply(id: id) { line in
            self.send(line)
            self.unanswered.subtract(1, ordering: .relaxed)
        }
    }

    /// Answers a request that is handled on the spot.
    package func answer(_ id: [UInt8], _ response: some Encodable) {
        let result = (try? WireCoder.encode(response, experimental: session.profile?.isExperimental ?? false)) ?? []
        send(MessageLine.response(id: id, result: result))
    }

    /// Answers a line that never became a request.
    package func refuse(_ id: [UInt8], _ failure: ServerFailure) {
        send(MessageLine.failure(id: id, error: failure.encoded))
    }

    private func send(_ line: [UInt8]) {
        outbound.send(OutboundMessage(bytes: line, barrier: latestBarrier()))
    }

    // MARK: - Events

    /// Sends a notification that belongs to no thread.
    package func notify(_ event: some ServerNotification, clock: WallClock) {
        guard let profile = session.profile else { return }
        let params = (try? WireCoder.encode(event, experimental: profile.isExperimental)) ?? []
        let line = MessageLine.notification(
            type(of: event).method, params: params, emittedAtMs: clock.milliseconds())
        deliver(
            EventLine(
                method: type(of: event).method, stable: line, experimental: line, barrier: 0, isNotification: true))
    }

    /// Sends a notification that belongs to no thread, from a thread that may wait until the client has read what waits
    /// for it.
    package func notifyWithRoom(_ event: some ServerNotification, clock: WallClock) {
        notify(event, clock: clock)
        while outbound.isCongested { outbound.blockForRoom(milliseconds: Self.roomMilliseconds) }
    }

    /// How long a thread waits for room before it looks again.
    private static let roomMilliseconds = 100

    /// Queues an event of a thread, in the form that the client asked for, unless it opted out.
    package func deliver(_ line: EventLine) {
        guard let profile = session.profile else { return }
        if line.isNotification && profile.optedOut.contains(line.method) { return }
        outbound.send(
            OutboundMessage(bytes: profile.isExperimental ? line.experimental : line.stable, barrier: line.barrier))
    }

    /// This connection as threads see it.
    package var subscriber: Subscriber {
        Subscriber(
            id: id, name: session.profile?.client.name ?? "", isExperimental: session.profile?.isExperimental ?? false,
            deliver: { self.deliver($0) },
            isCongested: { self.outbound.isCongested }, waitForRoom: { await self.outbound.waitForRoom() },
            blockForRoom: { self.outbound.blockForRoom(milliseconds: $0) })
    }
}
