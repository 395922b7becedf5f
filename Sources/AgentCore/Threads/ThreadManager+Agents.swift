import AppServerProtocol
import ModelClient
import ServerConfig
import Support
import ThreadStore

/// The threads of agents that other agents have made.
///
/// An agent's thread is a thread like any other, with a parent. It stays loaded as long as its parent is, whoever listens;
/// closing it unloads it.
extension ThreadManager {
    // MARK: - Making

    /// Makes an agent for the turn of another one. Its work begins when the result is launched.
    func spawnAgent(
        _ order: OwnAgents.Order, of parentID: String, _ context: TurnContext
    ) async throws(AgentError) -> OwnAgents.Made {
        let parent = try openParent(parentID)
        let limits = AgentLimits(parent.configuration)
        let depth = parent.feed.read(\.header.agentDepth) + 1
        guard depth <= limits.depth else {
            throw AgentError(.invalidParams, "agent depth limit reached: an agent this deep can't make agents itself")
        }
        let settings = try agentSettings(order, context)
        let root = try reserveAgent(below: parent, limits)
        defer { agentsInMaking[root, default: 1] -= 1 }
        let name = AgentNames.next(besides: agentNames(below: root))
        let header = ThreadHeader(
            agentOf: parent.feed.read(\.header), id: environment.identifiers.uuid(), depth: depth, name: name,
            settings: settings, environment: environment)
        let isKept = parent.feed.path != nil
        let log =
            isKept ? try await stored { try await self.environment.store.create(header, settings: settings) } : nil
        var state = FeedState(digest: ThreadDigest(header: header), settings: settings)
        if let log { state.digest = log.digest }
        state.modelHistory = []
        let feed = feed(state, log: log)
        do throws(AgentError) {
            // The parent may have been put away meanwhile: nothing may come to be below it any more.
            _ = try openParent(parentID)
            return try await begin(feed, order, of: parent, context)
        } catch {
            loaded[header.id] = nil
            feed.retire()
            feed.close()
            if isKept { try? await environment.store.delete(header.id) }
            throw error
        }
    }

    private func begin(
        _ feed: ThreadFeed, _ order: OwnAgents.Order, of parent: AgentThread, _ context: TurnContext
    ) async throws(AgentError) -> OwnAgents.Made {
        let thread = enter(feed, parent.configuration)
        feed.join(parent.feed)
        feed.announceLoaded()
        if !order.context.isEmpty {
            feed.record(.compacted(CompactedRecord(turnId: context.turnID, items: order.context)))
        }
        let accepted = try await thread.startTurn(
            TurnStartParams(threadId: feed.id, input: order.input, rootTurnId: context.rootTurnID),
            userAgent: context.userAgent)
        let (header, settings) = feed.read { ($0.header, $0.settings) }
        return OwnAgents.Made(
            id: feed.id, name: header.agentName ?? "", model: settings.model, effort: settings.effort,
            launch: accepted.launch ?? {})
    }

    /// The parent of an agent that is to be: loaded, and to stay so.
    private func openParent(_ id: String) throws(AgentError) -> AgentThread {
        try checkRunning()
        guard let parent = loaded[id], !familiesLeaving.contains(id) else {
            throw AgentError(.threadNotFound, "the thread is being put away, and takes no new agents: \(id)")
        }
        return parent
    }

    /// The settings of an agent: those of the turn that makes it, with what is ordered otherwise.
    private func agentSettings(
        _ order: OwnAgents.Order, _ context: TurnContext
    ) throws(AgentError) -> ThreadSettings {
        if let model = order.model, model != context.settings.model,
            !ModelCatalogue.models.contains(where: { $0.id == model })
        {
            throw AgentError(
                .invalidParams, "unknown model `\(model)`: leave `model` out to use `\(context.settings.model)`")
        }
        guard order.model != nil || order.effort != nil else { return context.settings }
        return try context.settings.applying(
            TurnStartParams(threadId: "", input: [], model: order.model, effort: order.effort),
            environment: environment)
    }

    /// Takes one of the places for agents below the thread that a client made. Returns that thread's id.
    private func reserveAgent(below parent: AgentThread, _ limits: AgentLimits) throws(AgentError) -> String {
        let root = agentRoot(of: parent)
        guard agents(below: root).count + agentsInMaking[root, default: 0] < limits.open else {
            throw AgentError(
                .invalidParams,
                "agent thread limit reached: \(limits.open) agents are open; close one that is no longer needed")
        }
        agentsInMaking[root, default: 0] += 1
        return root
    }

    // MARK: - Talking

    /// Gives an agent something to do: in its running turn, or in a new one.
    func sendInput(
        _ input: [UserInput], toAgent id: String, of parentID: String, interrupting: Bool, _ context: TurnContext
    ) async throws(AgentError) -> OwnAgents.Taken {
        let agent = try agent(id, of: parentID)
        if interrupting { try await agent.interruption(of: "")?() }
        let accepted = try await agent.startTurn(
            TurnStartParams(threadId: agent.id, input: input, rootTurnId: context.rootTurnID),
            userAgent: context.userAgent)
        return OwnAgents.Taken(turnID: accepted.turn.id, launch: accepted.launch)
    }

