/// One item of the history that the model sees, in the form of the Responses API. Heddle keeps such items as they
/// came, see ``Verbatim``; this type says what they look like.
package enum ResponseItem: TaggedUnion {
    /// Tools that came up later.
    case additionalTools(AdditionalToolsHistoryItem)
    /// A message.
    case message(MessageHistoryItem)
    /// A message between agents.
    case agentMessage(AgentMessageHistoryItem)
    /// The model's reasoning.
    case reasoning(ReasoningHistoryItem)
    /// A command of the provider's own shell tool.
    case localShellCall(LocalShellCallHistoryItem)
    /// A call of a tool with JSON arguments.
    case functionCall(FunctionCallHistoryItem)
    /// A search for tools.
    case toolSearchCall(ToolSearchCallHistoryItem)
    /// The result of a call.
    case functionCallOutput(FunctionCallOutputHistoryItem)
    /// A call of a tool with free text.
    case customToolCall(CustomToolCallHistoryItem)
    /// The result of such a call.
    case customToolCallOutput(CustomToolCallOutputHistoryItem)
    /// The tools that were found.
    case toolSearchOutput(ToolSearchOutputHistoryItem)
    /// A search in the web.
    case webSearchCall(WebSearchCallHistoryItem)
    /// An image that the model made.
    case imageGenerationCall(ImageGenerationCallHistoryItem)
    /// A shortened history.
    case compaction(CompactionHistoryItem)
    /// A change of settings.
    case configurationUpdate(ConfigurationUpdateHistoryItem)
    /// The wish to shorten the history.
    case compactionTrigger
    /// A history that the provider shortened.
    case contextCompaction(ContextCompactionHistoryItem)
    /// Anything else.
    case other

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("additional_tools", AdditionalToolsHistoryItem.self),
            TaggedVariant("message", MessageHistoryItem.self),
            TaggedVariant("agent_message", AgentMessageHistoryItem.self),
            TaggedVariant("reasoning", ReasoningHistoryItem.self),
            TaggedVariant("local_shell_call", LocalShellCallHistoryItem.self),
            TaggedVariant("function_call", FunctionCallHistoryItem.self),
            TaggedVariant("tool_search_call", ToolSearchCallHistoryItem.self),
            TaggedVariant("function_call_output", FunctionCallOutputHistoryItem.self),
            TaggedVariant("custom_tool_call", CustomToolCallHistoryItem.self),
            TaggedVariant("custom_tool_call_output", CustomToolCallOutputHistoryItem.self),
            TaggedVariant("tool_search_output", ToolSearchOutputHistoryItem.self),
            TaggedVariant("web_search_call", WebSearchCallHistoryItem.self),
            TaggedVariant("image_generation_call", ImageGenerationCallHistoryItem.self),
            TaggedVariant("compaction", CompactionHistoryItem.self),
            TaggedVariant("configuration_update", ConfigurationUpdateHistoryItem.self),
            TaggedVariant("compaction_trigger"),
            TaggedVariant("context_compaction", ContextCompactionHistoryItem.self),
            TaggedVariant("other"),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "additional_tools": self = .additionalTools(try AdditionalToolsHistoryItem(from: decoder))
        case "message": self = .message(try MessageHistoryItem(from: decoder))
        case "agent_message": self = .agentMessage(try AgentMessageHistoryItem(from: decoder))
        case "reasoning": self = .reasoning(try ReasoningHistoryItem(from: decoder))
        case "local_shell_call": self = .localShellCall(try LocalShellCallHistoryItem(from: decoder))
        case "function_call": self = .functionCall(try FunctionCallHistoryItem(from: decoder))
        case "tool_search_call": self = .toolSearchCall(try ToolSearchCallHistoryItem(from: decoder))
        case "function_call_output": self = .functionCallOutput(try FunctionCallOutputHistoryItem(from: decoder))
        case "custom_tool_call": self = .customToolCall(try CustomToolCallHistoryItem(from: decoder))
        case "custom_tool_call_output": self = .customToolCallOutput(try CustomToolCallOutputHistoryItem(from: decoder))
        case "tool_search_output": self = .toolSearchOutput(try ToolSearchOutputHistoryItem(from: decoder))
        case "web_search_call": self = .webSearchCall(try WebSearchCallHistoryItem(from: decoder))
        case "image_generation_call": self = .imageGenerationCall(try ImageGenerationCallHistoryItem(from: decoder))
        case "compaction": self = .compaction(try CompactionHistoryItem(from: decoder))
        case "configuration_update": self = .configurationUpdate(try ConfigurationUpdateHistoryItem(from: decoder))
        case "compaction_trigger": self = .compactionTrigger
        case "context_compaction": self = .contextCompaction(try ContextCompactionHistoryItem(from: decoder))
        default: self = .other
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .additionalTools(let payload): try Self.encode("additional_tools", payload, to: encoder)
        case .message(let payload): try Self.encode("message", payload, to: encoder)
        case .agentMessage(let payload): try Self.encode("agent_message", payload, to: encoder)
        case .reasoning(let payload): try Self.encode("reasoning", payload, to: encoder)
        case .localShellCall(let payload): try Self.encode("local_shell_call", payload, to: encoder)
        case .functionCall(let payload): try Self.encode("function_call", payload, to: encoder)
        case .toolSearchCall(let payload): try Self.encode("tool_search_call", payload, to: encoder)
        case .functionCallOutput(let payload): try Self.encode("function_call_output", payload, to: encoder)
        case .customToolCall(let payload): try Self.encode("custom_tool_call", payload, to: encoder)
        case .customToolCallOutput(let payload): try Self.encode("custom_tool_call_output", payload, to: encoder)
        case .toolSearchOutput(let payload): try Self.encode("tool_search_output", payload, to: encoder)
        case .webSearchCall(let payload): try Self.encode("web_search_call", payload, to: encoder)
        case .imageGenerationCall(let payload): try Self.encode("image_generation_call", payload, to: encoder)
        case .compaction(let payload): try Self.encode("compaction", payload, to: encoder)
        case .configurationUpdate(let payload): try Self.encode("configuration_update", payload, to: encoder)
        case .compactionTrigger: try Self.encode("compaction_trigger", to: encoder)
        case .contextCompaction(let payload): try Self.encode("context_compaction", payload, to: encoder)
        case .other: try Self.encode("other", to: encoder)
        }
    }
}
