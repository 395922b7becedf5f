/// `thread/queue/changed`: the messages that wait for their turn are others now.
package struct ThreadQueueChangedNotification: ServerNotification {
    package static var method: String { "thread/queue/changed" }

    /// The thread.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}
