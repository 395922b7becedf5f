internal import AppServerProtocol
internal import GRDB

extension ThreadIndex {
    /// A page of a list. Everything noted before is in it.
    func list(
        _ query: ThreadListQuery, sections: [ThreadSection]
    ) async throws(ThreadStoreError) -> ThreadListPage {
        let sql = try IndexQuery(query)
        let surroundings = surroundings(sections)
        return try await read(.lists) { db in try sql.page(db, surroundings) }
    }

    /// A page of a search. Everything noted before is in it, as far as its log has reached the disk.
    func search(
        _ query: ThreadSearchQuery, sections: [ThreadSection]
    ) async throws(ThreadStoreError) -> ThreadSearchPage {
        let sql = try IndexSearch(query)
        let surroundings = surroundings(sections)
        return try await read(.searches) { db in try sql.page(db, surroundings) }
    }

    private func surroundings(_ sections: [ThreadSection]) -> IndexSurroundings {
        IndexSurroundings(
            home: paths.home, sections: Dictionary(sections.map { ($0.id, $0) }, uniquingKeysWith: { $1 }))
    }

    /// The threads that have an attachment.
    func attachmentOwners(_ query: AttachmentOwnersQuery) async throws(ThreadStoreError) -> AttachmentOwnersPage {
        try query.check()
        return try await read(.lists) { db in try query.page(db) }
    }

    /// The threads that a thread's agent made, and theirs; the deepest generation first.
    func descendants(of id: String) async throws(ThreadStoreError) -> [String] {
        try await read(.lists) { db in
            try String.fetchAll(
                db,
                sql: """
                    WITH RECURSIVE family (id, depth) AS (
                        SELECT id, 1 FROM thread WHERE parent = ?
                        UNION SELECT thread.id, depth + 1 FROM thread JOIN family ON thread.parent = family.id
                    ) SELECT id FROM family ORDER BY depth DESC, id
                    """, arguments: [id])
        }
    }

    /// The order of the threads of a section, with their ranks: what a move needs to know.
    func places(in section: String) async throws(ThreadStoreError) -> [SectionPlace] {
        try await read(.lists) { db in
            try Row.fetchAll(
                db,
                sql: "SELECT id, section_rank FROM thread WHERE section_id = ? ORDER BY section_rank, id",
                arguments: [section]
            ).map { row in
                SectionPlace(
                    threadId: try row.decode(String.self, atIndex: 0), rank: try row.decode(Double.self, atIndex: 1))
            }
        }
    }

    /// The threads of a project, those that are put away included.
    func threads(inProject id: String) async throws(ThreadStoreError) -> [String] {
        try await read(.lists) { db in
            try String.fetchAll(db, sql: "SELECT id FROM thread WHERE project_id = ? ORDER BY id", arguments: [id])
        }
    }

    /// When a thread of each project was last used, in milliseconds since the Unix epoch. Threads that are put away
    /// don't count.
    func projectRecencies() async throws(ThreadStoreError) -> [String: Int] {
        try await read(.lists) { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT project_id, max(recency_ms) FROM thread
                    WHERE project_id IS NOT NULL AND archived = 0 GROUP BY project_id
                    """)
            return try rows.reduce(into: [:]) { recencies, row in
                recencies[try row.decode(String.self, atIndex: 0)] = try row.decode(Int.self, atIndex: 1)
            }
        }
    }
}

/// A thread's place in its section.
package struct SectionPlace: Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// Its rank: threads are in the order of their ranks.
    package var rank: Double
}
