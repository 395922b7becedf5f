internal import AppServerProtocol
internal import WireJSON

/// What happened in a session: turns, items, names, counts.
extension RolloutConversion {
    /// Events that say nothing that a thread keeps: beginnings whose ends are in the file, and passing notices.
    private static let passing: Set<String> = [
        "agent_message_delta", "agent_reasoning", "agent_reasoning_raw_content", "agent_reasoning_section_break",
        "background_event", "deprecation_notice", "exec_approval_request", "exec_command_begin",
        "exec_command_output_delta", "item_started", "mcp_tool_call_begin", "patch_apply_begin", "plan_update",
        "raw_response_item", "session_configured", "shutdown_complete", "stream_error", "terminal_interaction",
        "turn_diff", "undo_completed", "undo_started", "view_image_tool_call", "warning", "web_search_begin",
    ]

    /// Takes in an event.
    mutating func takeEvent(_ record: RolloutRecord) {
        let payload = record.payload
        switch record.type ?? "" {
        case "task_started", "turn_started":
            beginTurn(payload.text("turn_id"), rootTurnId: payload.text("root_turn_id"))
        case "task_complete", "turn_complete":
            if let error = Self.error(payload["error"]) { fail(error) }
            endTurn(running?.error == nil ? .completed : .failed, payload)
        case "turn_aborted":
            endTurn(.interrupted, payload)
        case "error":
            if let error = Self.error(.object(payload)) { fail(error) }
        case "item_completed":
            takeItem(record)
        case "token_count":
            takeTokenCount(payload["info"])
        case "thread_settings_applied":
            if let provider = payload["thread_settings"]?["model_provider_id"]?.stringValue {
                change(provider: provider)
            }
        case "thread_name_updated":
            rename(payload.text("thread_name"))
        case "thread_rolled_back":
            dropTurns(payload.int("num_turns") ?? 0)
        case let type:
            if !takeOlderEvent(type, payload), !Self.passing.contains(type) { note(unknown: record.name) }
        }
    }

    private mutating func takeItem(_ record: RolloutRecord) {
        guard let item = record.payload["item"]?.objectValue else { return note(unknown: record.name) }
        guard let converted = RolloutItems.item(item) else {
            return note(unknown: "\(record.name)/\(item.text("type") ?? "?")")
        }
        calls.tell(converted.id)
        append(converted, atMs: record.payload.int("completed_at_ms"))
    }

    private mutating func takeTokenCount(_ info: JSONValue?) {
        guard let info = info?.objectValue, let turn = drafts.last,
            let total = Self.breakdown(info["total_token_usage"]), let last = Self.breakdown(info["last_token_usage"])
        else { return }
        let usage = ThreadTokenUsage(total: total, last: last, modelContextWindow: info.int("model_context_window"))
        append(.tokenUsage(TokenUsageRecord(turnId: turn.id, usage: usage)))
    }

    private static func breakdown(_ value: JSONValue?) -> TokenUsageBreakdown? {
        guard let counts = value?.objectValue, let total = counts.int("total_tokens") else { return nil }
        return TokenUsageBreakdown(
            totalTokens: total, inputTokens: counts.int("input_tokens") ?? 0,
            cachedInputTokens: counts.int("cached_input_tokens") ?? 0,
            cacheWriteInputTokens: counts.int("cache_write_input_tokens") ?? 0,
            outputTokens: counts.int("output_tokens") ?? 0,
            reasoningOutputTokens: counts.int("reasoning_output_tokens") ?? 0)
    }

    private static func error(_ value: JSONValue?) -> TurnError? {
        guard let error = value?.objectValue, let message = error.text("message") else { return nil }
        let info = error["codex_error_info"].flatMap { try? RawJSON(camelCased($0)).decode(CodexErrorInfo.self) }
        return TurnError(message: message, codexErrorInfo: error["codex_error_info"]?.isNull == true ? nil : info)
    }

