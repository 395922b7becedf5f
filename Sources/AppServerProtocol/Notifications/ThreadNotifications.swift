/// `thread/started`: a thread was made or forked. Goes to every connection.
package struct ThreadStartedNotification: ServerNotification {
    package static var method: String { "thread/started" }

    /// The thread, without turns.
    package var thread: Thread

    /// Makes the value from its fields.
    package init(thread: Thread) {
        self.thread = thread
    }
}

/// `thread/status/changed`: a thread does something else now. Goes to every connection.
package struct ThreadStatusChangedNotification: ServerNotification {
    package static var method: String { "thread/status/changed" }

    /// The thread.
    package var threadId: String
    /// What it does.
    package var status: ThreadStatus

    /// Makes the value from its fields.
    package init(threadId: String, status: ThreadStatus) {
        self.threadId = threadId
        self.status = status
    }
}

/// `thread/readState/changed`: the unread part of a thread grew or shrank.
package struct ThreadReadStateChangedNotification: ServerNotification {
    package static var method: String { "thread/readState/changed" }

    /// The thread.
    package var threadId: String
    /// How far the user has read.
    package var readState: ThreadReadState

    /// Makes the value from its fields.
    package init(threadId: String, readState: ThreadReadState) {
        self.threadId = threadId
        self.readState = readState
    }
}

/// `thread/closed`: a thread was unloaded. Goes to every connection.
package struct ThreadClosedNotification: ServerNotification {
    package static var method: String { "thread/closed" }

    /// The thread.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}

/// `thread/name/updated`: a thread has a new title. Goes to every connection.
package struct ThreadNameUpdatedNotification: ServerNotification {
    package static var method: String { "thread/name/updated" }

    /// The thread.
    package var threadId: String
    /// The title; null if it was taken away.
    package var threadName: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, threadName: String? = nil) {
        self.threadId = threadId
        self.threadName = threadName
    }
}

/// `thread/settings/updated`: a thread's settings changed.
package struct ThreadSettingsUpdatedNotification: ServerNotification {
    package static var method: String { "thread/settings/updated" }

    /// The thread.
    package var threadId: String
    /// All settings, as they are now.
    package var threadSettings: ThreadSettings

    /// Makes the value from its fields.
    package init(threadId: String, threadSettings: ThreadSettings) {
        self.threadId = threadId
        self.threadSettings = threadSettings
    }
}

/// `thread/tokenUsage/updated`: the model gave an answer, and this is what it cost.
package struct ThreadTokenUsageUpdatedNotification: ServerNotification {
    package static var method: String { "thread/tokenUsage/updated" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The tokens.
    package var tokenUsage: ThreadTokenUsage

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, tokenUsage: ThreadTokenUsage) {
        self.threadId = threadId
        self.turnId = turnId
        self.tokenUsage = tokenUsage
    }
}
