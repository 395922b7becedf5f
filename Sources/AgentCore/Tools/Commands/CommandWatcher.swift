import AppServerProtocol
import CommandExecution
import Support

/// Waits for the end of a command and completes its item, whether a call still waits for it or the turn is long over.
struct CommandWatcher: Sendable {
    let item: CommandExecutionItem
    let turnID: String
    let session: TerminalSession
    let output: CommandOutputSink

    /// Waits on a task of its own: a command may outlive everybody who asked for it.
    func watch(_ running: RunningCommand, thread: AgentThread, environment: AgentEnvironment) {
        Task(executorPreference: environment.executor) {
            let outcome = await running.outcome
            complete(outcome, thread.feed, atMs: environment.clock.milliseconds())
            session.end(outcome)
            // Nobody reads any more how a command ended that ran in the background: the model sees it when it looks next.
            if session.isKilled { thread.sessions.remove(session) }
        }
    }

    private func complete(_ outcome: CommandOutcome, _ feed: ThreadFeed, atMs: Int) {
        let text = output.finish().text
        var item = item
        item.durationMs = outcome.durationMs
        item.exitCode = session.isTerminated ? -1 : Int(outcome.exitCode)
        item.status = outcome.exit == .exited(0) ? .completed : .failed
        item.aggregatedOutput = text.isEmpty ? nil : text
        feed.commandCompleted(item, turnID: turnID, atMs: atMs)
    }
}
