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
    let connections: IndexConnections
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
            let connections = try IndexConnections(path: nil)
            try IndexSchema.bring(connections)
            let database = try IndexDatabase(
                connections, isTemporary: true, paths, waitMilliseconds, opener: opener, logger)
            logger.warning("lists work from a temporary index until the index can be used again")
            return database
        } catch {
            throw ThreadStoreError(kind: .storage, message: "no index can be made", reason: "\(error)")
        }
    }

    private init(
        _ connections: IndexConnections, isTemporary: Bool, _ paths: StorePaths, _ waitMilliseconds: Int,
        opener: String, _ logger: Logger
    ) throws {
        let (isClean, isBehind) = try connections.look { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT (SELECT value FROM state WHERE key = 'clean'),
                    EXISTS (SELECT 1 FROM thread WHERE indexed_length < log_length)
                    """)
            let clean = try row?.decode(String?.self, atIndex: 0)
            return (clean == "1", try row?.decode(Int.self, atIndex: 1) == 1)
        }
        self.connections = connections
        self.isTemporary = isTemporary
        self.opener = opener
        file = isTemporary ? nil : FileIdentity(of: paths.index)
        let markers = WriterMarker.left(in: paths)
        let isCompared = isClean && markers.isEmpty && !WriterMarker.mayHaveDied(in: paths)
        if isCompared && !isBehind {
            rebuild = nil
        } else {
            let writer = try connections.writer
            rebuild = IndexRebuild(
                paths: paths, writer: writer, markers: isCompared ? nil : markers,
                waitMilliseconds: waitMilliseconds, logger: logger)
            try writer.write { [self] db in try markInUse(db) }
        }
    }

    /// The connection that writes.
    var writer: any DatabaseWriter {
        get throws { try connections.writer }
    }

    /// The connection that reads; nil as long as there is none.
    var reader: (any DatabaseReader)? { connections.reader }

    /// The connection for the next reading, on the thread that writes. Blocking.
    func reading() -> any DatabaseReader {
        connections.reading(isBusy: rebuild.map { !$0.hasEnded } ?? false)
    }

    /// Says that the index may lack something from now on, as part of a change. Listing alone changes nothing, and so
    /// leaves an index that is known to be complete as it is.
    func markInUse(_ db: Database) throws {
        for (key, value) in [("clean", "0"), ("opener", opener)] {
            try db.cachedStatement(sql: "INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)").execute(
                arguments: [key, value])
        }
    }

    /// Whether the file is still the one that lies at its path: somebody may delete the index at any time.
    func isInPlace(_ paths: StorePaths) -> Bool {
        isTemporary || file == FileIdentity(of: paths.index)
    }

    /// Whether an error says that the file itself is unusable, rather than that it can't be reached at the moment.
    static func isDamage(_ error: any Error) -> Bool {
        if error is SupersededIndex || error is RowDecodingError || error is DamagedListing { return true }
        guard let error = error as? DatabaseError else { return false }
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_SCHEMA, .SQLITE_MISMATCH, .SQLITE_CONSTRAINT:
            return true
        case .SQLITE_ERROR:
            return isOfSchema(error)
        default:
            return error.extendedResultCode == .SQLITE_IOERR_SHORT_READ
        }
    }

    /// Whether SQLite's error for everything that has none of its own is about the tables. They are ours, and so are the
    /// statements: one that can't be prepared does not meet the tables that it was written for. One that was prepared and
    /// then fails may do so for the values in it, which are a client's; SQLite then says what is wrong with them. Where it has no
    /// words, or misses something, the tables behind the full-text search are not as they were.
    private static func isOfSchema(_ error: DatabaseError) -> Bool {
        if error.arguments?.isEmpty ?? true { return true }
        let message = error.message ?? ""
        return message == "SQL logic error" || message.hasPrefix("no such ")
            || message.hasPrefix("vtable constructor failed")
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
        connections.close()
    }

    // MARK: - Opening

    private static func openFile(_ paths: StorePaths) throws -> IndexConnections {
        _ = StorePaths.makeDirectory(paths.home)
        // It holds what users said: it is made for them only, and SQLite's other files take over the mode.
        let files = LogFileOperations.system
        let descriptor = files.open(paths.index, O_RDWR | O_CREAT)
        if descriptor >= 0 {
            fchmod(descriptor, 0o600)
            files.close(descriptor)
        }
        let connections = try IndexConnections(path: paths.index)
        try IndexSchema.bring(connections)
        return connections
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
