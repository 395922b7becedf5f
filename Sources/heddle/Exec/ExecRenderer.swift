import AppServerProtocol
import ServerConfig
import WireJSON

/// Turns the notifications of one thread into text for a person. No I/O: what goes in are messages, what comes out are
/// texts.
struct ExecRenderer {
    private var transcript = ExecTranscript()
    /// Messages and thoughts whose text came in pieces: their completed form says nothing new.
    private var streamed: Set<String> = []
    /// The commands that run, by item id, as they are shown.
    private var commands: [String: String] = [:]
    /// The command whose output was shown last. Others must say their name before they go on.
    private var speaking: String?
    /// The last error that was shown, so that the turn's end does not repeat it.
    private var lastError: String?

    /// Shows one notification. What a person would not miss gives nothing.
    ///
    /// - Throws: `WireDecodingError` when the params are not what the method's type says.
    mutating func render(_ method: String, _ params: JSONNode) throws -> [ExecOutput] {
        switch method {
        case TurnStartedNotification.method:
            transcript.status("thinking")
        case ItemStartedNotification.method:
            started(try params.decode(ItemStartedNotification.self).item)
        case ItemCompletedNotification.method:
            completed(try params.decode(ItemCompletedNotification.self).item)
        case AgentMessageDeltaNotification.method:
            let notification = try params.decode(AgentMessageDeltaNotification.self)
            streamed.insert(notification.itemId)
            transcript.append(notification.delta, .plain, on: .answer)
        case CommandExecutionOutputDeltaNotification.method:
            let notification = try params.decode(CommandExecutionOutputDeltaNotification.self)
            output(notification.delta, of: notification.itemId)
        case ReasoningSummaryPartAddedNotification.method:
            transcript.closeLine()
        case ReasoningSummaryTextDeltaNotification.method:
            let notification = try params.decode(ReasoningSummaryTextDeltaNotification.self)
            streamed.insert(notification.itemId)
            transcript.append(notification.delta, .dim, on: .activity)
        case TurnPlanUpdatedNotification.method:
            plan(try params.decode(TurnPlanUpdatedNotification.self))
        case WarningNotification.method:
            transcript.line("warning: \(try params.decode(WarningNotification.self).message)", .warning)
        case ConfigWarningNotification.method:
            let warning = try params.decode(ConfigWarningNotification.self)
            // The thread is refused for it, and the refusal says why: nothing goes on with defaults.
            if warning.summary == ConfigProblem.unusableSummary { break }
            transcript.line("warning: \(Self.sentence(warning.summary, warning.details))", .warning)
        case DeprecationNoticeNotification.method:
            let notice = try params.decode(DeprecationNoticeNotification.self)
            transcript.line("warning: \(Self.sentence(notice.summary, notice.details))", .warning)
        case ErrorNotification.method:
            error(try params.decode(ErrorNotification.self))
        case TurnCompletedNotification.method:
            ended(try params.decode(TurnCompletedNotification.self).turn)
        default:
            break
        }
        return transcript.take()
    }

    /// Shows a line that comes from the client itself.
    mutating func note(_ text: String, _ style: ExecOutput.Style) -> [ExecOutput] {
        transcript.line(text, style)
        return transcript.take()
    }

    // MARK: - Items

    private mutating func started(_ item: ThreadItem) {
        switch item {
        case .commandExecution(let command):
            let shown = CommandText.forPeople(command.command)
            commands[command.id] = shown
            speaking = command.id
            transcript.line("$ \(shown)", .bold)
            transcript.status("running")
        case .mcpToolCall(let call):
            transcript.line("tool: \(call.server).\(call.tool)", .bold)
            transcript.status("running")
        case .reasoning, .agentMessage:
            transcript.closeLine()
        default:
            break
        }
    }

