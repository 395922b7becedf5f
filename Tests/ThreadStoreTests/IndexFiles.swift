import Foundation
import GRDB

/// Ways to spoil an index file.
enum IndexFiles {
    /// Adds a migration that this version does not know.
    static func addMigrationOfALaterVersion(_ path: String) throws {
        try execute("INSERT INTO grdb_migrations (identifier) VALUES ('99 from the future'); DROP TABLE thread", path)
    }

    /// Changes the database behind the store's back.
    static func execute(_ sql: String, _ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }

    /// How many rows a table has.
    static func count(_ table: String, _ path: String) throws -> Int {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }

    /// Holds the database locked for everyone else as long as the result lives.
    static func lock(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
            try db.execute(sql: "INSERT OR REPLACE INTO state VALUES ('lock', '1')")
        }
        return queue
    }

    /// Writes noise over the file and its write-ahead log, under the same inodes.
    static func overwriteInPlace(_ path: String) throws {
        for suffix in ["", "-wal"] {
            guard let file = FileHandle(forUpdatingAtPath: path + suffix) else { continue }
            let length = try file.seekToEnd()
            try file.seek(toOffset: 0)
            try file.write(contentsOf: Data(repeating: 0xA5, count: Int(length)))
            try file.close()
        }
    }
}
