import AppServerProtocol
import ServerConfig

/// Reviews of changes.
extension AgentThread {
    /// What a client wants to have reviewed in the thread's working directory.
    func reviewTask(_ target: ReviewTarget) throws(AgentError) -> ReviewTask {
        try ReviewTask(target, directory: feed.read(\.settings.cwd), files: environment.files)
    }

    /// Accepts a turn in which a reviewer works. A turn that runs ends as interrupted before.
    func startReview(_ task: ReviewTask, userAgent: String) async throws(AgentError) -> AcceptedTurn {
        self.userAgent = userAgent
        await stopTurns()
        let pending = try accept(
            UserTurnInput(itemID: "", content: []), kind: .review(task), settings: feed.read(\.settings))
        try await confirm(pending)
        var turn = pending.turn.promised
        turn.items = [.userMessage(task.message(turnID: turn.id))]
        return AcceptedTurn(turn: turn, launch: launch(pending))
    }
}

extension ThreadSettings {
    /// The settings under which a reviewer works in a thread with these: its own model if there is one, and nobody is
    /// asked. Where commands may do everything only because somebody is asked, they may read and no more.
    func forReviewer(_ configuration: ServerConfig) -> ThreadSettings {
        var settings = self
        if let model = configuration.reviewModel, model != settings.model {
            settings.model = model
            // What was chosen for the one need not exist for the other.
            settings.effort = nil
        }
        settings.collaborationMode.mode = .default
        settings.collaborationMode.settings.developerInstructions = nil
        guard approvalPolicy != .never else { return settings }
        settings.approvalPolicy = .never
        switch sandboxPolicy {
        case .dangerFullAccess, .externalSandbox:
            settings.sandboxPolicy = .readOnly(ReadOnlySandbox())
            settings.activePermissionProfile = nil
        case .readOnly, .workspaceWrite:
            break
        }
        return settings
    }
}
