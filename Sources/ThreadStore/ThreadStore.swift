package import AppServerProtocol
package import Logging

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// All stored threads of a home directory: one append-only log for each, and an index made from the logs.
///
/// The log is the truth. A record counts from the moment its ticket is committed; the index may be deleted at any time.
/// Nothing is opened before it is needed, and no call blocks the cooperative pool. A store has a thread; it ends with
/// ``close()``, which must be called.
package final class ThreadStore: Sendable {
    /// How many logs are read at the same time. Reading is work for a core rather than for a disk, and more threads than
    /// a small machine has cores would only slow each other down.
    private static let readerLimit = 2

    let paths: StorePaths
    let logger: Logger
    let writer: LogWriter
    let registry = LogRegistry()
    let readers = BlockingPool(name: "heddle-read", limit: readerLimit)
    /// Compresses logs: a thread of its own, so that readers do not wait.
    let packers = BlockingPool(name: "heddle-pack", limit: 1)
    let index: ThreadIndex
    /// What belongs to no thread: the sections and projects that threads are filed under.
    package let catalog: Catalog
    /// The secrets that no log holds.
    package let redaction = Redaction()
    let leases: LeaseTable
    private let operations: LogFileOperations

    /// A store over a home directory, which is made when the first thread is.
    ///
    /// - Parameters:
    ///   - home: the absolute path of the home directory.
    ///   - clock: milliseconds since the Unix epoch.
    ///   - logger: told of damages, repairs and failures; never of contents.
    ///   - onWriteEvent: told on the writer's thread when a log can't be written and when it can again.
    package convenience init(
        home: String, clock: @escaping @Sendable () -> Int, logger: Logger,
        onWriteEvent: @escaping @Sendable (LogWriteEvent) -> Void = { _ in }
    ) {
        self.init(home: home, clock: clock, logger: logger, operations: .system, onWriteEvent: onWriteEvent)
    }

    init(
        home: String, clock: @escaping @Sendable () -> Int, logger: Logger, operations: LogFileOperations,
        retryMilliseconds: Int = 1000, backlogLimit: Int = LogWriter.backlogLimit,
        indexWaitMilliseconds: Int = IndexRebuild.waitMilliseconds,
        onWriteEvent: @escaping @Sendable (LogWriteEvent) -> Void = { _ in }
    ) {
        paths = StorePaths(home: home)
        self.logger = logger
        writer = LogWriter(
            operations: operations, retryMilliseconds: retryMilliseconds, backlogLimit: backlogLimit, clock: clock
        ) { event in
            Self.report(event, logger)
            onWriteEvent(event)
        }
        leases = LeaseTable(
            paths: paths, marker: WriterMarker(paths: paths, owner: .current(sinceMs: clock())))
        self.operations = operations
        index = ThreadIndex(paths: paths, waitMilliseconds: indexWaitMilliseconds, clock: clock, logger: logger)
        catalog = Catalog(paths: paths, clock: clock, redaction: redaction)
    }

    /// Tells which tickets are on disk.
    package var committer: LogCommitter { writer.committer }

    /// The position of the newest record of any log, for answers that must not leave before everything they promise is
    /// on disk.
    package var latestPosition: UInt64 { writer.barrier().number }

    // MARK: - Logs

    /// Makes a thread's log with its header and settings. When this returns the thread outlives a `kill -9` of the
    /// process.
    ///
    /// Errors: `invalidThreadId`, `threadExists`, `threadOpen`, `threadOwnedElsewhere`, `storage`, `storeClosed`. After an
    /// error there is no log of this thread that wasn't there before.
    package func create(
        _ header: ThreadHeader, settings: ThreadSettings? = nil
    ) async throws(ThreadStoreError) -> ThreadLog {
        var header = header
        header.id = try ThreadID.canonical(header.id)
        try await registry.reserve(header.id)
        do throws(ThreadStoreError) {
            return try await createReserved(header, settings, lease: try await leases.acquire(header.id))
        } catch {
            registry.release(header.id)
            throw error
        }
    }

    private func createReserved(
        _ header: ThreadHeader, _ settings: ThreadSettings?, lease: ThreadLease
    ) async throws(ThreadStoreError) -> ThreadLog {
        let path = paths.log(header.id)
        guard !StorePaths.exists(StorePaths.packed(path)) else { throw .threadExists(header.id, path: path) }
        var removedRemains = false
        while true {
            let log = makeLog(ThreadDigest(id: header.id), path: path, opening: .create, length: 0, lease: lease)
            var ticket = log.append(LogLine(seq: nil, atMs: header.createdAtMs, record: .thread(header)))
            if let settings {
                ticket = log.append(LogLine(seq: nil, atMs: header.createdAtMs, record: .settings(settings)))
            }
            if await committer.committed(ticket) {
                registry.enter(log)
                // No list shows it yet, but an index without it would not be complete.
                index.note(log.digest.summary, logLength: log.length, isUrgent: false)
                return log
            }
            let failure = committer.failure(for: ticket)
            writer.close(log.file)
            guard let failure else { throw .closed }
            guard failure.errnoValue == EEXIST else {
                throw .unwritable("the thread's log can't be made", path: path, errno: failure.errnoValue)
            }
            guard !removedRemains, try await readers.run({ Self.removeRemains(path, id: header.id) }) else {
                throw .threadExists(header.id, path: path)
            }
            removedRemains = true
        }
    }

    /// Removes a log without a single whole line, or with nothing but a header: the process that made it died before
    /// anyone was told of it.
    private static func removeRemains(_ path: String, id: String) -> Bool {
        do throws(ThreadStoreError) {
            let digest = try LogLoader.load(path, id: id, isBeingWritten: false).digest
            return digest.isUnanswered && unlink(path) == 0
        } catch {
            return error.kind == .threadNotFound && unlink(path) == 0
        }
    }

    /// Reads a thread's log, mends what its last process left open and opens it for appending. The mends are records
    /// like all others, so that the next reader sees a sound log; they are on disk when this returns.
    ///
    /// Errors: `invalidThreadId`, `threadNotFound`, `threadOpen`, `threadOwnedElsewhere`, `corrupt`, `storage`,
    /// `storeClosed`.
    package func open(_ id: String) async throws(ThreadStoreError) -> (log: ThreadLog, thread: StoredThread) {
        let id = try ThreadID.canonical(id)
        try await registry.reserve(id)
        do throws(ThreadStoreError) {
            return try await openReserved(id, lease: try await leases.acquire(id))
        } catch {
            registry.release(id)
            throw error
        }
    }

    private func openReserved(
        _ id: String, lease: ThreadLease
    ) async throws(ThreadStoreError) -> (log: ThreadLog, thread: StoredThread) {
        let path = paths.log(id)
        // An earlier opening in this process may have been closed with records still on their way.
        await committer.committed(writer.barrier())
        if let failure = committer.failure(path: path) {
            throw .unwritable("the thread's last records can't be written", path: path, errno: failure.errnoValue)
        }
        let logger = logger
        let packing = LogPacking(paths, id: id)
        let opened = try await readers.run { () throws(ThreadStoreError) in
            try packing.unpack()
            var loaded = try LogLoader.load(path, id: id, isBeingWritten: false)
            try Self.mendTail(loaded, path)
            let repairs = RepairPlan.lines(for: loaded.digest, running: loaded.lastTurn.map { [$0] } ?? [])
            Self.report(loaded, repairs, id, logger)
            loaded.mend(with: repairs)
            return Opened(
                loaded: loaded, repairs: repairs, length: loaded.soundLength + (loaded.needsLineFeed ? 1 : 0))
        }
        let log = makeLog(
            opened.loaded.digest, path: path, opening: .append, length: opened.length,
            checkpointLength: opened.loaded.checkpointEnd, lease: lease)
        var ticket = LogTicket.none
        for line in opened.repairs { ticket = log.append(line) }
        if opened.loaded.digest.knownHeader == nil, let header = await index.knownHeader(of: id) {
            logger.notice(
                "a thread's header was lost; what the index knows of it is written", metadata: ["thread": "\(id)"])
            ticket = log.append(LogLine(seq: nil, atMs: header.createdAtMs, record: .thread(header)))
        }
        if await !committer.committed(ticket) {
            let failure = committer.failure(for: ticket)
            writer.close(log.file)
            throw .unwritable("the thread's log can't be mended", path: path, errno: failure?.errnoValue ?? EIO)
        }
        registry.enter(log)
        var thread = opened.loaded.thread(path: path, length: log.length)
        thread.digest = log.digest
        return (log, thread)
    }

    /// Says what was found in a log and what became of it.
    private static func report(_ loaded: LogLoader.Loaded, _ repairs: [LogLine], _ id: String, _ logger: Logger) {
        if let first = loaded.damages.first {
            let isMended = loaded.soundLength < loaded.fileLength || loaded.needsLineFeed
            let rest = loaded.damages.count - (isMended ? 1 : 0)
            logger.notice(
                rest == 0
                    ? "the torn end of a thread's log was mended"
                    : "a thread's log is damaged; what can't be read is left out, and `heddle fsck --repair` mends it",
                metadata: ["thread": "\(id)", "damages": "\(loaded.damages.count)", "first": "\(first.description)"])
        }
        guard !repairs.isEmpty else { return }
        logger.notice(
            "a thread's log ended in the middle of work, which was written down as interrupted",
            metadata: ["thread": "\(id)", "records": "\(repairs.count)"])
    }

    private struct Opened: Sendable {
        var loaded: LogLoader.Loaded
        var repairs: [LogLine]
        var length: Int
    }

    /// Cuts off a torn last line, or ends a whole one, so that nothing is ever glued to it.
    private static func mendTail(_ loaded: LogLoader.Loaded, _ path: String) throws(ThreadStoreError) {
        if loaded.soundLength < loaded.fileLength, truncate(path, off_t(loaded.soundLength)) != 0 {
            throw .unwritable("the torn end of the thread's log can't be cut off", path: path, errno: errno)
        }
        guard loaded.needsLineFeed else { return }
        let descriptor = LogFileOperations.system.open(path, O_WRONLY | O_APPEND)
        guard descriptor >= 0 else {
            throw .unwritable("the thread's log can't be written", path: path, errno: -descriptor)
        }
        defer { LogFileOperations.system.close(descriptor) }
        let written = [UInt8(ascii: "\n")].withUnsafeBytes { LogFileOperations.system.write(descriptor, $0) }
        guard written == 1 else {
            throw .unwritable("the thread's log can't be written", path: path, errno: Int32(-written))
        }
    }

    /// What is known of a thread but its history, without loading or changing it. A turn that was running is shown as
    /// interrupted, unless this process has the log open.
    ///
    /// Errors: `invalidThreadId`, `threadNotFound`, `corrupt`, `storage`, `storeClosed`.
    package func state(_ id: String) async throws(ThreadStoreError) -> StoredThread {
        let place = try await place(of: id)
        var thread = try await readers.run { [leases] () throws(ThreadStoreError) in
            try leases.read(place) { isBeingWritten throws(ThreadStoreError) in
                let loaded = try LogLoader.load(place.path, id: place.id, isBeingWritten: isBeingWritten)
                var thread = loaded.thread(path: place.path, length: loaded.soundLength)
                if !isBeingWritten {
                    for line in RepairPlan.lines(for: loaded.digest, running: loaded.lastTurn.map { [$0] } ?? []) {
                        thread.digest.apply(line, at: loaded.soundLength)
                    }
                }
                return thread
            }
        }
        if thread.digest.knownHeader == nil { thread.digest.knownHeader = await index.knownHeader(of: place.id) }
        return thread
    }

    /// Reads a thread with all its history and every damage of its log. Its cost grows with the log.
    ///
    /// Errors: as for ``state(_:)``.
    package func read(_ id: String) async throws(ThreadStoreError) -> WholeThread {
        let place = try await place(of: id)
        return try await readers.run { [leases] () throws(ThreadStoreError) in
            try leases.read(place) { isBeingWritten throws(ThreadStoreError) in
                var (reducer, damages) = try WholeLogReader.read(
                    place.path, id: place.id, isBeingWritten: isBeingWritten)
                if !isBeingWritten {
                    for line in RepairPlan.lines(for: reducer.digest, running: reducer.turns) { reducer.apply(line) }
                }
                return reducer.whole(path: place.path, damages: damages)
            }
        }
    }

    /// Deletes a thread's log, for good, and takes the thread out of the index. Who has the log open can go on reading it.
    ///
    /// Errors: `invalidThreadId`, `threadNotFound`, `threadOpen`, `threadOwnedElsewhere`, `storage`, `storeClosed`.
    package func delete(_ id: String) async throws(ThreadStoreError) {
        let id = try ThreadID.canonical(id)
        try await registry.reserve(id)
        defer { registry.release(id) }
        let lease = try await leases.acquire(id)
        defer { withExtendedLifetime(lease) {} }
        // What an earlier opening left to be written must not come back as a new file.
        await committer.committed(writer.barrier())
        let path = paths.log(id)
        let packing = LogPacking(paths, id: id)
        let operations = operations
        let error = try await readers.run { [paths] () throws(ThreadStoreError) in
            let error = packing.delete()
            guard error == 0 else {
                if error == ENOENT || error == ENOTDIR { throw .threadNotFound(id) }
                throw .unwritable("the thread's log can't be deleted", path: path, errno: error)
            }
            BlobCollector.noteDeletion(paths)
            return StorePaths.folders(above: path).first.map(operations.syncFolder) ?? 0
        }
        try await index.remove(id)
        guard error == 0 else {
            throw .storage(
                "the thread's log is deleted, but may come back when the machine loses power", path: path, errno: error)
        }
    }

    /// A log to be read: everything appended before is in it.
    struct Place: Sendable {
        var id: String
        var path: String
        /// Whether somebody appends to it at the moment.
        var isBeingWritten: Bool
        /// What is known of the thread, if this process has the log open.
        var digest: ThreadDigest?
    }

    /// Finds a thread's log and waits until what was appended before is in it.
    func place(of id: String) async throws(ThreadStoreError) -> Place {
        let id = try ThreadID.canonical(id)
        if registry.isClosed { throw .closed }
        await committer.committed(writer.barrier())
        let digest = registry.log(id)?.digest
        return Place(
            id: id, path: paths.log(id), isBeingWritten: digest != nil || leases.isHeldElsewhere(id), digest: digest)
    }

    private func makeLog(
        _ digest: ThreadDigest, path: String, opening: LogWriter.Opening, length: Int, checkpointLength: Int = 0,
        lease: ThreadLease
    ) -> ThreadLog {
        let id = digest.id
        let file = writer.add(path: path, opening: opening, length: length, lease: lease)
        return ThreadLog(
            id: id, path: path, file: file, writer: writer, logger: logger, redaction: redaction, digest: digest,
            length: length, checkpointLength: checkpointLength
        ) { [registry, index] digest, length, noted in
            // Not everything that a row says is noted when it changes.
            if digest.summary != noted { index.note(digest.summary, logLength: length, isUrgent: false) }
            registry.release(id)
        }
    }

    // MARK: - Index

    /// Queues what lists show of a thread. Returns at once; several notes on one thread become one write.
    package func noteSummary(_ summary: ThreadSummary) {
        let log = registry.log(summary.id)
        log?.noted = summary
        index.note(summary, logLength: log?.length ?? 0)
    }

    // MARK: - End

    /// Writes everything that waits, closes all files and ends the store's threads. Blocking: for the shutdown. What
    /// can't be written in one last attempt is reported and lost.
    package func close() {
        guard registry.close() else { return }
        writer.stop()
        let isIndexComplete = index.close()
        leases.close(leavingMarker: !isIndexComplete)
    }

    private static func report(_ event: LogWriteEvent, _ logger: Logger) {
        switch event {
        case .failed(let failure):
            logger.error(
                "a thread's log can't be written",
                metadata: ["path": "\(failure.path)", "reason": "\(failure.reason)"])
        case .syncFailed(let failure):
            logger.error(
                "a thread's log can't be forced to the disk",
                metadata: ["path": "\(failure.path)", "reason": "\(failure.reason)"])
        case .recovered(let path):
            logger.notice("a thread's log can be written again", metadata: ["path": "\(path)"])
        }
    }
}
