/// `thread/section/move`: files a thread under a section.
package enum ThreadSectionMove: ClientRequest {
    package typealias Params = ThreadSectionMoveParams
    package typealias Response = ThreadSectionMoveResponse

    package static var method: String { "thread/section/move" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Where the thread goes.
package struct ThreadSectionMoveParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The section; null takes the thread out of one.
    @RequiredNullable package var sectionId: String?
    /// The thread of the section that it comes before; the end unless given.
    package var beforeThreadId: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, sectionId: String?, beforeThreadId: String? = nil) {
        self.threadId = threadId
        self.sectionId = sectionId
        self.beforeThreadId = beforeThreadId
    }
}

/// Nothing to say.
package struct ThreadSectionMoveResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
