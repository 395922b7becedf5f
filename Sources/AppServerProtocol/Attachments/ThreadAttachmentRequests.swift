package import WireJSON

/// `thread/attachment/add`: ties something to a thread.
package enum ThreadAttachmentAdd: ClientRequest {
    package typealias Params = ThreadAttachmentAddParams
    package typealias Response = ThreadAttachmentAddResponse

    package static var method: String { "thread/attachment/add" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// What to tie to which thread.
package struct ThreadAttachmentAddParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// What kind of thing it is.
    package var attachmentType: String
    /// What tells it from others of its kind.
    package var identityKey: String
    /// What to keep with it.
    package var payload: JSONValue

    /// Makes the value from its fields.
    package init(threadId: String, attachmentType: String, identityKey: String, payload: JSONValue) {
        self.threadId = threadId
        self.attachmentType = attachmentType
        self.identityKey = identityKey
        self.payload = payload
    }
}

/// The attachment.
package struct ThreadAttachmentAddResponse: Codable, Hashable, Sendable {
    /// The attachment that the thread has now.
    package var attachment: ThreadAttachment
    /// Whether it is new.
    package var outcome: ThreadAttachmentAddOutcome

    /// Makes the value from its fields.
    package init(attachment: ThreadAttachment, outcome: ThreadAttachmentAddOutcome) {
        self.attachment = attachment
        self.outcome = outcome
    }
}

/// `thread/attachment/list`: pages through a thread's attachments.
package enum ThreadAttachmentList: ClientRequest {
    package typealias Params = ThreadAttachmentListParams
    package typealias Response = ThreadAttachmentListResponse

    package static var method: String { "thread/attachment/list" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which page to show.
package struct ThreadAttachmentListParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// Where to go on: `nextCursor` of an earlier page.
    package var cursor: String?
    /// How many attachments at most: all unless given, 0 counts as 1.
    package var limit: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, cursor: String? = nil, limit: Int? = nil) {
        self.threadId = threadId
        self.cursor = cursor
        self.limit = limit
    }
}

/// One page of attachments.
package struct ThreadAttachmentListResponse: Codable, Hashable, Sendable {
    /// The attachments, oldest first.
    package var data: [ThreadAttachment]
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(data: [ThreadAttachment], nextCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
    }
}

/// `thread/attachment/remove`: unties something from a thread.
package enum ThreadAttachmentRemove: ClientRequest {
    package typealias Params = ThreadAttachmentRemoveParams
    package typealias Response = ThreadAttachmentRemoveResponse

    package static var method: String { "thread/attachment/remove" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// What to untie.
package struct ThreadAttachmentRemoveParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// What kind of thing it is.
    package var attachmentType: String
    /// What tells it from others of its kind.
    package var identityKey: String

    /// Makes the value from its fields.
    package init(threadId: String, attachmentType: String, identityKey: String) {
        self.threadId = threadId
        self.attachmentType = attachmentType
        self.identityKey = identityKey
    }
}

/// Nothing to say.
package struct ThreadAttachmentRemoveResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}

/// `thread/attachmentOwner/list`: finds the threads that something is tied to.
package enum ThreadAttachmentOwnerList: ClientRequest {
    package typealias Params = ThreadAttachmentOwnerListParams
    package typealias Response = ThreadAttachmentOwnerListResponse

    package static var method: String { "thread/attachmentOwner/list" }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// What to look for.
package struct ThreadAttachmentOwnerListParams: Codable, Hashable, Sendable {
    /// What kind of thing it is.
    package var attachmentType: String
    /// What tells it from others of its kind.
    package var identityKey: String
    /// Only archived threads, or only the others; both unless given.
    package var archived: Bool?
    /// Where to go on: `nextCursor` of an earlier page.
    package var cursor: String?
    /// How many threads at most: all unless given, 0 counts as 1.
    package var limit: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        attachmentType: String, identityKey: String, archived: Bool? = nil, cursor: String? = nil, limit: Int? = nil
    ) {
        self.attachmentType = attachmentType
        self.identityKey = identityKey
        self.archived = archived
        self.cursor = cursor
        self.limit = limit
    }
}

/// One page of threads.
package struct ThreadAttachmentOwnerListResponse: Codable, Hashable, Sendable {
    /// The threads.
    package var data: [ThreadAttachmentOwner]
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(data: [ThreadAttachmentOwner], nextCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
    }
}
