import AppServerProtocol
import ThreadStore
import WireJSON

/// Runs the tools that a model's answer calls: side by side, each with its items, approvals and output.
struct ToolRunner: Sendable {
    /// The tools that the model is offered.
    static let definitions: [RawJSON] =
        [ToolDefinition.execCommand.raw, ToolDefinition.updatePlan.raw] + ToolDefinition.goalTools.map(\.raw)

    let context: TurnContext
    let thread: AgentThread
    let environment: AgentEnvironment
    let control: TurnControl

    /// Runs all calls at once and waits for all of them. Cancelling the task ends them; each still yields an output, which
    /// the model reads. Says whether the user ended the turn while answering an approval.
    func run(_ calls: [ResponseAssembler.ToolCall]) async -> Bool {
        var endsTurn = false
        await withTaskGroup(of: (Int, ToolResult).self) { group in
            for (index, call) in calls.enumerated() {
                group.addTask { (index, await self.run(call)) }
            }
            for await (index, result) in group {
                let output = calls[index].output(result.text)
                // Written down at once: should the process die while another call waits for the user, this one is done.
                thread.feed.record(.modelItem(ModelItemRecord(turnId: context.turnID, item: output)))
                await thread.toolEnded(calls[index].name)
                // The user has ended the turn: what still runs beside this call ends with it.
                if result.endsTurn {
                    endsTurn = true
                    control.interrupt()
                }
            }
        }
        return endsTurn
    }

    private func run(_ call: ResponseAssembler.ToolCall) async -> ToolResult {
        switch (call.name, call.form) {
        case ("exec_command", .function):
            await ExecCommandTool(context: context, thread: thread, environment: environment, control: control).run(
                call)
        case ("update_plan", .function):
            UpdatePlanTool(context: context, feed: thread.feed).run(call)
        case (let name, .function) where GoalToolCall.names.contains(name):
            await thread.runGoalTool(call, turnID: context.turnID)
        default:
            ToolResult(text: ToolTexts.unsupported(call.name))
        }
    }
}

/// What one tool call yields.
struct ToolResult: Sendable {
    /// The output that the model reads.
    var text: String
    /// Whether the user ended the turn with it.
    var endsTurn = false
}

/// Outputs of tools that say the same wherever they occur.
enum ToolTexts {
    /// A call that the user's interrupt ended. Models know the words.
    static let aborted = "aborted by user"

    /// A call of a tool that does not exist.
    static func unsupported(_ name: String) -> String { "unsupported call: \(name)" }
}

extension ResponseAssembler.ToolCall {
    /// The history item that answers this call.
    func output(_ text: String) -> RawJSON {
        switch form {
        case .function: HistoryItems.functionCallOutput(callID: callID, output: text)
        case .custom: HistoryItems.customToolCallOutput(callID: callID, output: text)
        }
    }
}
