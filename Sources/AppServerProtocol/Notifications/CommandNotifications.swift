/// `item/commandExecution/outputDelta`: a command wrote something.
package struct CommandExecutionOutputDeltaNotification: ServerNotification {
    package static var method: String { "item/commandExecution/outputDelta" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The `commandExecution` item.
    package var itemId: String
    /// The text to add, from standard output and standard error alike. Bytes that are no UTF-8 are replaced.
    package var delta: String

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, itemId: String, delta: String) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.delta = delta
    }
}

/// `item/commandExecution/terminalInteraction`: the agent wrote into a running command.
package struct TerminalInteractionNotification: ServerNotification {
    package static var method: String { "item/commandExecution/terminalInteraction" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The `commandExecution` item.
    package var itemId: String
    /// The process's handle, as in the item.
    package var processId: String
    /// What was written; empty when the agent only looked.
    package var stdin: String

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, itemId: String, processId: String, stdin: String) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.processId = processId
        self.stdin = stdin
    }
}
