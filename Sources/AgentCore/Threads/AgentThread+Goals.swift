import AppServerProtocol
import ModelClient
import Support
import ThreadStore
import WireJSON

/// The thread's goal: what clients and the agent do with it, and what it costs.
extension AgentThread {
    /// Sets the goal or changes it. Returns it, and what tells clients and goes on once the answer is on its way.
    func setGoal(
        _ params: ThreadGoalSetParams, userAgent: String
    ) async throws(AgentError) -> (goal: ThreadGoal, afterwards: @Sendable () -> Void) {
        self.userAgent = userAgent
        try checkDisk()
        // Set during a turn that is being interrupted, the goal is meant for the time after it.
        await waitForOpenTurn()
        accountForGoal()
        let before = goals
        let goal = try goals.set(params, atMs: environment.clock.milliseconds())
        try await keepGoal(before)
        let launch = await beginNext()
        return (
            goal,
            { [feed] in
                feed.announceGoal()
                launch?()
            }
        )
    }

    /// Takes the goal away. Returns what tells clients; nil if there was none.
    func clearGoal() async throws(AgentError) -> (@Sendable () -> Void)? {
        try checkDisk()
        let before = goals
        guard goals.clear() else { return nil }
        try await keepGoal(before)
        let launch = await beginNext()
        return { [feed] in
            feed.announceGoal()
            launch?()
        }
    }

    /// Writes the goal down that a client has changed.
    private func keepGoal(_ before: GoalBook) async throws(AgentError) {
        try await keep(goals.record) {
            goals.takeBack(to: before, atMs: environment.clock.milliseconds())
            return goals.record
        }
        note()
    }

    // MARK: - The running turn

    /// Counts an answer of the model.
    func spent(_ usage: ModelUsage) {
        goals.responseCompleted(TokenUsageBreakdown(usage))
    }

    /// The agent has used a tool: what was spent up to here is told.
    func toolEnded(_ name: String) {
        goals.toolCalled(name)
        accountForGoal()
    }

    /// What the model must be told of the goal with its next request.
    func takeGoalNotice() -> String? {
        goals.takeNotice()
    }

    private func accountForGoal() {
        guard let goal = goals.account(atMs: environment.clock.milliseconds()) else { return }
        feed.goalChanged(goal, isHeld: goals.isHeld, turnID: active?.id)
    }

    /// Carries out a call of one of the goal's tools.
    func runGoalTool(_ call: ResponseAssembler.ToolCall, turnID: String) -> ToolResult {
        do throws(ToolArgumentsError) {
            guard let goalCall = try GoalToolCall(name: call.name, arguments: call.arguments) else {
                return ToolResult(text: ToolTexts.unsupported(call.name))
            }
            guard feed.path != nil else {
                return ToolResult(text: "this thread is not kept, so it can't have a goal")
            }
            accountForGoal()
            let result = goals.run(goalCall, threadID: id, atMs: environment.clock.milliseconds())
            if let goal = result.changed { feed.goalChanged(goal, isHeld: goals.isHeld, turnID: turnID) }
            return ToolResult(text: result.text)
        } catch {
            return ToolResult(text: error.description)
        }
    }

    /// What users are told when a turn was interrupted while the thread has an active goal. Its status stays what clients
    /// know it as: active, as on the peer.
    static let holdWarning =
        "The goal is still active, but waits because the turn was interrupted. It goes on behind the next turn, or when "
        + "its status is set to active again; set it to paused to stop it."

    /// What users are told when the goal was put aside because nothing happened.
    static let stallWarning =
        "The goal is paused: in \(GoalBook.idleTurnLimit) turns in a row the agent called no tool. Set the goal's "
        + "status to active to let it go on."
}

extension UserTurnInput {
    /// The beginning of a turn that only the goal asks for: nobody has said anything.
    init(goalMessage: String) {
        self.init(itemID: "", content: [], goalMessage: goalMessage)
    }
}
