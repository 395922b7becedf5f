/// Where each TypeScript declaration lies. Clients import from these paths.
enum TypeScriptLayout {
    /// The folder of the type of any JSON value.
    static let jsonFolder = "serde_json/"

    /// The folder of a type, with a slash at its end unless it is the output folder itself.
    static func folder(of name: String) -> String {
        if name == TypeScriptRenderer.json { return jsonFolder }
        return topLevel.contains(name) || name.hasPrefix("FuzzyFileSearch") ? "" : "v2/"
    }

    /// How a file in a folder imports a type.
    static func importPath(of name: String, from folder: String) -> String {
        let target = self.folder(of: name)
        if target == folder { return "./\(name)" }
        return (folder.isEmpty ? "./" : "../") + target + name
    }

    /// The types outside `v2/`: the messages, what is older than the second version of the protocol, and what the model's
    /// own interface brings along.
    private static let topLevel: Set<String> = [
        "AbsolutePathBuf", "AgentMessageInputContent", "AgentPath", "ApplyPatchApprovalParams",
        "ApplyPatchApprovalResponse", "AuthMode", "AutoCompactTokenLimitScope", "ClientInfo", "ClientNotification",
        "ClientRequest", "CodexResponseHandoffMode", "CollaborationMode", "ConfigurationReasoning", "ContentItem",
        "ConversationTextRole", "ExecCommandApprovalParams", "ExecCommandApprovalResponse", "FileChange",
        "ForcedLoginMethod", "FunctionCallOutputBody", "FunctionCallOutputContentItem", "ImageDetail",
        "ImageGenerationFailure", "ImageGenerationItem", "InitializeCapabilities", "InitializeParams",
        "InitializeResponse", "InputModality", "InternalChatMessageMetadataPassthrough", "LegacyAppPathString",
        "LocalShellAction", "LocalShellExecAction", "LocalShellStatus", "McpServerInfo", "MessagePhase", "ModeKind",
        "MultiAgentMode", "ParsedCommand", "PathUri", "Personality", "PlanType", "RealtimeConversationVersion",
        "RealtimeOutputModality", "RealtimeVoice", "RealtimeVoicesList", "ReasoningEffort", "ReasoningItemContent",
        "ReasoningItemReasoningSummary", "ReasoningSummary", "RequestId", "Resource", "ResourceContent",
        "ResourceTemplate", "ResponseItem", "ResponseItemId", "ReviewDecision", "ServerNotification",
        "ServerNotificationEnvelope", "ServerRequest", "Settings", "SleepItem", "SubAgentSource", "ThreadId",
        "ThreadMemoryMode", "Tool", "ToolExposureSurface", "Verbosity", "WebSearchContextSize", "WebSearchItem",
        "WebSearchLocation", "WebSearchMode", "WebSearchToolConfig",
    ]
}
