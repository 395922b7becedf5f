/// `review/start`: has a reviewer look at changes and report what is wrong with them. The reviewer is a model with
/// instructions and a conversation of its own; what it reads and says in between is not part of the thread's conversation,
/// its result is. A turn that runs ends as interrupted before.
package enum ReviewStart: ClientRequest {
    package typealias Params = ReviewStartParams
    package typealias Response = ReviewStartResponse

    package static var method: String { "review/start" }

    package static func scope(_ params: Params) -> OrderingScope { .thread(params.threadId) }
}

/// What to review, and where.
package struct ReviewStartParams: Codable, Hashable, Sendable {
    /// The thread whose working directory and settings hold.
    package var threadId: String
    /// What is reviewed.
    package var target: ReviewTarget
    /// Where the review takes place; in the thread itself if it is left out.
    package var delivery: ReviewDelivery?

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, target: ReviewTarget, delivery: ReviewDelivery? = nil) {
        self.threadId = threadId
        self.target = target
        self.delivery = delivery
    }
}

/// Where a review takes place.
package enum ReviewDelivery: String, ClosedEnum {
    /// In the thread itself.
    case inline
    /// In a new thread that begins with a copy of this one's history.
    case detached
}

/// The review that begins.
package struct ReviewStartResponse: Codable, Hashable, Sendable {
    /// The review's turn. Its only item is a user message that says what is reviewed; it has the turn's id.
    package var turn: Turn
    /// The thread in which the review takes place.
    package var reviewThreadId: String

    /// Makes the value from its fields.
    package init(turn: Turn, reviewThreadId: String) {
        self.turn = turn
        self.reviewThreadId = reviewThreadId
    }
}