    private static func camelCased(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let word): return .string(RolloutItems.camelCased(word))
        case .object(let object):
            var result = JSONObject()
            for (key, value) in object {
                result[RolloutItems.camelCased(key)] = value.objectValue == nil ? value : camelCased(value)
            }
            return .object(result)
        default: return value
        }
    }

    // MARK: - Events of older files

    /// Takes in an event that newer files have as an item; false for any other one.
    private mutating func takeOlderEvent(_ type: String, _ payload: JSONObject) -> Bool {
        let call = payload.text("call_id")
        switch type {
        case "user_message":
            guard isLegacy else { return true }
            if running?.isImplicit ?? true { beginTurn(nil, isImplicit: true) }
            append(
                .userMessage(
                    UserMessageItem(
                        id: nextItemId(), clientId: payload.text("client_id"), content: Self.input(payload))))
        case "agent_message":
            guard isLegacy else { return true }
            append(
                .agentMessage(
                    AgentMessageItem(
                        id: nextItemId(), text: payload.text("message") ?? "",
                        phase: payload.text("phase").map(MessagePhase.init(rawValue:)))))
        case "exec_command_end":
            tell(call, call.flatMap { RolloutItems.command(payload, id: $0) })
        case "patch_apply_end":
            var item = payload
            item["type"] = "FileChange"
            item["id"] = payload["call_id"]
            tell(call, RolloutItems.item(item))
        case "mcp_tool_call_end":
            tell(call, Self.toolCall(payload))
        case "web_search_end":
            var item = payload
            item["type"] = "WebSearch"
            item["id"] = payload["call_id"]
            tell(call, RolloutItems.item(item))
        case "context_compacted":
            append(.contextCompaction(ContextCompactionItem(id: nextItemId())))
        case "entered_review_mode":
            append(
                .enteredReviewMode(
                    EnteredReviewModeItem(
                        id: payload.text("item_id") ?? nextItemId(), review: payload.text("user_facing_hint") ?? "")))
        case "exited_review_mode":
            append(
                .exitedReviewMode(
                    ExitedReviewModeItem(
                        id: payload.text("item_id") ?? nextItemId(),
                        review: payload["review_output"]?["overall_explanation"]?.stringValue ?? "")))
        default:
            return false
        }
        return true
    }

    private mutating func tell(_ call: String?, _ item: ThreadItem?) {
        guard let call, let item else { return note(unknown: "event_msg without a call") }
        calls.tell(call)
        append(item)
    }

    private static func input(_ payload: JSONObject) -> [UserInput] {
        var input: [UserInput] = []
        if let text = payload.text("message"), !text.isEmpty {
            let elements = payload["text_elements"].flatMap { try? RawJSON($0).decode([TextElement].self) }
            input.append(.text(TextUserInput(text: text, textElements: elements ?? [])))
        }
        input += payload.list("images").compactMap(\.stringValue).map { .image(ImageUserInput(url: $0)) }
        input += payload.list("local_images").compactMap(\.stringValue).map {
            .localImage(LocalImageUserInput(path: $0))
        }
        return input
    }

    private static func toolCall(_ payload: JSONObject) -> ThreadItem? {
        guard let call = payload.text("call_id"), let invocation = payload["invocation"]?.objectValue else {
            return nil
        }
        var item: JSONObject = [
            "type": "McpToolCall", "id": .string(call), "server": invocation["server"] ?? "",
            "tool": invocation["tool"] ?? "", "arguments": invocation["arguments"] ?? .null, "status": "completed",
        ]
        item["duration"] = payload["duration"]
        if let result = payload["result"]?["Ok"]?.objectValue {
            item["result"] = .object(result)
            if result["isError"]?.boolValue ?? result["is_error"]?.boolValue ?? false { item["status"] = "failed" }
        } else if let message = payload["result"]?["Err"] {
            item["status"] = "failed"
            item["error"] = ["message": message]
        }
        return RolloutItems.item(item)
    }
}
