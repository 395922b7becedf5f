package import WireJSON

/// Something that clients tie to a thread, such as a pull request.
package struct ThreadAttachment: Codable, Hashable, Sendable {
    /// The attachment's id, a UUID that the server makes.
    package var id: String
    /// What kind of thing it is, in the client's words.
    package var attachmentType: String
    /// What tells it from others of its kind, in the client's words.
    package var identityKey: String
    /// What the client wants to keep with it.
    package var payload: JSONValue
    /// When it was added, Unix seconds.
    package var createdAt: Int

    /// Makes the value from its fields.
    package init(id: String, attachmentType: String, identityKey: String, payload: JSONValue, createdAt: Int) {
        self.id = id
        self.attachmentType = attachmentType
        self.identityKey = identityKey
        self.payload = payload
        self.createdAt = createdAt
    }
}

/// What came of adding an attachment.
package enum ThreadAttachmentAddOutcome: String, ClosedEnum {
    /// It is new.
    case created
    /// The thread had it already; it stays as it was.
    case existing
}

/// What happened to an attachment.
package enum ThreadAttachmentOperation: String, ClosedEnum {
    /// It was added.
    case created
    /// It was removed.
    case deleted
}

/// A thread that has an attachment.
package struct ThreadAttachmentOwner: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// Whether it is put away.
    package var archived: Bool

    /// Makes the value from its fields.
    package init(threadId: String, archived: Bool) {
        self.threadId = threadId
        self.archived = archived
    }
}
