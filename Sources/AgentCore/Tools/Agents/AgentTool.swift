import AppServerProtocol
import ModelClient
import Support
import WireJSON

/// The tools of the namespace for agents: each call is one `collabAgentToolCall` item.
struct AgentTool: Sendable {
    let scope: ToolScope

    private var agents: OwnAgents { scope.thread.agents }

    /// Runs one call to its end; nil if the tool is none of these. The item that it starts is always completed.
    func run(_ call: ResponseAssembler.ToolCall) async -> ToolResult? {
        let read: AgentToolCall?
        do throws(ToolArgumentsError) {
            read = try AgentToolCall(name: call.name, arguments: call.arguments)
        } catch {
            return ToolResult(text: error.description)
        }
        switch read {
        case nil:
            return nil
        case .spawn(let arguments):
            return await spawn(arguments, call.callID)
        case .send(let target, let message, let interrupts):
            return await send(message, to: target, interrupting: interrupts, call.callID)
        case .wait(let targets, let milliseconds):
            return await wait(for: targets, milliseconds, call.callID)
        case .resume(let id):
            return await resume(id, call.callID)
        case .close(let target):
            return await close(target, call.callID)
        }
    }

    // MARK: - The tools

    private func spawn(_ arguments: AgentSpawnArguments, _ callID: String) async -> ToolResult {
        let effort = arguments.effort ?? scope.context.settings.effort
        var item = item(callID, .spawnAgent, [], prompt: arguments.message)
        item.model = arguments.model ?? scope.context.settings.model
        item.reasoningEffort = effort
        scope.begin(.collabAgentToolCall(item))
        do throws(AgentError) {
            let made = try await agents.spawn(
                OwnAgents.Order(
                    input: [.text(TextUserInput(text: arguments.message))], model: arguments.model,
                    effort: arguments.effort,
                    context: arguments.forksContext ? HistoryItems.answered(scope.feed.read(\.modelHistory) ?? []) : []),
                scope.context)
            item.receiverThreadIds = [made.id]
            item.model = made.model
            item.reasoningEffort = made.effort
            // Clients learn of the agent before it says anything.
            complete(item, .completed, [made.id: AgentStatus(.pendingInit)])
            made.launch()
            return result(["agent_id": .string(made.id), "nickname": .string(made.name)])
        } catch {
            complete(item, .failed, [:])
            return ToolResult(text: "collab spawn failed: \(error.message)")
        }
    }

    private func send(
        _ message: String, to target: String, interrupting: Bool, _ callID: String
    ) async -> ToolResult {
        let item = item(callID, .sendInput, [target], prompt: message)
        scope.begin(.collabAgentToolCall(item))
        let status = await agents.status(target)
        do throws(AgentError) {
            let taken = try await agents.send(
                [.text(TextUserInput(text: message))], to: target, interrupting: interrupting, scope.context)
            complete(item, .completed, [target: status])
            taken.launch?()
            return result(["submission_id": .string(taken.turnID)])
        } catch {
            complete(item, .failed, [target: status])
            return ToolResult(text: error.message)
        }
    }

    private func wait(for targets: [String], _ milliseconds: Int, _ callID: String) async -> ToolResult {
        let item = item(callID, .wait, targets)
        scope.begin(.collabAgentToolCall(item))
        let ended = await agents.wait(
            for: targets, milliseconds: milliseconds, sleep: scope.environment.retries.sleep)
        var statuses: [String: AgentStatus] = [:]
        for target in targets {
            if let status = ended[target] {
                statuses[target] = status
            } else {
                statuses[target] = await agents.status(target)
            }
        }
        if scope.control.isInterrupted || Task.isCancelled {
            complete(item, .interrupted, statuses)
            return ToolResult(text: ToolTexts.aborted)
        }
        let hasFailed = ended.values.contains { $0.status == .notFound || $0.status == .errored }
        complete(item, hasFailed ? .failed : .completed, statuses)
        var status = JSONObject()
        for target in targets { status[target] = ended[target]?.modelValue }
        return result(["status": .object(status), "timed_out": .bool(ended.isEmpty)])
    }

    private func resume(_ id: String, _ callID: String) async -> ToolResult {
        let item = item(callID, .resumeAgent, [id])
        scope.begin(.collabAgentToolCall(item))
        do throws(AgentError) {
            try await agents.resume(id)
            let status = await agents.status(id)
            complete(item, .completed, [id: status])
            return result(["status": status.modelValue])
        } catch {
            complete(item, .failed, [id: await agents.status(id)])
            return ToolResult(text: error.message)
        }
    }

    private func close(_ target: String, _ callID: String) async -> ToolResult {
        let item = item(callID, .closeAgent, [target])
        scope.begin(.collabAgentToolCall(item))
        do throws(AgentError) {
            let status = try await agents.close(target)
            complete(item, .completed, [target: status])
            return result(["previous_status": status.modelValue])
        } catch {
            complete(item, .failed, [target: AgentStatus(.notFound)])
            return ToolResult(text: error.message)
        }
    }

    // MARK: - Items

    private func item(
        _ callID: String, _ tool: CollabAgentTool, _ receivers: [String], prompt: String? = nil
    ) -> CollabAgentToolCallItem {
        CollabAgentToolCallItem(
            id: callID, tool: tool, status: .inProgress, senderThreadId: scope.feed.id, receiverThreadIds: receivers,
            prompt: prompt, agentsStates: [:])
    }

    private func complete(
        _ item: CollabAgentToolCallItem, _ status: CollabAgentToolCallStatus, _ statuses: [String: AgentStatus]
    ) {
        var item = item
        item.status = status
        item.agentsStates = statuses.mapValues(\.state)
        scope.complete(.collabAgentToolCall(item))
    }

    private func result(_ value: JSONValue) -> ToolResult {
        ToolResult(text: String(decoding: RawJSON(value).bytes, as: UTF8.self))
    }
}
