package import WireJSON

/// An `mcpToolCall` item: a call of an MCP server's tool.
package struct McpToolCallItem: Codable, Hashable, Sendable {
    /// The item's id: that of the model's call.
    package var id: String
    /// The server's name in the configuration.
    package var server: String
    /// The tool's name.
    package var tool: String
    /// How far the call has got.
    package var status: McpToolCallStatus
    /// The arguments; any JSON.
    package var arguments: RawJSON
    /// The app that the tool belongs to.
    package var appContext: McpToolCallAppContext?
    /// The resource that shows the result; the older form of `mcpAppUi.resourceUri`.
    package var mcpAppResourceUri: String?
    /// How the result is to be shown; null in old logs.
    package var mcpAppUi: McpAppUi?
    /// The plugin that the server belongs to.
    package var pluginId: String?
    /// Whether the server says that the tool changes nothing.
    package var readOnlyHint: Bool?
    /// What the tool gave, also when it says that it failed; null until then.
    package var result: McpToolCallResult?
    /// Why the call itself failed.
    package var error: McpToolCallError?
    /// How long the call took, in milliseconds; null until it ends.
    package var durationMs: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String, server: String, tool: String, status: McpToolCallStatus, arguments: RawJSON,
        appContext: McpToolCallAppContext? = nil, mcpAppResourceUri: String? = nil, mcpAppUi: McpAppUi? = nil,
        pluginId: String? = nil, readOnlyHint: Bool? = nil, result: McpToolCallResult? = nil,
        error: McpToolCallError? = nil, durationMs: Int? = nil
    ) {
        self.id = id
        self.server = server
        self.tool = tool
        self.status = status
        self.arguments = arguments
        self.appContext = appContext
        self.mcpAppResourceUri = mcpAppResourceUri
        self.mcpAppUi = mcpAppUi
        self.pluginId = pluginId
        self.readOnlyHint = readOnlyHint
        self.result = result
        self.error = error
        self.durationMs = durationMs
    }
}

/// How far a call has got.
package enum McpToolCallStatus: String, ClosedEnum {
    /// It runs, or waits for an approval.
    case inProgress
    /// It gave a result.
    case completed
    /// It gave an error, or a result that says so.
    case failed
}

/// The app that an MCP tool belongs to.
package struct McpToolCallAppContext: Codable, Hashable, Sendable {
    /// The app's id.
    package var connectorId: String
    /// The id of the user's account with the app.
    package var linkId: String?
    /// The resource that shows the result.
    package var resourceUri: String?
    /// The app's name.
    package var appName: String?
    /// The name of what the tool does.
    package var actionName: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        connectorId: String, linkId: String? = nil, resourceUri: String? = nil, appName: String? = nil,
        actionName: String? = nil
    ) {
        self.connectorId = connectorId
        self.linkId = linkId
        self.resourceUri = resourceUri
        self.appName = appName
        self.actionName = actionName
    }
}

/// How the result of an MCP tool is to be shown.
package struct McpAppUi: Codable, Hashable, Sendable {
    /// The resource that shows it.
    package var resourceUri: String
    /// How large, when the model made the call.
    package var preferredModelDisplayMode: McpAppDisplayMode

    /// Makes the value from its fields.
    package init(resourceUri: String, preferredModelDisplayMode: McpAppDisplayMode) {
        self.resourceUri = resourceUri
        self.preferredModelDisplayMode = preferredModelDisplayMode
    }
}

/// How large a result is shown.
package enum McpAppDisplayMode: String, ClosedEnum {
    /// In the conversation.
    case inline
    /// In all the space there is.
    case fullscreen
}

/// What an MCP tool gave.
package struct McpToolCallResult: Codable, Hashable, Sendable {
    /// Content blocks as the Model Context Protocol defines them.
    package var content: [RawJSON]
    /// The same for programs; any JSON.
    package var structuredContent: RawJSON?
    /// What else the server says about it; any JSON.
    package var meta: RawJSON?

    private enum CodingKeys: String, CodingKey {
        case content
        case structuredContent
        case meta = "_meta"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(content: [RawJSON], structuredContent: RawJSON? = nil, meta: RawJSON? = nil) {
        self.content = content
        self.structuredContent = structuredContent
        self.meta = meta
    }
}

/// Why a call of an MCP tool failed.
package struct McpToolCallError: Codable, Hashable, Sendable {
    /// What happened.
    package var message: String

    /// Makes the value from its fields.
    package init(message: String) {
        self.message = message
    }
}
