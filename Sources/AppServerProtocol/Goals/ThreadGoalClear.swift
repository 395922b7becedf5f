/// `thread/goal/clear`: takes a thread's goal away.
package enum ThreadGoalClear: ClientRequest {
    package typealias Params = ThreadGoalClearParams
    package typealias Response = ThreadGoalClearResponse

    package static var method: String { "thread/goal/clear" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Whose goal to take away.
package struct ThreadGoalClearParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// Who does it.
    package var origin: ThreadGoalMutationOrigin?

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, origin: ThreadGoalMutationOrigin? = nil) {
        self.threadId = threadId
        self.origin = origin
    }
}

/// What came of it.
package struct ThreadGoalClearResponse: Codable, Hashable, Sendable {
    /// Whether there was a goal.
    package var cleared: Bool

    /// Makes the value from its fields.
    package init(cleared: Bool) {
        self.cleared = cleared
    }
}
