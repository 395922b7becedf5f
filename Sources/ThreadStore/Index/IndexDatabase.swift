internal import GRDB
internal import Logging

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The index's database: opened, made, put aside.
///
/// Nothing that can be wrong with the file stops the server. A damaged or newer index is moved aside and made anew from
/// the logs; where no file can be used at all (locked for long, folder not writable), a temporary one takes its place.
struct IndexDatabase: Sendable {
    /// How long another process may hold the database before it counts as locked, in seconds. Other servers write for
    /// milliseconds at a time.
    private static let busySeconds = 3.0

    /// The memory that each connection keeps pages in, in KiB. A page of a list needs a few dozen of them.
    private static let cacheKiB = 512

    /// How long the write-ahead log stays when it starts from its beginning again, in bytes: what some hundred changes
    /// take.
    private static let journalBytes = 4 << 20

    let writer: any DatabaseWriter
    /// Whether the index lives as long as this process only.
    let isTemporary: Bool
    /// Brings it up to date; nil when there is nothing to be brought.
    let rebuild: IndexRebuild?
    /// What tells this process's opening from others: who opened last says when the index was closed in good order.
    private let opener: String
    /// Which file it is, to notice when another one takes its place.
    private let file: FileIdentity?

    /// Opens the index. Blocking, but no logs are read: what is missing, ``rebuild`` brings once it is started.
    ///
    /// Errors: `storage` when not even a temporary database can be had.
    static func open(
        _ paths: StorePaths, waitMilliseconds: Int = IndexRebuild.waitMilliseconds, clock: @Sendable () -> Int,
        logger: Logger
    ) throws(ThreadStoreError) -> IndexDatabase {
        let opener = "\(getpid()):\(clock())"
        for _ in 0..<2 {
            do {
                return try IndexDatabase(
                    try openFile(paths), isTemporary: false, paths, waitMilliseconds, opener: opener, logger)
            } catch {
                logger.warning("the index can't be used", metadata: ["path": "\(paths.index)", "error": "\(error)"])
                guard isDamage(error) else { break }
                putAside(paths, nowMs: clock(), logger)
            }
        }
        do {
            // Without a name: SQLite keeps a small one in memory, and the rest of a large one in a file without a name.
            let writer = try DatabaseQueue(path: "", configuration: configuration)
            try IndexSchema.migrator.migrate(writer)
            let database = try IndexDatabase(
                writer, isTemporary: true, paths, waitMilliseconds, opener: opener, logger)
            logger.warning("lists work from a temporary index until the index can be used again")
            return database
        } catch {
            throw ThreadStoreError(kind: .storage, message: "no index can be made", reason: "\(error)")
        }
    }

    private init(
        _ writer: any DatabaseWriter, isTemporary: Bool, _ paths: StorePaths, _ waitMilliseconds: Int, opener: String,
        _ logger: Logger
    ) throws {
        let (isClean, isBehind) = try writer.write { db in
            let isClean = try String.fetchOne(db, sql: "SELECT value FROM state WHERE key = 'clean'") == "1"
            for (key, value) in [("clean", "0"), ("opener", opener)] {
                try db.execute(sql: "INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)", arguments: [key, value])
            }
            let isBehind = try Int.fetchOne(
                db, sql: "SELECT 1 FROM thread WHERE indexed_length < log_length LIMIT 1")
            return (isClean, isBehind != nil)
        }
        self.writer = writer
        self.isTemporary = isTemporary
        self.opener = opener
        file = isTemporary ? nil : FileIdentity(of: paths.index)
        let markers = WriterMarker.left(in: paths)
        let isCompared = isClean && markers.isEmpty
        rebuild =
            isCompared && !isBehind
            ? nil
            : IndexRebuild(
                paths: paths, writer: writer, markers: isCompared ? nil : markers,
                waitMilliseconds: waitMilliseconds, logger: logger)
    }

    /// Whether the file is still the one that lies at its path: somebody may delete the index at any time.
    func isInPlace(_ paths: StorePaths) -> Bool {
        isTemporary || file == FileIdentity(of: paths.index)
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

    /// Stops the rebuild and closes. If the rows are as the logs say, that is noted. Blocking.
    func close(isUpToDate: Bool) {
        rebuild?.stop()
        if isUpToDate, rebuild?.hasRows ?? true, !isTemporary {
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
            try db.execute(
                sql: """
                    PRAGMA cache_size = -\(cacheKiB);
                    PRAGMA journal_size_limit = \(journalBytes);
                    PRAGMA secure_delete = ON
                    """)
        }
        return configuration
    }

    private static func openFile(_ paths: StorePaths) throws -> any DatabaseWriter {
        _ = StorePaths.makeDirectory(paths.home)
        // It holds what users said: it is made for them only, and SQLite's other files take over the mode.
        let files = LogFileOperations.system
        let descriptor = files.open(paths.index, O_RDWR | O_CREAT)
        if descriptor >= 0 {
            fchmod(descriptor, 0o600)
            files.close(descriptor)
        }
        let pool = try DatabasePool(path: paths.index, configuration: configuration)
        let migrator = IndexSchema.migrator
        if try pool.read({ db in try migrator.hasBeenSuperseded(db) }) { throw SupersededIndex() }
        try migrator.migrate(pool)
        return pool
    }
}

/// Which file a path leads to.
private struct FileIdentity: Hashable {
    private let device: UInt64
    private let number: UInt64

    /// Nil when there is none.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
    }
}

/// The index was made by a later version of Heddle.
struct SupersededIndex: Error, CustomStringConvertible {
    var description: String { "made by a later version" }
}
