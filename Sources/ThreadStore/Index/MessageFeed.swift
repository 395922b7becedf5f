internal import GRDB

/// Brings the messages of logs into the index. Each row knows how far its log has been looked through, so that only what
/// is new is read.
struct MessageFeed {
    /// Which log, and how far it has been looked through.
    struct Place: Sendable {
        var number: Int64
        var id: String
        var indexedLength: Int
        /// When the thread last changed: the newest come first.
        var updatedAtMs: Int
    }

    let paths: StorePaths
    let writer: any DatabaseWriter

    /// Brings in all that is new in one log, until `isStopped`. Returns whether the index knows as much as the row says
    /// that there is: what has not reached the disk yet is missing. Blocking.
    func bringIn(_ id: String, isStopped: () -> Bool) throws -> Bool {
        while !isStopped() {
            let found = try writer.read { db -> (place: Place, logLength: Int)? in
                let sql = "SELECT number, id, indexed_length, updated_ms, log_length FROM thread WHERE id = ?"
                return try Row.fetchOne(db, sql: sql, arguments: [id]).map { row in
                    (try Place(row), try row.decode(Int.self, atIndex: 4))
                }
            }
            guard let found, found.place.indexedLength != found.logLength else { return true }
            guard let chunk = read(found.place) else { return true }
            try write([(found.place, chunk)])
            if chunk.isLast { return chunk.end >= found.logLength }
        }
        return false
    }

    /// The next part of a log; nil when it can't be read, which only whoever opens the thread is told.
    func read(_ place: Place) -> MessageChunk? {
        try? MessageChunk(of: paths.log(place.id), id: place.id, from: place.indexedLength)
    }

    /// Writes what was read in one transaction. What another process has brought in meanwhile stays as it is.
    func write(_ parts: [(place: Place, chunk: MessageChunk)]) throws {
        try writer.write { db in
            let known = try db.cachedStatement(sql: "SELECT indexed_length FROM thread WHERE number = ? AND id = ?")
            for (place, chunk) in parts {
                let length = try Int.fetchOne(known, arguments: [place.number, place.id])
                guard length == place.indexedLength else { continue }
                try Self.apply(chunk, to: place, db)
            }
        }
    }

    private static func apply(_ chunk: MessageChunk, to place: Place, _ db: Database) throws {
        let keys = MessageKey.messages(of: place.number)
        if chunk.start < place.indexedLength {
            try db.execute(
                sql: "DELETE FROM message WHERE id BETWEEN ? AND ?", arguments: [keys.lowerBound, keys.upperBound])
        }
        let last = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT max(id) FROM message WHERE id BETWEEN ? AND ?"),
            arguments: [keys.lowerBound, keys.upperBound])
        var key = (last ?? keys.lowerBound - 1) + 1
        for change in chunk.changes {
            switch change {
            case .message(let message):
                guard keys.contains(key) else { break }
                try message.save(db, as: key)
                key += 1
            case .reverted(let offset):
                try db.execute(
                    sql: "DELETE FROM message WHERE id BETWEEN ? AND ? AND log_offset >= ?",
                    arguments: [keys.lowerBound, keys.upperBound, offset])
            }
        }
        try db.cachedStatement(sql: "UPDATE thread SET indexed_length = ? WHERE number = ?").execute(
            arguments: [chunk.end, place.number])
    }

    /// Logs that have more than the index knows, the newest first, behind another one. Blocking.
    func behind(after last: Place?, limit: Int) throws -> [Place] {
        try writer.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT number, id, indexed_length, updated_ms FROM thread
                    WHERE indexed_length < log_length AND (updated_ms, number) < (?, ?)
                    ORDER BY updated_ms DESC, number DESC LIMIT ?
                    """, arguments: [last?.updatedAtMs ?? Int.max, last?.number ?? Int64.max, limit]
            ).map { row in try Place(row) }
        }
    }
}

extension MessageFeed.Place {
    fileprivate init(_ row: Row) throws {
        number = try row.decode(Int64.self, atIndex: 0)
        id = try row.decode(String.self, atIndex: 1)
        indexedLength = try row.decode(Int.self, atIndex: 2)
        updatedAtMs = try row.decode(Int.self, atIndex: 3)
    }
}
