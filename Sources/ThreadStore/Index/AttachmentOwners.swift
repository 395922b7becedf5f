package import AppServerProtocol
internal import GRDB

/// Which threads have an attachment.
package struct AttachmentOwnersQuery: Hashable, Sendable {
    /// The attachment.
    package var key: AttachmentKey
    /// Only threads that are put away, or only the others; all when nil.
    package var isArchived: Bool?
    /// Where the page begins: `nextCursor` of an earlier page. Nil for the first page.
    package var cursor: String?
    /// How many threads the page has at most, 1 to ``ThreadListQuery/maximumLimit``; other numbers are brought into this
    /// range.
    package var limit: Int

    /// A query; without further arguments for the first page of all threads.
    package init(key: AttachmentKey, isArchived: Bool? = nil, cursor: String? = nil, limit: Int? = nil) {
        self.key = key
        self.isArchived = isArchived
        self.cursor = cursor
        self.limit = min(max(limit ?? ThreadListQuery.defaultLimit, 1), ThreadListQuery.maximumLimit)
    }

    /// Errors: `invalidCursor`.
    func check() throws(ThreadStoreError) {
        guard let cursor else { return }
        guard (try? ThreadID.canonical(cursor)) == cursor else { throw .invalidCursor(cursor) }
    }

    /// Reads the page.
    func page(_ db: Database) throws -> AttachmentOwnersPage {
        var conditions = "type = ? AND identity_key = ? AND thread_id > ?"
        var arguments: [any DatabaseValueConvertible] = [key.attachmentType, key.identityKey, cursor ?? ""]
        if let isArchived {
            conditions += " AND thread.archived = ?"
            arguments.append(isArchived)
        }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT thread_id, thread.archived FROM attachment JOIN thread ON thread.id = thread_id
                WHERE \(conditions) ORDER BY thread_id LIMIT \(limit + 1)
                """, arguments: StatementArguments(arguments))
        var owners = try rows.map { row in
            ThreadAttachmentOwner(
                threadId: try row.decode(String.self, atIndex: 0), archived: try row.decode(Bool.self, atIndex: 1))
        }
        let hasMore = owners.count > limit
        if hasMore { owners.removeLast() }
        return AttachmentOwnersPage(owners: owners, nextCursor: hasMore ? owners.last?.threadId : nil)
    }
}

/// A page of threads that have an attachment, ordered by id.
package struct AttachmentOwnersPage: Hashable, Sendable {
    /// The threads.
    package var owners: [ThreadAttachmentOwner]
    /// The cursor of the next page; nil when this is the last.
    package var nextCursor: String?

    /// A page from its parts.
    package init(owners: [ThreadAttachmentOwner], nextCursor: String?) {
        self.owners = owners
        self.nextCursor = nextCursor
    }
}
