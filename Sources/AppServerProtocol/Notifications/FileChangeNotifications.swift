/// `item/fileChange/outputDelta`: once the textual output of a change of files. It isn't sent any more.
package struct FileChangeOutputDeltaNotification: ServerNotification {
    package static var method: String { "item/fileChange/outputDelta" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The `fileChange` item.
    package var itemId: String
    /// The text to add.
    package var delta: String

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, itemId: String, delta: String) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.delta = delta
    }
}

/// `item/fileChange/patchUpdated`: what is known so far of a change that the model is still writing.
package struct FileChangePatchUpdatedNotification: ServerNotification {
    package static var method: String { "item/fileChange/patchUpdated" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The `fileChange` item.
    package var itemId: String
    /// All files so far, in place of those before; paths are as the model writes them.
    package var changes: [FileUpdateChange]

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, itemId: String, changes: [FileUpdateChange]) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.changes = changes
    }
}
