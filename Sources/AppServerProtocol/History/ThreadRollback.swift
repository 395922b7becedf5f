/// `thread/rollback`: takes the last turns out of a loaded thread's history. Older clients use it; `thread/revert` names the turn instead.
package enum ThreadRollback: ClientRequest {
    package typealias Params = ThreadRollbackParams
    package typealias Response = ThreadRollbackResponse

    package static var method: String { "thread/rollback" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// How many turns go.
package struct ThreadRollbackParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// How many turns, at least 1, counted from the newest.
    package var numTurns: Int

    /// Makes the value from its fields.
    package init(threadId: String, numTurns: Int) {
        self.threadId = threadId
        self.numTurns = numTurns
    }
}

/// The thread as it is now.
package struct ThreadRollbackResponse: Codable, Hashable, Sendable {
    /// The thread with the turns that are left.
    package var thread: Thread

    /// Makes the value from its fields.
    package init(thread: Thread) {
        self.thread = thread
    }
}
