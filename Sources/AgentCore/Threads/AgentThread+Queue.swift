import AppServerProtocol
import Support
import ThreadStore

/// The thread's queue: inputs that wait for their turn.
extension AgentThread {
    /// Puts an input behind those that wait; on an idle thread it starts at once. Returns it, and what tells clients once
    /// the answer is on its way.
    func addToQueue(
        _ params: ThreadQueueAddParams, userAgent: String
    ) async throws(AgentError) -> (submission: QueuedSubmission, afterwards: @Sendable () -> Void) {
        if let problem = UserInputRules.problem(in: params.input) { throw AgentError(problem) }
        self.userAgent = userAgent
        let id = environment.identifiers.uuid()
        let (addition, afterwards) = try await changeQueue { queue throws(AgentError) in
            let addition = try queue.add(params, id: id)
            return (addition, addition.isNew)
        }
        guard case .present(let known) = addition else { return (addition.submission, afterwards) }
        // The process that took it may have died before it started it.
        let launch = await beginNext()
        return (known, { launch?() })
    }

    /// Changes the queue in place; `change` says whether it did. Returns what tells clients, and goes on where the thread
    /// is idle. A change that can't be written down is none.
    func changeQueue<Result: Sendable>(
        _ change: (inout SubmissionQueue) throws(AgentError) -> (result: Result, hasChanged: Bool)
    ) async throws(AgentError) -> (result: Result, afterwards: @Sendable () -> Void) {
        try checkDisk()
        let before = queue
        var after = before
        let (result, hasChanged) = try change(&after)
        guard hasChanged else { return (result, {}) }
        queue = after
        try await keep(.queue(after.record)) {
            queue.takeBack(after, to: before)
            return .queue(queue.record)
        }
        let launch = await beginNext()
        return (
            result,
            { [feed] in
                feed.queueChanged()
                launch?()
            }
        )
    }

    /// Starts a turn with an input that waits: the first one unless the client names another.
    func startQueued(
        _ submissionID: String?, userAgent: String
    ) async throws(AgentError) -> AcceptedTurn {
        await waitForOpenTurn()
        self.userAgent = userAgent
        var rest = queue
        let submission = try rest.start(id: submissionID, turnRuns: active != nil)
        let pending = try accept(UserTurnInput(submission), settings: feed.read(\.settings), rest: rest)
        try await confirm(pending)
        return AcceptedTurn(turn: pending.turn.promised, launch: launch(pending))
    }
}

extension UserTurnInput {
    /// An input that waited. Its item has the submission's id, by which a later process sees that it was started.
    init(_ submission: QueuedSubmission) {
        let clientID = submission.clientUserMessageId
        self.init(
            itemID: submission.id, content: submission.input, clientUserMessageID: clientID.isEmpty ? nil : clientID)
    }
}
