/// `thread/unsubscribe`: stops the events of a thread on this connection. A thread without subscribers and work is
/// unloaded after a while.
package enum ThreadUnsubscribe: ClientRequest {
    package typealias Params = ThreadUnsubscribeParams
    package typealias Response = ThreadUnsubscribeResponse

    package static var method: String { "thread/unsubscribe" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which thread to leave.
package struct ThreadUnsubscribeParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}

/// What was there to leave.
package struct ThreadUnsubscribeResponse: Codable, Hashable, Sendable {
    /// What was there to leave.
    package var status: ThreadUnsubscribeStatus

    /// Makes the value from its fields.
    package init(status: ThreadUnsubscribeStatus) {
        self.status = status
    }
}

/// What there was to unsubscribe from.
package enum ThreadUnsubscribeStatus: String, ClosedEnum {
    /// No such thread is in memory.
    case notLoaded
    /// The connection had no subscription.
    case notSubscribed
    /// The subscription is gone.
    case unsubscribed
}
