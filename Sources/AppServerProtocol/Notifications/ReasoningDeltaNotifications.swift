/// `item/reasoning/summaryTextDelta`: a part of the summary of the reasoning goes on.
package struct ReasoningSummaryTextDeltaNotification: ServerNotification {
    package static var method: String { "item/reasoning/summaryTextDelta" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The `reasoning` item.
    package var itemId: String
    /// The text to add.
    package var delta: String
    /// Which part, counted from 0.
    package var summaryIndex: Int

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, itemId: String, delta: String, summaryIndex: Int) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.delta = delta
        self.summaryIndex = summaryIndex
    }
}

/// `item/reasoning/summaryPartAdded`: the summary of the reasoning has a new, empty part.
package struct ReasoningSummaryPartAddedNotification: ServerNotification {
    package static var method: String { "item/reasoning/summaryPartAdded" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The `reasoning` item.
    package var itemId: String
    /// Which part, counted from 0.
    package var summaryIndex: Int

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, itemId: String, summaryIndex: Int) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.summaryIndex = summaryIndex
    }
}

/// `item/reasoning/textDelta`: a part of the reasoning itself goes on.
package struct ReasoningTextDeltaNotification: ServerNotification {
    package static var method: String { "item/reasoning/textDelta" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The `reasoning` item.
    package var itemId: String
    /// The text to add.
    package var delta: String
    /// Which part, counted from 0.
    package var contentIndex: Int

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, itemId: String, delta: String, contentIndex: Int) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.delta = delta
        self.contentIndex = contentIndex
    }
}
