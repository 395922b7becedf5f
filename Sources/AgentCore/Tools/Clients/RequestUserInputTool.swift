import AppServerProtocol
import Support
import WireJSON

/// The tool `request_user_input`: asks the user, and waits for the answer.
struct RequestUserInputTool: Sendable {
    let scope: ToolScope

    /// Runs one call. It has no item: the request is all that clients see.
    func run(_ call: ResponseAssembler.ToolCall) async -> ToolResult {
        let questions: [ToolRequestUserInputQuestion]
        do {
            questions = try RequestUserInputArguments(parsing: call.arguments).questions
        } catch {
            return ToolResult(text: error.description)
        }
        guard questions.allSatisfy({ $0.options?.isEmpty == false }) else {
            return ToolResult(text: "request_user_input requires non-empty options for every question")
        }
        let params = ToolRequestUserInputParams(
            threadId: scope.feed.id, turnId: scope.context.turnID, itemId: call.callID, questions: questions)
        let reply = await scope.ask(
            ItemToolRequestUserInput.self, params, about: call.callID, waiting: .waitingOnUserInput
        ) { _ in "answered" }
        switch reply {
        case .withdrawn:
            return ToolResult(text: ToolTexts.aborted)
        case .unusable:
            return ToolResult(text: #"{"answers":{}}"#)
        case .answered(let answer):
            return ToolResult(text: String(decoding: (try? WireCoder.encode(answer)) ?? [], as: UTF8.self))
        }
    }
}