    /// How a loaded agent stands.
    func agentStatus(_ id: String, of parentID: String) -> AgentStatus {
        guard let agent = try? agent(id, of: parentID) else { return AgentStatus(.notFound) }
        return agent.feed.read(\.agentStatus)
    }

    /// Ends what the agents below a thread are doing as interrupted.
    func interruptAgents(of id: String) async {
        for agent in agents(below: id) { try? await agent.interruption(of: "")?() }
    }

    /// An agent has ended its work: whoever waits for it hears of it, and the agent that made it finds it in its history.
    func agentEnded(_ id: String, _ status: AgentStatus) async {
        guard let parent = loaded[id]?.feed.read(\.header.parentThreadId) else { return }
        await loaded[parent]?.tell(status.notice(of: id))
    }

    // MARK: - Closing and opening

    /// Closes an agent and those below it: their turns end, and they are unloaded. Returns how it stood.
    func closeAgent(_ id: String, of parentID: String) async throws(AgentError) -> AgentStatus {
        let agent = try agent(id, of: parentID)
        let status = agent.feed.read(\.agentStatus)
        for member in agents(below: agent.id).reversed() + [agent] {
            await member.startNothingMore()
            await member.stopTurns()
            await member.sessions.close()
            // Somebody else has put it away meanwhile.
            guard loaded[member.id] === member else { continue }
            loaded[member.id] = nil
            member.feed.retire()
            member.feed.close(announcing: 1)
            member.feed.closed()
        }
        agentNews.announce()
        return status
    }

    /// Loads an agent again that was closed, or that belongs to a thread that was loaded anew.
    func resumeAgent(_ id: String, of parentID: String) async throws(AgentError) {
        if (try? agent(id, of: parentID)) != nil { return }
        let parent = try openParent(parentID)
        let id = id.lowercased()
        guard try await isStoredAgent(id, of: parentID) else { throw Self.noAgent(id) }
        let root = try reserveAgent(below: parent, AgentLimits(parent.configuration))
        defer { agentsInMaking[root, default: 1] -= 1 }
        let agent = try await loadStored(id, overrides: nil)
        _ = try openParent(parentID)
        agent.feed.join(parent.feed)
    }

    // MARK: - Families

    /// The loaded threads below one, parents before their children.
    func agents(below id: String) -> [AgentThread] {
        var found: [AgentThread] = []
        var generation: Set<String> = [id]
        while !generation.isEmpty {
            let children = loaded.values.filter { thread in
                thread.feed.read(\.header.parentThreadId).map(generation.contains) == true
            }
            let new = children.filter { child in child.id != id && !found.contains { $0 === child } }
            found += new
            generation = Set(new.map(\.id))
        }
        return found
    }

    /// A loaded agent below a thread.
    private func agent(_ id: String, of parentID: String) throws(AgentError) -> AgentThread {
        guard let agent = agents(below: parentID).first(where: { $0.id == id.lowercased() }) else {
            throw Self.noAgent(id)
        }
        return agent
    }

    private static func noAgent(_ id: String) -> AgentError {
        AgentError(.threadNotFound, "agent with id \(id) not found")
    }

    /// Whether a stored thread descends from another one.
    private func isStoredAgent(_ id: String, of parentID: String) async throws(AgentError) -> Bool {
        do throws(AgentError) {
            return try await stored { try await self.environment.store.descendants(of: parentID) }.contains(id)
        } catch {
            if error.kind == .threadNotFound { return false }
            throw error
        }
    }

    /// The thread at the top of an agent's line that is loaded.
    private func agentRoot(of thread: AgentThread) -> String {
        var (root, seen) = (thread, Set([thread.id]))
        while let id = root.feed.read(\.header.parentThreadId), let parent = loaded[id], seen.insert(id).inserted {
            root = parent
        }
        return root.id
    }

    private func agentNames(below id: String) -> Set<String> {
        Set(agents(below: id).compactMap { $0.feed.read(\.header.agentName) })
    }
}

extension ThreadHeader {
    /// How many agents stand above this one, itself included; 0 for a thread that a client made.
    var agentDepth: Int { spawn?.depth ?? 0 }

    /// The agent's name.
    var agentName: String? { spawn?.agentNickname }

    /// What is known of its making if another agent made it.
    var spawn: SubAgentSpawn? {
        if case .subAgent(.threadSpawn(let spawn)) = source { spawn } else { nil }
    }

    /// The facts of a thread that an agent makes for another one.
    fileprivate init(
        agentOf parent: ThreadHeader, id: String, depth: Int, name: String, settings: ThreadSettings,
        environment: AgentEnvironment
    ) {
        self.init(
            id: id, createdAtMs: environment.clock.milliseconds(), cwd: settings.cwd,
            source: .subAgent(
                .threadSpawn(SubAgentSpawn(parentThreadId: parent.id, depth: depth, agentNickname: name))),
            originator: parent.originator, cliVersion: environment.version, modelProvider: settings.modelProvider,
            model: settings.model, gitInfo: GitFacts.read(settings.cwd, files: environment.files),
            parentThreadId: parent.id, baseInstructions: parent.baseInstructions,
            developerInstructions: parent.developerInstructions, historyMode: parent.historyMode)
    }
}
