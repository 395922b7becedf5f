internal import GRDB

extension ThreadIndex {
    /// The threads that are put away.
    func archivedIDs() async throws(ThreadStoreError) -> [String] {
        try await read(.lists) { db in try String.fetchAll(db, sql: "SELECT id FROM thread WHERE archived = 1") }
    }

    /// What the rule of retention asks of every thread, but for the room that it takes.
    func retentionFacts() async throws(ThreadStoreError) -> [RetentionFacts] {
        try await read(.lists) { db in
            let sql = "SELECT id, parent, archived, name IS NOT NULL OR section_id IS NOT NULL, updated_ms FROM thread"
            return try Row.fetchAll(db, sql: sql).map { row in
                RetentionFacts(
                    id: try row.decode(String.self, atIndex: 0), parent: try row.decode(String?.self, atIndex: 1),
                    isArchived: try row.decode(Bool.self, atIndex: 2), isKept: try row.decode(Bool.self, atIndex: 3),
                    updatedAtMs: try row.decode(Int.self, atIndex: 4))
            }
        }
    }
}
