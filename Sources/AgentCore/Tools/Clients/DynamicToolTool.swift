import AppServerProtocol
import ModelClient
import Support
import WireJSON

/// A tool that the client offers: the client runs it, and what it gives goes to the model.
struct DynamicToolTool: Sendable {
    let scope: ToolScope
    let tool: DynamicTool

    /// How long a client may take. A tool may ask a person; a client that is gone must not hold the turn for ever.
    private static let timeoutMilliseconds = 1_800_000

    /// Runs one call to its end. The item that it starts is always completed.
    func run(_ call: ResponseAssembler.ToolCall) async -> ToolResult {
        let arguments = (try? RawJSON(validating: Array(call.arguments.utf8))) ?? RawJSON(.string(call.arguments))
        var item = DynamicToolCallItem(
            id: call.callID, namespace: tool.namespace, tool: tool.name, arguments: arguments, status: .inProgress)
        scope.begin(.dynamicToolCall(item))
        let began = scope.environment.clock.milliseconds()
        let reply = await answer(
            DynamicToolCallParams(
                threadId: scope.feed.id, turnId: scope.context.turnID, callId: call.callID,
                namespace: tool.namespace, tool: tool.name, arguments: arguments))
        item.durationMs = max(0, scope.environment.clock.milliseconds() - began)
        var result: ToolResult
        switch reply {
        case .success(let answer):
            item.status = answer.success ? .completed : .failed
            item.success = answer.success
            item.contentItems = answer.contentItems
            result = Self.result(answer.contentItems)
        case .failure(let failure):
            item.status = .failed
            item.success = false
            let text = failure.text
            item.contentItems = [.inputText(DynamicToolOutputText(text: text))]
            result = ToolResult(text: text)
        }
        scope.complete(.dynamicToolCall(item))
        return result
    }

    /// Why a tool gave nothing.
    private enum Failure: Error {
        case request(RequestFailure)
        case timedOut

        /// What the model is told.
        var text: String {
            switch self {
            case .request(.cancelled): ToolTexts.aborted
            case .request(.invalidAnswer(let reason)) where reason.hasPrefix("error "): "dynamic tool request failed"
            case .request(.invalidAnswer): "dynamic tool response was invalid"
            case .timedOut: "dynamic tool request timed out"
            }
        }
    }

    private func answer(_ params: DynamicToolCallParams) async -> Result<DynamicToolCallResponse, Failure> {
        await withTaskGroup(of: Result<DynamicToolCallResponse, Failure>?.self) { group in
            group.addTask { [feed = scope.feed] in
                do throws(RequestFailure) {
                    return .success(try await feed.ask(ItemToolCall.self, params, waiting: nil).response)
                } catch {
                    return .failure(.request(error))
                }
            }
            group.addTask { [sleep = scope.environment.retries.sleep] in
                do {
                    try await sleep(Self.timeoutMilliseconds)
                    return .failure(.timedOut)
                } catch {
                    return nil
                }
            }
            var first: Result<DynamicToolCallResponse, Failure>?
            for await result in group {
                first = first ?? result
                if first != nil { group.cancelAll() }
            }
            return first ?? .failure(.request(.cancelled))
        }
    }

    /// One text is the output itself; more are parts of it.
    private static func result(_ items: [DynamicToolCallOutputContentItem]) -> ToolResult {
        if items.count == 1, case .inputText(let part) = items[0] { return ToolResult(text: part.text) }
        var parts: [JSONValue] = []
        for item in items {
            switch item {
            case .inputText(let part):
                parts.append(UserInputParts.text(part.text))
            case .inputImage(let part):
                guard part.imageUrl.hasPrefix("data:") else {
                    return ToolResult(text: "remote image URLs are not supported; use an inline data URL instead")
                }
                parts.append(["type": "input_image", "image_url": .string(part.imageUrl), "detail": "high"])
            case .inputAudio:
                parts.append(
                    UserInputParts.text("The tool gave a sound recording. Heddle can't pass audio on to a model."))
            }
        }
        return ToolResult(text: "", parts: parts)
    }
}
