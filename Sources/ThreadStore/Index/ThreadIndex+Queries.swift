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
    ///
    /// Parents are what logs say, and imported ones can say anything: of threads that are each other's ancestors none is
    /// the other's descendant.
    func descendants(of id: String) async throws(ThreadStoreError) -> [String] {
        let parents = try await read(.lists) { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    WITH RECURSIVE
                    ancestor (id) AS (
                        SELECT parent FROM thread WHERE id = :id AND parent IS NOT NULL
                        UNION SELECT thread.parent FROM thread JOIN ancestor ON thread.id = ancestor.id
                        WHERE thread.parent IS NOT NULL
                    ),
                    family (id) AS (
                        SELECT id FROM thread WHERE parent = :id AND id <> :id AND id NOT IN (SELECT id FROM ancestor)
                        UNION SELECT thread.id FROM thread JOIN family ON thread.parent = family.id
                        WHERE thread.id <> :id AND thread.id NOT IN (SELECT id FROM ancestor)
                    )
                    SELECT thread.id, thread.parent FROM thread JOIN family ON thread.id = family.id
                    """, arguments: ["id": id])
            return try rows.map { row in
                (id: try row.decode(String.self, atIndex: 0), parent: try row.decode(String.self, atIndex: 1))
            }
        }
        let children = Dictionary(grouping: parents, by: \.parent)
        var generations: [[String]] = []
        var generation = [id]
        while true {
            generation = generation.flatMap { children[$0] ?? [] }.map(\.id).sorted()
            if generation.isEmpty { break }
            generations.append(generation)
        }
        return generations.reversed().flatMap(\.self)
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

    /// The header that a log has lost, as far as the index still knows it; nil when that is nothing.
    func knownHeader(of id: String) async -> ThreadHeader? {
        guard StorePaths.exists(paths.index) else { return nil }
        return try? await read(.writing) { db in try IndexRow.find(id, db)?.knownHeader }
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
