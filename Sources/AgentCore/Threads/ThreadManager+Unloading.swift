package import AppServerProtocol
import ModelClient
import ServerConfig
import Support
import ThreadStore

/// Letting go of threads that nobody uses.
extension ThreadManager {
    /// Ends a connection's subscription. A thread that nobody listens to is unloaded after a while.
    package func unsubscribe(_ id: String, _ subscriberID: Int) throws(AgentError) -> ThreadUnsubscribeStatus {
        try checkID(id)
        guard let thread = loaded[id.lowercased()] else { return .notLoaded }
        for agent in agents(below: thread.id) { _ = agent.feed.detach(subscriberID) }
        guard thread.feed.detach(subscriberID) else { return .notSubscribed }
        if !thread.feed.hasSubscribers { startUnloading(thread.id) }
        return .unsubscribed
    }

    /// Ends every subscription of a connection that is gone.
    package func connectionClosed(_ subscriberID: Int) {
        for thread in loaded.values where thread.feed.detach(subscriberID) && !thread.feed.hasSubscribers {
            startUnloading(thread.id)
        }
    }

    /// Unloads a thread if nobody uses it, after the configured delay.
    func startUnloading(_ id: String) {
        Task(executorPreference: environment.executor) { await self.unloadLater(id) }
    }

    /// Unloads a thread if it is unused now and still is after the configured delay.
    func unloadLater(_ id: String) async {
        // Agents go with the thread that made them.
        if let parent = loadedParent(of: id) { return await unloadLater(parent) }
        guard isUnused(id) else { return }
        let delay = environment.configuration().threadUnloadDelaySeconds
        if delay > 0 {
            do {
                try await environment.retries.sleep(delay * 1000)
            } catch {
                return
            }
        }
        unloadIfUnused(id)
    }

    private func isUnused(_ id: String) -> Bool {
        guard let thread = loaded[id], loadedParent(of: id) == nil else { return false }
        return thread.feed.read { $0.subscriptions.isEmpty && $0.turn == nil }
            && agents(below: id).allSatisfy { $0.feed.read { $0.turn == nil } }
    }

    private func loadedParent(of id: String) -> String? {
        guard let parent = loaded[id]?.feed.read(\.header.parentThreadId), parent != id, loaded[parent] != nil
        else { return nil }
        return parent
    }

    private func unloadIfUnused(_ id: String) {
        guard isUnused(id), let thread = loaded[id] else { return }
        let agents = agents(below: id)
        unload(thread)
        guard loaded[id] == nil else { return }
        // One that somebody listens to by itself stays.
        for agent in agents { unload(agent) }
    }

    private func unload(_ thread: AgentThread) {
        guard thread.feed.closeIfUnused() else { return }
        loaded[thread.id] = nil
        thread.sessions.kill()
        thread.feed.closed()
    }
}
