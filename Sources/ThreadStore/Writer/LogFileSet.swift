#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The writer thread's own side of the logs: descriptors, and bytes that the disk has not taken.
///
/// Descriptors are opened with a log's first record and kept, but for the least recently used above a limit, so that
/// a server with thousands of loaded threads does not run out of them.
struct LogFileSet {
    /// How many logs stay open. Half of the 256 descriptors that the smallest usual limit leaves a process; a log beyond
    /// it costs one more `open` for a write.
    static let openLimit = 128

    /// What all logs of a set share.
    struct Settings: Sendable {
        var operations: LogFileOperations
        /// How long a failed sync waits for its next attempt.
        var retryMilliseconds: Int
        var clock: @Sendable () -> Int
        var report: @Sendable (LogWriteEvent) -> Void
    }

    let settings: Settings
    let syncer: LogSyncer
    private(set) var files: [LogFileID: WriterFile] = [:]
    /// How many bytes all of them keep for syncs that fail.
    private(set) var unsyncedBytes = 0
    /// The logs that `write` looks at, in commit order.
    private var waiting: [LogFileID] = []
    /// The logs that the syncer is at.
    var syncing: Set<LogFileID> = []
    private var openCount = 0
    private var uses = 0

    /// The logs with records that are not written or not on the disk itself, though they should be.
    private(set) var failing: [LogFileID: FailingLog] = [:]
    /// What happened to logs since it was last asked for.
    var events: [LogWriteEvent] = []
    /// Whether some log has to be tried again.
    var hasFailures: Bool { !waiting.isEmpty }

    /// How many bytes are kept in memory because the disk doesn't take them.
    var backlogBytes: Int {
        guard !waiting.isEmpty || !syncing.isEmpty else { return 0 }
        return syncing.union(waiting).reduce(0) { sum, id in sum + (files[id]?.backlog ?? 0) }
    }

    init(_ settings: Settings, syncer: LogSyncer) {
        self.settings = settings
        self.syncer = syncer
    }

    /// Takes a log out of the set, so that changing it copies nothing. ``put(_:_:)`` brings it back.
    mutating func takeOut(_ id: LogFileID) -> WriterFile? {
        let file = files.removeValue(forKey: id)
        unsyncedBytes -= file?.unsynced.count ?? 0
        return file
    }

    /// Puts a log into the set.
    mutating func put(_ id: LogFileID, _ file: WriterFile) {
        files[id] = file
        unsyncedBytes += file.unsynced.count
    }

    /// Takes over what was appended to a log.
    mutating func take(_ queue: LogWriter.Queue, of id: LogFileID) {
        var file = takeOut(id) ?? WriterFile(queue)
        file.take(queue)
        wait(for: id, &file)
        put(id, file)
    }

    /// Writes what waits, one call for each log if the system takes it all. What fails goes on waiting.
    mutating func write() {
        let batch = waiting
        waiting = []
        for id in batch {
            guard var file = takeOut(id) else { continue }
            file.isWaiting = false
            settle(id, &file, writeBytes(&file))
        }
        syncBeyondBudget()
    }

    /// Takes what happened since the last call. It is told when the committer knows: whoever hears that a log can be
    /// written again may write at once.
    mutating func takeEvents() -> [LogWriteEvent] {
        defer { events = [] }
        return events
    }

    /// Closes all descriptors, for good.
    mutating func closeAll() {
        for id in Array(files.keys) {
            guard var file = takeOut(id) else { continue }
            file.tellWaiters(upTo: .max, file.failure)
            close(&file)
        }
    }

    /// Has a log looked at by the next `write`.
    mutating func wait(for id: LogFileID, _ file: inout WriterFile) {
        if !file.isWaiting { waiting.append(id) }
        file.isWaiting = true
    }

    /// Keeps a log, unless everything is done that there was to do. Publishes whether it fails.
    mutating func keep(_ id: LogFileID, _ file: inout WriterFile, hadFailed: Bool) {
        if let failure = file.writeFailure {
            failing[id] = FailingLog(firstTicket: file.firstTicket, failure: failure)
        } else if let failure = file.syncFailure {
            failing[id] = FailingLog(firstTicket: .max, failure: failure)
        } else {
            failing[id] = nil
            if hadFailed { events.append(.recovered(path: file.path)) }
        }
        if file.isClosing, file.bytes.isEmpty, !file.isSyncing, file.syncFailure == nil {
            close(&file)
        } else {
            put(id, file)
        }
    }

    // MARK: - One log

