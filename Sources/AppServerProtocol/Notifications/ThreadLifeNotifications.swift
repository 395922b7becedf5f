/// `thread/archived`: a thread was put away. Goes to every connection.
package struct ThreadArchivedNotification: ServerNotification {
    package static var method: String { "thread/archived" }

    /// The thread.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}

/// `thread/unarchived`: a thread was taken out of the archive. Goes to every connection.
package struct ThreadUnarchivedNotification: ServerNotification {
    package static var method: String { "thread/unarchived" }

    /// The thread.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}

/// `thread/deleted`: a thread is gone for good. Goes to every connection.
package struct ThreadDeletedNotification: ServerNotification {
    package static var method: String { "thread/deleted" }

    /// The thread.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}

/// `thread/reverted`: turns were taken out of a thread's history. Goes to every connection.
package struct ThreadRevertedNotification: ServerNotification {
    package static var method: String { "thread/reverted" }

    /// The thread.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}
