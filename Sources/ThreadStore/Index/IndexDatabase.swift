internal import GRDB
internal import Logging

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The index's database: opened, made, put aside, brought up to date with the logs.
///
/// Nothing that can be wrong with the file stops the server. A damaged or newer index is moved aside and made anew from
/// the logs; where no file can be used at all (locked for long, folder not writable), one in memory takes its place.
struct IndexDatabase: Sendable {
    /// How long another process may hold the database before it counts as locked, in seconds. Other servers write for
    /// milliseconds at a time.
    private static let busySeconds = 3.0

    /// The memory that each connection keeps pages in, in KiB. A page of a list needs a few dozen of them.
    private static let cacheKiB = 512

    let writer: any DatabaseWriter
    let isInMemory: Bool
    /// What tells this process's opening from others: who opened last says when the index was closed in good order.
    private let opener: String

    /// Opens the index. Blocking, and after a crash or without a file it reads logs.
    ///
    /// Errors: `storage` when not even a database in memory can be had.
    static func open(
        _ paths: StorePaths, clock: @Sendable () -> Int, logger: Logger
    ) throws(ThreadStoreError) -> IndexDatabase {
        let opener = "\(getpid()):\(clock())"
        for _ in 0..<2 {
            do {
                let database = IndexDatabase(writer: try openFile(paths), isInMemory: false, opener: opener)
                try database.bringUpToDate(paths, logger)
                return database
            } catch {
                logger.warning("the index can't be used", metadata: ["path": "\(paths.index)", "error": "\(error)"])
                guard isDamage(error) else { break }
                putAside(paths, nowMs: clock(), logger)
            }
        }
        do {
            let writer = try DatabaseQueue(configuration: configuration)
            try IndexSchema.migrator.migrate(writer)
            let database = IndexDatabase(writer: writer, isInMemory: true, opener: opener)
            try database.bringUpToDate(paths, logger)
            logger.warning("lists work from memory until the index can be used again")
            return database
        } catch {
            throw ThreadStoreError(kind: .storage, message: "no index can be made", reason: "\(error)")
        }
    }

    /// Whether an error says that the file itself is unusable, rather than that it can't be reached at the moment.
    static func isDamage(_ error: any Error) -> Bool {
        if error is SupersededIndex || error is RowDecodingError { return true }
        guard let error = error as? DatabaseError else { return false }
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_SCHEMA, .SQLITE_MISMATCH, .SQLITE_CONSTRAINT:
            return true
        default:
            return error.extendedResultCode == .SQLITE_IOERR_SHORT_READ
        }
    }

    /// Moves the index out of the way, so that the next opening makes a new one. It is kept for whoever wants to know
    /// what happened, one at a time.
    static func putAside(_ paths: StorePaths, nowMs: Int, _ logger: Logger) {
        let aside = paths.index + ".unusable"
        for suffix in ["", "-wal", "-shm"] {
            unlink(aside + suffix)
            rename(paths.index + suffix, aside + suffix)
        }
        logger.warning("the index was put aside and is made anew", metadata: ["kept": "\(aside)"])
    }

    /// Notes that the logs hold nothing newer, and closes. Blocking.
    func close(isUpToDate: Bool) {
        if isUpToDate, !isInMemory {
            try? writer.write { db in
                try db.execute(
                    sql: """
                        UPDATE state SET value = '1' WHERE key = 'clean'
                        AND (SELECT value FROM state WHERE key = 'opener') = ?
                        """, arguments: [opener])
            }
        }
        try? writer.close()
    }

    // MARK: - Opening

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "heddle-index"
        configuration.busyMode = .timeout(busySeconds)
        configuration.maximumReaderCount = 2
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -\(cacheKiB)")
        }
        return configuration
    }

    private static func openFile(_ paths: StorePaths) throws -> any DatabaseWriter {
        _ = StorePaths.makeDirectory(paths.home)
        let pool = try DatabasePool(path: paths.index, configuration: configuration)
        chmod(paths.index, 0o600)
        let migrator = IndexSchema.migrator
        if try pool.read({ db in try migrator.hasBeenSuperseded(db) }) { throw SupersededIndex() }
        try migrator.migrate(pool)
        return pool
    }

    /// Reads the logs that the index may not know, unless it was closed in good order last time and no process died
    /// since.
    private func bringUpToDate(_ paths: StorePaths, _ logger: Logger) throws {
        let isClean = try writer.write { db in
            let isClean = try String.fetchOne(db, sql: "SELECT value FROM state WHERE key = 'clean'") == "1"
            for (key, value) in [("clean", "0"), ("opener", opener)] {
                try db.execute(sql: "INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)", arguments: [key, value])
            }
            return isClean
        }
        let markers = WriterMarker.left(in: paths)
        guard !isClean || !markers.isEmpty else { return }
        let changes = try IndexReconciler(paths: paths).reconcile(writer)
        for marker in markers { unlink(marker) }
        if changes > 0 {
            logger.notice("the index was brought up to date with the logs", metadata: ["threads": "\(changes)"])
        }
    }
}

/// The index was made by a later version of Heddle.
struct SupersededIndex: Error, CustomStringConvertible {
    var description: String { "made by a later version" }
}