    /// Draws the conclusions of one attempt that ended with this error number (0: all is written).
    private mutating func settle(_ id: LogFileID, _ file: inout WriterFile, _ error: Int32) {
        let hadFailed = file.failure != nil
        if error == 0 {
            file.noteWritten()
            file.writeFailure = nil
            sync(id, &file)
            return keep(id, &file, hadFailed: hadFailed)
        }
        // What was written of a batch that does not fit is no record yet, and nobody has been told of it: it is taken back,
        // so that a kill leaves a log that ends with a whole batch.
        if file.written > 0, file.descriptor >= 0, settings.operations.cut(file.descriptor, file.written) == 0 {
            file.written = 0
        }
        let failure = LogWriteFailure(
            path: file.path, errnoValue: error, reason: SystemError.text(error),
            sinceMs: file.writeFailure?.sinceMs ?? settings.clock(), waitingBytes: file.bytes.count)
        file.tellWaiters(upTo: .max, failure)
        if file.opening == .create {
            // Whoever makes the thread is told; a half-made log would only be in the way of the next attempt.
            if file.descriptor >= 0 { settings.operations.unlink(file.path) }
            close(&file)
            failing[id] = FailingLog(firstTicket: file.firstTicket, failure: failure)
        } else if file.isClosing, error == ENOENT {
            // The log was deleted: what belonged into it has no place any more.
            close(&file)
            failing[id] = nil
        } else {
            if file.writeFailure == nil { events.append(.failed(failure)) }
            file.writeFailure = failure
            wait(for: id, &file)
            keep(id, &file, hadFailed: hadFailed)
        }
    }

    /// Writes the file's bytes. Returns 0 or the error number; `written` says how far it came.
    private mutating func writeBytes(_ file: inout WriterFile) -> Int32 {
        guard file.written < file.bytes.count else { return 0 }
        // They are kept until the lines are written: an attempt that fails may be repeated days later, and what no log
        // mentions is collected meanwhile.
        for blob in file.blobs {
            let error = BlobFolder(ofLog: file.path).store(blob, settings.operations)
            guard error == 0 else { return error }
        }
        let error = openIfNeeded(&file)
        guard error == 0 else { return error }
        while file.written < file.bytes.count {
            let result = file.bytes.withUnsafeBytes { bytes in
                settings.operations.write(file.descriptor, UnsafeRawBufferPointer(rebasing: bytes[file.written...]))
            }
            if result > 0 {
                file.written += result
            } else if result == 0 {
                return EIO
            } else if Int32(-result) != EINTR {
                return Int32(-result)
            }
        }
        file.opening = .append
        return 0
    }

    // MARK: - Descriptors

    /// Opens the file unless it is open. Returns 0 or the error number.
    mutating func openIfNeeded(_ file: inout WriterFile) -> Int32 {
        uses += 1
        file.lastUse = uses
        guard file.descriptor < 0 else { return 0 }
        if openCount >= Self.openLimit { closeLeastRecentlyUsed() }
        let descriptor =
            switch file.opening {
            case .append: settings.operations.open(file.path, O_WRONLY | O_APPEND)
            case .create: create(&file)
            }
        guard descriptor >= 0 else { return -descriptor }
        file.descriptor = descriptor
        openCount += 1
        return 0
    }

    /// Makes the file and, when it is the first of its kind, the folder.
    private func create(_ file: inout WriterFile) -> Int32 {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_EXCL
        let folders = StorePaths.folders(above: file.path)
        let descriptor = settings.operations.open(file.path, flags)
        if descriptor >= 0 { file.newFolders = Array(folders.prefix(1)) }
        guard descriptor == -ENOENT, let folder = folders.first else { return descriptor }
        // The folder is new in `threads`, and that may be new in the home.
        file.newFolders = Array(folders.prefix(3))
        let error = StorePaths.makeDirectory(folder)
        return error == 0 ? settings.operations.open(file.path, flags) : -error
    }

    mutating func close(_ file: inout WriterFile) {
        guard file.descriptor >= 0 else { return }
        settings.operations.close(file.descriptor)
        file.descriptor = -1
        openCount -= 1
    }

    private mutating func closeLeastRecentlyUsed() {
        // A log that could not be synced stays open: its bytes are written anew into this very file.
        let open = files.filter { _, file in file.descriptor >= 0 && file.syncFailure == nil && !file.isSyncing }
        guard let id = open.min(by: { left, right in left.value.lastUse < right.value.lastUse })?.key,
            var file = takeOut(id)
        else { return }
        close(&file)
        put(id, file)
    }
}
