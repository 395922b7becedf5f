internal import GRDB

/// Saving rows in such a way that one that can't be saved doesn't hold up the others.
enum RowSaving {
    /// Saves rows in one transaction, which `begin` begins. Returns those that can never be saved, with the reason; all
    /// others are saved.
    ///
    /// Errors: when none can be saved at the moment.
    static func save<Element>(
        _ rows: [Element], _ writer: any DatabaseWriter, begin: (Database) throws -> Void = { _ in },
        _ save: (Database, Element) throws -> Void
    ) throws -> [(row: Element, reason: any Error)] {
        do {
            try writer.write { db in
                try begin(db)
                for row in rows { try save(db, row) }
            }
            return []
        } catch  where isForGood(error) {
            // Once more, and slower: each row can be taken back without the others.
            return try writer.write { db in
                try begin(db)
                var failures: [(row: Element, reason: any Error)] = []
                for row in rows {
                    do {
                        try db.inSavepoint {
                            try save(db, row)
                            return .commit
                        }
                    } catch  where isForGood(error) {
                        failures.append((row, error))
                    }
                }
                return failures
            }
        }
    }

    /// Whether an error is about a row itself rather than about the database: it can't be encoded, or is longer than
    /// anything that a database takes.
    private static func isForGood(_ error: any Error) -> Bool {
        if let error = error as? DatabaseError { return error.resultCode == .SQLITE_TOOBIG }
        return !IndexDatabase.isDamage(error)
    }
}
