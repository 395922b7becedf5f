package import WireJSON

/// `thread/read`: shows a thread without loading it or subscribing to it.
package enum ThreadRead: ClientRequest {
    package typealias Params = ThreadReadParams
    package typealias Response = ThreadReadResponse

    package static var method: String { "thread/read" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which thread to show.
package struct ThreadReadParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// Whether to fill `thread.turns`. Long threads are better read in pages.
    @FalseByDefault package var includeTurns: Bool

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, includeTurns: Bool = false) {
        self.threadId = threadId
        self.includeTurns = includeTurns
    }
}

/// The thread.
package struct ThreadReadResponse: Codable, Hashable, Sendable {
    /// The thread, with turns if they were asked for.
    package var thread: Thread
    /// How far the user has read; null for threads that keep no record of it.
    @Experimental package var readState: ThreadReadState?

    /// Makes the value from its fields; those with a default may be left out.
    package init(thread: Thread, readState: ThreadReadState? = nil) {
        self.thread = thread
        self.readState = readState
    }
}
