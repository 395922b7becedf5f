package import AppServerProtocol

/// Reviews, in a thread or in a copy of it.
extension ThreadManager {
    /// A review that a client is to be told about.
    package struct AcceptedReview: Sendable {
        /// Its turn, and what begins it.
        package var turn: AgentThread.AcceptedTurn
        /// The thread in which it takes place.
        package var threadID: String
        /// That thread, if it was made for the review.
        package var made: OpenedThread?
    }

    /// Accepts a review. A detached one takes place in a copy of the thread, whose own turns go on undisturbed.
    package func review(
        _ params: ReviewStartParams, originator: String, userAgent: String, for subscriber: Subscriber
    ) async throws(AgentError) -> AcceptedReview {
        let thread = try await threadForTurn(params.threadId)
        let task = try await thread.reviewTask(params.target)
        guard params.delivery == .detached else {
            return AcceptedReview(turn: try await thread.startReview(task, userAgent: userAgent), threadID: thread.id)
        }
        let made = try await fork(
            ThreadForkParams(threadId: params.threadId, excludeTurns: true), originator: originator, for: subscriber)
        let copy = try await self.thread(made.feed.id)
        do {
            let turn = try await copy.startReview(task, userAgent: userAgent)
            return AcceptedReview(turn: turn, threadID: copy.id, made: made)
        } catch {
            leave(copy, subscriber.id)
            throw error
        }
    }
}
