import AgentCore
import AppServerProtocol

/// The methods of turns.
struct TurnHandlers: Sendable {
    let threads: ThreadManager
    let host: HostDescription

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(TurnStart.self) { params, context in
            let accepted = try await threads.threadForTurn(params.threadId).startTurn(
                params, userAgent: host.userAgent(context.profile.client))
            return Handled(TurnStartResponse(turn: accepted.turn), afterwards: accepted.launch)
        }
        router.on(TurnSteer.self) { params, _ in
            Handled(TurnSteerResponse(turnId: try await threads.thread(params.threadId).steer(params)))
        }
        router.on(TurnInterrupt.self) { params, _ in
            let thread = try await threads.thread(params.threadId)
            let interrupt = try await thread.interruption(of: params.turnId)
            return Handled(TurnInterruptResponse(), afterwards: interrupt)
        }
        router.on(ThreadCompactStart.self) { params, context in
            let begin = try await threads.threadForTurn(params.threadId).startCompaction(
                userAgent: host.userAgent(context.profile.client))
            return Handled(ThreadCompactStartResponse(), afterwards: begin)
        }
        router.on(ReviewStart.self) { params, context in
            let client = context.profile.client
            let review = try await threads.review(
                params, originator: host.originator(client), userAgent: host.userAgent(client),
                for: context.connection.subscriber)
            let id = context.connection.id
            return Handled(ReviewStartResponse(turn: review.turn.turn, reviewThreadId: review.threadID)) {
                if let made = review.made {
                    made.feed.release(id)
                    made.feed.threadStarted(made.thread)
                }
                review.turn.launch?()
            }
        }
    }
}
