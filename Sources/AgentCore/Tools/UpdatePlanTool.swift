import AppServerProtocol

/// The tool `update_plan`: the model shows what it is going to do. It has no item, only an event.
struct UpdatePlanTool {
    let context: TurnContext
    let feed: ThreadFeed

    /// Announces the plan.
    func run(_ call: ResponseAssembler.ToolCall) -> ToolResult {
        guard context.settings.collaborationMode.mode != .plan else { return ToolResult(text: Self.refusalInPlanMode) }
        do {
            let arguments = try UpdatePlanArguments(parsing: call.arguments)
            feed.planUpdated(arguments.plan, explanation: arguments.explanation, turnID: context.turnID)
            return ToolResult(text: UpdatePlanArguments.modelText)
        } catch {
            return ToolResult(text: error.description)
        }
    }

    private static let refusalInPlanMode =
        "update_plan shows how far work has come, and is not allowed in Plan mode: write the plan into your answer"
}
