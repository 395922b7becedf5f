/// `item/started`: an item exists. More of it may follow as deltas.
package struct ItemStartedNotification: ServerNotification {
    package static var method: String { "item/started" }

    /// The item as it is now.
    package var item: ThreadItem
    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// When it started, in Unix milliseconds.
    package var startedAtMs: Int

    /// Makes the value from its fields.
    package init(item: ThreadItem, threadId: String, turnId: String, startedAtMs: Int) {
        self.item = item
        self.threadId = threadId
        self.turnId = turnId
        self.startedAtMs = startedAtMs
    }
}

/// `item/completed`: an item is final.
package struct ItemCompletedNotification: ServerNotification {
    package static var method: String { "item/completed" }

    /// The whole item, whatever the deltas said.
    package var item: ThreadItem
    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// When it ended, in Unix milliseconds.
    package var completedAtMs: Int

    /// Makes the value from its fields.
    package init(item: ThreadItem, threadId: String, turnId: String, completedAtMs: Int) {
        self.item = item
        self.threadId = threadId
        self.turnId = turnId
        self.completedAtMs = completedAtMs
    }
}

/// `item/mcpToolCall/progress`: an MCP tool says how far it has got.
package struct McpToolCallProgressNotification: ServerNotification {
    package static var method: String { "item/mcpToolCall/progress" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The `mcpToolCall` item.
    package var itemId: String
    /// What it says.
    package var message: String

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, itemId: String, message: String) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.message = message
    }
}
