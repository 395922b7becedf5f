import AppServerProtocol
import WireJSON

/// What a thread's agent can do with agents of its own. The thread manager owns their threads; this is all that others see
/// of it.
struct OwnAgents: Sendable {
    /// The thread whose agents they are.
    let threadID: String
    private weak let manager: ThreadManager?

    /// The agents of a thread; none where there is no manager.
    init(of threadID: String, manager: ThreadManager?) {
        self.threadID = threadID
        self.manager = manager
    }

    /// What a new agent is to do, and how.
    struct Order: Sendable {
        /// What it is told.
        var input: [UserInput]
        /// Its model; nil for that of the agent that makes it.
        var model: String?
        /// How hard it is to think; nil for as hard as the agent that makes it.
        var effort: ReasoningEffort?
        /// What it knows of the conversation of the agent that makes it.
        var context: [RawJSON] = []
    }

    /// An agent that has just been made. Its work begins with `launch`.
    struct Made: Sendable {
        /// Its thread.
        var id: String
        /// Its name.
        var name: String
        /// Its model.
        var model: String
        /// How hard it thinks.
        var effort: ReasoningEffort?
        /// Begins its work; to be called once.
        var launch: @Sendable () -> Void
    }

    /// Input that an agent has taken.
    struct Taken: Sendable {
        /// The turn that has it.
        var turnID: String
        /// Begins the turn; nil when it runs already.
        var launch: (@Sendable () -> Void)?
    }

    /// Makes an agent.
    func spawn(_ order: Order, _ context: TurnContext) async throws(AgentError) -> Made {
        try await present().spawnAgent(order, of: threadID, context)
    }

    /// Gives an agent something to do.
    func send(
        _ input: [UserInput], to id: String, interrupting: Bool, _ context: TurnContext
    ) async throws(AgentError) -> Taken {
        try await present().sendInput(input, toAgent: id, of: threadID, interrupting: interrupting, context)
    }

    /// How an agent stands; `notFound` if there is none of this id below the thread.
    func status(_ id: String) async -> AgentStatus {
        await manager?.agentStatus(id, of: threadID) ?? AgentStatus(.notFound)
    }

    /// Loads an agent again that was closed.
    func resume(_ id: String) async throws(AgentError) {
        try await present().resumeAgent(id, of: threadID)
    }

    /// Ends an agent and those below it. Returns how it stood.
    func close(_ id: String) async throws(AgentError) -> AgentStatus {
        try await present().closeAgent(id, of: threadID)
    }

    /// Ends what all of them are doing as interrupted.
    func interrupt() async {
        await manager?.interruptAgents(of: threadID)
    }

    /// Tells the agent that made this one how its work has ended.
    func ended(_ status: AgentStatus) async {
        await manager?.agentEnded(threadID, status)
    }

    /// Waits until one of some agents has ended its work, so many milliseconds at most or until the task is cancelled.
    /// Returns those that have.
    func wait(
        for ids: [String], milliseconds: Int, sleep: @escaping @Sendable (Int) async throws -> Void
    ) async -> [String: AgentStatus] {
        guard let news = manager?.agentNews else { return [:] }
        let waiter = AgentWaiter()
        news.add(waiter)
        defer { news.remove(waiter) }
        let timer = Task {
            try? await sleep(milliseconds)
            waiter.finish()
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            while true {
                var final: [String: AgentStatus] = [:]
                for id in ids {
                    let status = await status(id)
                    if status.isFinal { final[id] = status }
                }
                guard final.isEmpty, await waiter.next() else { return final }
            }
        } onCancel: {
            waiter.finish()
        }
    }

    private func present() throws(AgentError) -> ThreadManager {
        guard let manager else { throw AgentError(.shuttingDown, "the server is stopping") }
        return manager
    }
}
