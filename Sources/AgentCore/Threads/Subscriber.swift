/// One event of a thread, ready to leave: encoded once, shared by everybody who receives it.
package struct EventLine: Sendable {
    /// The notification's or request's method, for clients that opted out of it.
    package var method: String
    /// The line for clients that stay within the stable protocol.
    package var stable: [UInt8]
    /// The line for clients that asked for the experimental one; the same bytes where the two do not differ.
    package var experimental: [UInt8]
    /// The position in the logs that must be written before the line may leave.
    package var barrier: UInt64
    /// Whether the line is a notification, which a client can opt out of. Requests always arrive.
    package var isNotification: Bool

    /// A line from its parts.
    package init(
        method: String, stable: [UInt8], experimental: [UInt8], barrier: UInt64, isNotification: Bool
    ) {
        self.method = method
        self.stable = stable
        self.experimental = experimental
        self.barrier = barrier
        self.isNotification = isNotification
    }
}

/// A client connection as the agent core sees it: somewhere that events go to.
package struct Subscriber: Sendable {
    /// The connection's number, unique in this process.
    package var id: Int
    /// The client's name.
    package var name: String
    /// Whether the client asked for the experimental protocol.
    package var isExperimental: Bool
    /// Queues a line. Called under locks: it must neither block nor call back.
    package var deliver: @Sendable (EventLine) -> Void
    /// Whether the client is so far behind that producers should wait.
    package var isCongested: @Sendable () -> Bool
    /// Returns when the client has caught up.
    package var waitForRoom: @Sendable () async -> Void
    /// Blocks the calling thread until the client has caught up, for so many milliseconds at most.
    package var blockForRoom: @Sendable (_ milliseconds: Int) -> Void

    /// A subscriber from its parts.
    package init(
        id: Int, name: String = "", isExperimental: Bool, deliver: @escaping @Sendable (EventLine) -> Void,
        isCongested: @escaping @Sendable () -> Bool, waitForRoom: @escaping @Sendable () async -> Void,
        blockForRoom: @escaping @Sendable (_ milliseconds: Int) -> Void
    ) {
        self.id = id
        self.name = name
        self.isExperimental = isExperimental
        self.deliver = deliver
        self.isCongested = isCongested
        self.waitForRoom = waitForRoom
        self.blockForRoom = blockForRoom
    }
}

/// Everybody who is connected, whether subscribed to a thread or not.
package struct Audience: Sendable {
    /// Delivers a line to every initialised connection but those named.
    package var broadcast: @Sendable (_ line: EventLine, _ except: Set<Int>) -> Void

    /// An audience from its closure.
    package init(broadcast: @escaping @Sendable (EventLine, Set<Int>) -> Void) {
        self.broadcast = broadcast
    }

    /// Nobody.
    package static let none = Audience { _, _ in }
}
