/// `thread/revert`: takes a turn and all later ones out of a loaded thread's history. A running turn is interrupted; files stay as they are.
package enum ThreadRevert: ClientRequest {
    package typealias Params = ThreadRevertParams
    package typealias Response = ThreadRevertResponse

    package static var method: String { "thread/revert" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// From where on the history goes.
package struct ThreadRevertParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The first turn to go.
    package var beforeTurnId: String

    /// Makes the value from its fields.
    package init(threadId: String, beforeTurnId: String) {
        self.threadId = threadId
        self.beforeTurnId = beforeTurnId
    }
}

/// The thread as it is now.
package struct ThreadRevertResponse: Codable, Hashable, Sendable {
    /// The thread, without turns.
    package var thread: Thread
    /// Where `thread/turns/list` starts, newest first, to read what is left; null when nothing is.
    package var turnsBackwardsCursor: String?
    /// Where `thread/items/list` starts, newest first, to read what is left; null when nothing is.
    package var itemsBackwardsCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(thread: Thread, turnsBackwardsCursor: String? = nil, itemsBackwardsCursor: String? = nil) {
        self.thread = thread
        self.turnsBackwardsCursor = turnsBackwardsCursor
        self.itemsBackwardsCursor = itemsBackwardsCursor
    }
}