    private mutating func completed(_ item: ThreadItem) {
        switch item {
        case .agentMessage(let message):
            if !streamed.contains(message.id) { transcript.append(message.text, .plain, on: .answer) }
            transcript.closeLine()
        case .reasoning(let reasoning):
            if !streamed.contains(reasoning.id) {
                for part in reasoning.summary { transcript.line(part, .dim) }
            }
            transcript.closeLine()
        case .commandExecution(let command):
            ended(command)
        case .fileChange(let patch):
            for change in patch.changes { transcript.line(Self.line(change, patch.status), .bold) }
        case .mcpToolCall(let call):
            let outcome = call.error?.message ?? call.status.rawValue
            transcript.line("[\(call.server).\(call.tool): \(outcome)]", .dim)
            transcript.status("thinking")
        case .webSearch(let search):
            transcript.line("search: \(search.query)", .dim)
        default:
            break
        }
    }

    // MARK: - Commands

    private mutating func output(_ text: String, of item: String) {
        if speaking != item {
            transcript.line("$ \(commands[item] ?? item) (goes on)", .dim)
            speaking = item
        }
        streamed.insert(item)
        transcript.append(text, .dim, on: .activity)
    }

    private mutating func ended(_ command: CommandExecutionItem) {
        let shown = commands.removeValue(forKey: command.id) ?? CommandText.forPeople(command.command)
        if !streamed.contains(command.id), let output = command.aggregatedOutput, !output.isEmpty {
            self.output(output, of: command.id)
        }
        var outcome: String
        switch (command.status, command.exitCode) {
        case (.declined, _): outcome = "declined"
        case (_, let code?): outcome = "exit \(code)"
        case (let status, nil): outcome = status.rawValue
        }
        if let milliseconds = command.durationMs, command.status != .declined {
            outcome += ", \(Self.duration(milliseconds))"
        }
        // When others spoke in between, the reader needs to know whose end this is.
        let name = speaking == command.id ? "" : "\(shown): "
        transcript.line("[\(name)\(outcome)]", command.status == .completed ? .dim : .warning)
        speaking = nil
        transcript.status("thinking")
    }

    /// `12 ms`, `3.4 s`.
    private static func duration(_ milliseconds: Int) -> String {
        guard milliseconds >= 1000 else { return "\(milliseconds) ms" }
        return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    }

    // MARK: - Plans, patches, errors, the end

    private mutating func plan(_ notification: TurnPlanUpdatedNotification) {
        transcript.line("plan:\(notification.explanation.map { " \($0)" } ?? "")", .bold)
        for step in notification.plan {
            switch step.status {
            case .completed: transcript.line("  [x] \(step.step)", .dim)
            case .inProgress: transcript.line("  [>] \(step.step)", .plain)
            case .pending: transcript.line("  [ ] \(step.step)", .plain)
            }
        }
    }

    private static func line(_ change: FileUpdateChange, _ status: PatchApplyStatus) -> String {
        let verb =
            switch change.kind {
            case .add: "add"
            case .delete: "delete"
            case .update: "edit"
            }
        return "\(verb): \(change.path)\(status == .completed ? "" : " (\(status.rawValue))")"
    }

    private mutating func error(_ notification: ErrorNotification) {
        let text = Self.sentence(notification.error.message, notification.error.additionalDetails)
        if notification.willRetry {
            transcript.line(text, .warning)
        } else {
            transcript.line("error: \(text)", .failure)
            lastError = notification.error.message
        }
    }

    private mutating func ended(_ turn: Turn) {
        transcript.closeLine()
        transcript.status(nil)
        switch turn.status {
        case .failed:
            guard turn.error == nil || turn.error?.message != lastError else { return }
            let reason = turn.error.map { Self.sentence($0.message, $0.additionalDetails) }
            transcript.line("error: \(reason ?? "the turn failed")", .failure)
        case .interrupted:
            transcript.line("interrupted", .warning)
        case .completed, .inProgress:
            break
        }
    }

    private static func sentence(_ text: String, _ details: String?) -> String {
        guard let details, !details.isEmpty else { return text }
        return "\(text) (\(details))"
    }
}
