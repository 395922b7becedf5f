/// `thread/attachment/updated`: something was tied to a thread or untied from it.
package struct ThreadAttachmentUpdatedNotification: ServerNotification {
    package static var method: String { "thread/attachment/updated" }

    /// The thread.
    package var threadId: String
    /// The attachment's id.
    package var attachmentId: String
    /// What kind of thing it is.
    package var attachmentType: String
    /// What tells it from others of its kind.
    package var identityKey: String
    /// What happened.
    package var operation: ThreadAttachmentOperation

    /// Makes the value from its fields.
    package init(
        threadId: String, attachmentId: String, attachmentType: String, identityKey: String,
        operation: ThreadAttachmentOperation
    ) {
        self.threadId = threadId
        self.attachmentId = attachmentId
        self.attachmentType = attachmentType
        self.identityKey = identityKey
        self.operation = operation
    }
}
