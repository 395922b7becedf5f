import AppServerProtocol
import ServerConfig
import ThreadStore
import WireJSON

/// Runs the tools that a model's answer calls: side by side, each with its items, approvals and output.
struct ToolRunner: Sendable {
    /// The tools that the model is offered. A client's tool takes the place of ours with its name.
    var definitions: [RawJSON] {
        if context.kind.review != nil { return Self.reviewersTools.map(\.raw) }
        let patch =
            context.model.takesFreeformTools ? ApplyPatchDefinition.freeform : ApplyPatchDefinition.function.raw
        let functions: [ToolDefinition] = [.execCommand, .writeStdin, .updatePlan, .viewImage, .requestUserInput]
        let taken = Set(offered.map(\.callName))
        func ours(_ tools: [ToolDefinition]) -> [RawJSON] { tools.filter { !taken.contains($0.name) }.map(\.raw) }
        return (taken.contains(ApplyPatchDefinition.name) ? [] : [patch]) + ours(functions)
            + ours(permissionTools) + agentTools + ours(ToolDefinition.goalTools)
            + (thread.feed.read(\.header.dynamicTools) ?? []).map(\.definition)
    }

    /// What a reviewer works with: it looks, changes nothing and asks nobody.
    private static let reviewersTools: [ToolDefinition] = [.execCommand, .writeStdin, .viewImage]

    private var permissionTools: [ToolDefinition] {
        let settings = context.settings
        let isOffered =
            hasPermissionRequests && settings.approvalPolicy.asksAboutPermissions
            && settings.sandboxPolicy.restrictsCommands
        return isOffered ? [.requestPermissions] : []
    }

    private var hasPermissionRequests: Bool {
        context.settings.approvalPolicy.hasPermissionRequests(
            feature: thread.configuration.feature("request_permissions_tool"))
    }

    /// The tools for agents, unless this one stands too deep to have any.
    private var agentTools: [RawJSON] {
        thread.feed.read(\.header.agentDepth) < AgentLimits(thread.configuration).depth
            ? [AgentToolDefinitions.raw] : []
    }

    /// The tools that the client offers.
    private let offered: [DynamicTool]

    let context: TurnContext
    let thread: AgentThread
    let environment: AgentEnvironment
    let control: TurnControl
    /// What the turn has changed so far.
    let changes: TurnChanges
    /// What the user has granted until the turn ends.
    private let grants = TurnGrants()

    init(context: TurnContext, thread: AgentThread, environment: AgentEnvironment, control: TurnControl) {
        self.context = context
        self.thread = thread
        self.environment = environment
        self.control = control
        offered = DynamicTool.all(in: thread.feed.read(\.header.dynamicTools) ?? [])
        changes = TurnChanges(directory: context.settings.cwd, turnID: context.turnID, feed: thread.feed)
    }

    private var scope: ToolScope {
        ToolScope(
            context: context, thread: thread, environment: environment, control: control, changes: changes,
            grants: grants)
    }

    /// Runs all calls at once, but patches one after the other, and waits for all of them. Cancelling the task ends them;
    /// each still yields an output, which the model reads. Says whether the user ended the turn while answering an
    /// approval.
    func run(_ calls: [ResponseAssembler.ToolCall]) async -> Bool {
        var endsTurn = false
        await withTaskGroup(of: (Int, ToolResult).self) { group in
            let patches = PatchOrder(calls.map(\.isPatch))
            for (index, call) in calls.enumerated() {
                group.addTask {
                    await patches.wait(for: index)
                    let result = await self.run(call)
                    patches.finish(index)
                    return (index, result)
                }
            }
            for await (index, result) in group {
                let output = calls[index].output(result)
                // Written down at once: should the process die while another call waits for the user, this one is done.
                context.history.append(output)
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
        if context.kind.review != nil, !Self.reviewersTools.contains(where: { $0.name == call.name }) {
            return ToolResult(text: ToolTexts.unsupported(call.name))
        }
        if let tool = offered.first(where: { $0.callName == call.name }) {
            return await DynamicToolTool(scope: scope, tool: tool).run(call)
        }
        return switch (call.name, call.form) {
        case ("exec_command", .function):
            await ExecCommandTool(scope: scope).run(call)
        case ("write_stdin", .function):
            await WriteStdinTool(scope: scope).run(call)
        case ("apply_patch", _):
            await ApplyPatchTool(scope: scope).run(call)
        case ("update_plan", .function):
            UpdatePlanTool(context: context, feed: thread.feed).run(call)
        case ("view_image", .function):
            await ViewImageTool(scope: scope).run(call)
        case ("request_user_input", .function):
            await RequestUserInputTool(scope: scope).run(call)
        case (RequestPermissionsTool.name, .function) where hasPermissionRequests:
            await RequestPermissionsTool(scope: scope).run(call)
        case (let name, .function) where GoalToolCall.names.contains(name):
            await thread.runGoalTool(call, turnID: context.turnID)
        default:
            await AgentTool(scope: scope).run(call) ?? ToolResult(text: ToolTexts.unsupported(call.name))
        }
    }
}

/// What one tool call yields.
struct ToolResult: Sendable {
    /// The output that the model reads.
    var text: String
    /// The same in parts, where it is more than a text.
    var parts: [JSONValue]?
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
    func output(_ result: ToolResult) -> RawJSON {
        guard let parts = result.parts else { return output(result.text) }
        return HistoryItems.callOutput(isCustom: form == .custom, callID: callID, parts: parts)
    }

    /// The same of a text.
    func output(_ text: String) -> RawJSON {
        switch form {
        case .function: HistoryItems.functionCallOutput(callID: callID, output: text)
        case .custom: HistoryItems.customToolCallOutput(callID: callID, output: text)
        }
    }
}
