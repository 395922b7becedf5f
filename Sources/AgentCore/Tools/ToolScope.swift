import AppServerProtocol
import Support
import ThreadStore

/// What a tool works with: the turn that calls it, the thread, and what is around.
struct ToolScope: Sendable {
    let context: TurnContext
    let thread: AgentThread
    let environment: AgentEnvironment
    let control: TurnControl
    /// What the turn has changed so far.
    let changes: TurnChanges
    /// What the user has granted until the turn ends.
    let grants: TurnGrants

    var feed: ThreadFeed { thread.feed }

    /// Begins an item, unless clients know of it from the process that had begun it.
    func begin(_ item: ThreadItem) {
        guard !context.begunItems.contains(item.id) else { return }
        feed.itemStarted(item, turnID: context.turnID, atMs: environment.clock.milliseconds())
    }

    /// Ends an item.
    func complete(_ item: ThreadItem) {
        feed.itemCompleted(item, turnID: context.turnID, atMs: environment.clock.milliseconds())
    }

    // MARK: - Limits

    /// What the user has granted on top of the sandbox.
    func granted() async -> PermissionGrants {
        await thread.sessionGrants.current(under: context.settings.sandboxPolicy).merging(grants.current)
    }

    /// What confines commands and patches at this moment.
    func confinement() async -> CommandConfinement {
        context.confinement.widened(by: await granted())
    }

    // MARK: - Questions

    /// What became of a question to the user.
    enum Reply<Answer: Sendable>: Sendable {
        /// A client has answered.
        case answered(Answer)
        /// What came is no answer, for this reason.
        case unusable(String)
        /// The turn ended first.
        case withdrawn
    }

    /// Asks the clients whether something may be done, and writes down what they say.
    ///
    /// - Parameters:
    ///   - itemID: The item in question.
    ///   - flag: What the thread waits for meanwhile.
    ///   - word: An answer in the protocol's words, for the log.
    func ask<Request: ServerRequest>(
        _ request: Request.Type, _ params: Request.Params, about itemID: String,
        waiting flag: ThreadActiveFlag = .waitingOnApproval, word: (Request.Response) -> String
    ) async -> Reply<Request.Response> {
        let question = ApprovalRecord(turnId: context.turnID, itemId: itemID, isDecided: false)
        let asked = feed.record(.approval(question))
        do throws(RequestFailure) {
            let answer = try await feed.ask(request, params, waiting: flag, after: asked)
            let decision = question.decided(word(answer.response), by: answer.client)
            // What begins only now can't have begun before a crash: the answer is in the log first.
            guard await isKept(feed.record(.approval(decision))) else {
                return .unusable("the answer could not be written down")
            }
            return .answered(answer.response)
        } catch {
            feed.record(.approval(question.decided()))
            switch error {
            case .cancelled: return .withdrawn
            case .invalidAnswer(let reason): return .unusable(reason)
            }
        }
    }

    /// Whether a record has reached the disk. Those of threads that are not kept have nowhere to go.
    private func isKept(_ ticket: LogTicket) async -> Bool {
        guard feed.path != nil else { return true }
        return await environment.store.committer.committed(ticket)
    }
}
