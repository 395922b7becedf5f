/// Shortening the conversation because a client wants it.
extension AgentThread {
    /// Accepts a turn that shortens the conversation. A turn that runs ends as interrupted before. Returns what begins the
    /// work once the client has its answer.
    package func startCompaction(userAgent: String) async throws(AgentError) -> @Sendable () -> Void {
        self.userAgent = userAgent
        await stopTurns()
        let pending = try accept(
            UserTurnInput(itemID: "", content: []), kind: .compaction, settings: feed.read(\.settings))
        try await confirm(pending)
        return launch(pending)
    }
}
