package import WireJSON

/// One thing that happened in a turn: a message, a command, a change of files.
///
/// An item is announced by `item/started`, grows by deltas, and is final with `item/completed`, which always carries the
/// whole item.
package enum ThreadItem: TaggedUnion {
    /// What the user said.
    case userMessage(UserMessageItem)
    /// What hooks added to the user's input.
    case hookPrompt(HookPromptItem)
    /// What the agent said.
    case agentMessage(AgentMessageItem)
    /// The result of a tool that the client ran on its own.
    case functionCallOutput(FunctionCallOutputItem)
    /// A plan that the agent proposes.
    case plan(PlanItem)
    /// What the model thought.
    case reasoning(ReasoningItem)
    /// A command.
    case commandExecution(CommandExecutionItem)
    /// A change of files.
    case fileChange(FileChangeItem)
    /// A call of an MCP server's tool.
    case mcpToolCall(McpToolCallItem)
    /// A call of a tool that the client offers.
    case dynamicToolCall(DynamicToolCallItem)
    /// Something that the agent asked of other agents.
    case collabAgentToolCall(CollabAgentToolCallItem)
    /// Something that happened to a helper agent.
    case subAgentActivity(SubAgentActivityItem)
    /// A search in the web.
    case webSearch(WebSearchItem)
    /// An image that the agent looked at.
    case imageView(ImageViewItem)
    /// A pause.
    case sleep(SleepItem)
    /// An image that the model made.
    case imageGeneration(ImageGenerationItem)
    /// The beginning of a review.
    case enteredReviewMode(EnteredReviewModeItem)
    /// The end of a review.
    case exitedReviewMode(ExitedReviewModeItem)
    /// The history was shortened.
    case contextCompaction(ContextCompactionItem)
    /// An item kept as the JSON that it came as: of a kind that this version doesn't know, or out of a log and only passed
    /// on.
    case verbatim(VerbatimItem)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("userMessage", UserMessageItem.self),
            TaggedVariant("hookPrompt", HookPromptItem.self),
            TaggedVariant("agentMessage", AgentMessageItem.self),
            TaggedVariant("functionCallOutput", FunctionCallOutputItem.self),
            TaggedVariant("plan", PlanItem.self),
            TaggedVariant("reasoning", ReasoningItem.self),
            TaggedVariant("commandExecution", CommandExecutionItem.self),
            TaggedVariant("fileChange", FileChangeItem.self),
            TaggedVariant("mcpToolCall", McpToolCallItem.self),
            TaggedVariant("dynamicToolCall", DynamicToolCallItem.self),
            TaggedVariant("collabAgentToolCall", CollabAgentToolCallItem.self),
            TaggedVariant("subAgentActivity", SubAgentActivityItem.self),
            TaggedVariant("webSearch", WebSearchItem.self),
            TaggedVariant("imageView", ImageViewItem.self),
            TaggedVariant("sleep", SleepItem.self),
            TaggedVariant("imageGeneration", ImageGenerationItem.self),
            TaggedVariant("enteredReviewMode", EnteredReviewModeItem.self),
            TaggedVariant("exitedReviewMode", ExitedReviewModeItem.self),
            TaggedVariant("contextCompaction", ContextCompactionItem.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "userMessage": self = .userMessage(try UserMessageItem(from: decoder))
        case "hookPrompt": self = .hookPrompt(try HookPromptItem(from: decoder))
        case "agentMessage": self = .agentMessage(try AgentMessageItem(from: decoder))
        case "functionCallOutput": self = .functionCallOutput(try FunctionCallOutputItem(from: decoder))
        case "plan": self = .plan(try PlanItem(from: decoder))
        case "reasoning": self = .reasoning(try ReasoningItem(from: decoder))
        case "commandExecution": self = .commandExecution(try CommandExecutionItem(from: decoder))
        case "fileChange": self = .fileChange(try FileChangeItem(from: decoder))
        case "mcpToolCall": self = .mcpToolCall(try McpToolCallItem(from: decoder))
        case "dynamicToolCall": self = .dynamicToolCall(try DynamicToolCallItem(from: decoder))
        case "collabAgentToolCall": self = .collabAgentToolCall(try CollabAgentToolCallItem(from: decoder))
        case "subAgentActivity": self = .subAgentActivity(try SubAgentActivityItem(from: decoder))
        case "webSearch": self = .webSearch(try WebSearchItem(from: decoder))
        case "imageView": self = .imageView(try ImageViewItem(from: decoder))
        case "sleep": self = .sleep(try SleepItem(from: decoder))
        case "imageGeneration": self = .imageGeneration(try ImageGenerationItem(from: decoder))
        case "enteredReviewMode": self = .enteredReviewMode(try EnteredReviewModeItem(from: decoder))
        case "exitedReviewMode": self = .exitedReviewMode(try ExitedReviewModeItem(from: decoder))
        case "contextCompaction": self = .contextCompaction(try ContextCompactionItem(from: decoder))
        default: self = .verbatim(try VerbatimItem(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .userMessage(let payload): try Self.encode("userMessage", payload, to: encoder)
        case .hookPrompt(let payload): try Self.encode("hookPrompt", payload, to: encoder)
        case .agentMessage(let payload): try Self.encode("agentMessage", payload, to: encoder)
        case .functionCallOutput(let payload): try Self.encode("functionCallOutput", payload, to: encoder)
        case .plan(let payload): try Self.encode("plan", payload, to: encoder)
        case .reasoning(let payload): try Self.encode("reasoning", payload, to: encoder)
        case .commandExecution(let payload): try Self.encode("commandExecution", payload, to: encoder)
        case .fileChange(let payload): try Self.encode("fileChange", payload, to: encoder)
        case .mcpToolCall(let payload): try Self.encode("mcpToolCall", payload, to: encoder)
        case .dynamicToolCall(let payload): try Self.encode("dynamicToolCall", payload, to: encoder)
        case .collabAgentToolCall(let payload): try Self.encode("collabAgentToolCall", payload, to: encoder)
        case .subAgentActivity(let payload): try Self.encode("subAgentActivity", payload, to: encoder)
        case .webSearch(let payload): try Self.encode("webSearch", payload, to: encoder)
        case .imageView(let payload): try Self.encode("imageView", payload, to: encoder)
        case .sleep(let payload): try Self.encode("sleep", payload, to: encoder)
        case .imageGeneration(let payload): try Self.encode("imageGeneration", payload, to: encoder)
        case .enteredReviewMode(let payload): try Self.encode("enteredReviewMode", payload, to: encoder)
        case .exitedReviewMode(let payload): try Self.encode("exitedReviewMode", payload, to: encoder)
        case .contextCompaction(let payload): try Self.encode("contextCompaction", payload, to: encoder)
        case .verbatim(let item): try item.encode(to: encoder)
        }
    }

    /// The item's id, whatever its kind.
    package var id: String {
        switch self {
        case .userMessage(let item): item.id
        case .hookPrompt(let item): item.id
        case .agentMessage(let item): item.id
        case .functionCallOutput(let item): item.id
        case .plan(let item): item.id
        case .reasoning(let item): item.id
        case .commandExecution(let item): item.id
        case .fileChange(let item): item.id
        case .mcpToolCall(let item): item.id
        case .dynamicToolCall(let item): item.id
        case .collabAgentToolCall(let item): item.id
        case .subAgentActivity(let item): item.id
        case .webSearch(let item): item.id
        case .imageView(let item): item.id
        case .sleep(let item): item.id
        case .imageGeneration(let item): item.id
        case .enteredReviewMode(let item): item.id
        case .exitedReviewMode(let item): item.id
        case .contextCompaction(let item): item.id
        case .verbatim(let item): item.id
        }
    }
}

/// An item as its JSON.
package struct VerbatimItem: Codable, Hashable, Sendable {
    /// The item's id.
    package let id: String
    /// The whole item as it came.
    package let raw: RawJSON

    /// An item with its id.
    package init(id: String, raw: RawJSON) {
        self.id = id
        self.raw = raw
    }

    /// Reads any object that has an `id`.
    package init(from decoder: any Decoder) throws {
        id = try decoder.container(keyedBy: WireKey.self).decode(String.self, forKey: WireKey("id"))
        raw = try decoder.singleValueContainer().decode(RawJSON.self)
    }

    /// Writes the item as it came.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(raw)
    }
}
