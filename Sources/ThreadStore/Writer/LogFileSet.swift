#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The writer thread's own side of the logs: descriptors, and bytes whose writing failed.
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
        var clock: @Sendable () -> Int
        var report: @Sendable (LogWriteEvent) -> Void
    }

    private struct File {
        var path: String
        var opening: LogWriter.Opening
        var descriptor: Int32 = -1
        var lastUse = 0
        /// Bytes to be written; on a failure they stay, from `written` on.
        var bytes: [UInt8] = []
        var written = 0
        /// What `bytes` refer to and is not on the disk yet.
        var blobs: [PendingBlob] = []
        /// The ticket of the first line in `bytes`.
        var firstTicket: UInt64 = 0
        var failure: LogWriteFailure?
        /// Whether something in `bytes` is to be forced to the disk once it is written.
        var isDurable = false
        /// Called when the file is closed for good.
        var onClosed: (@Sendable () -> Void)?
        var isClosing = false
        var isWaiting = false
    }

    private let settings: Settings
    private let syncer: LogSyncer
    private var files: [LogFileID: File] = [:]
    /// The logs that `write` looks at, in commit order.
    private var waiting: [LogFileID] = []
    private var openCount = 0
    private var uses = 0

    /// The logs with unwritten records.
    private(set) var failing: [LogFileID: FailingLog] = [:]
    /// What happened to logs since it was last asked for.
    private var events: [LogWriteEvent] = []
    /// Whether some log has unwritten records to be tried again.
    var hasFailures: Bool { !waiting.isEmpty }

    init(_ settings: Settings) {
        self.settings = settings
        syncer = LogSyncer(settings)
    }

    /// Takes over what was appended to a log.
    mutating func take(_ queue: LogWriter.Queue, of id: LogFileID) {
        var file = files[id] ?? File(path: queue.path, opening: queue.opening)
        if file.bytes.isEmpty {
            file.bytes = queue.pending
            file.firstTicket = queue.firstPending
        } else {
            file.bytes.append(contentsOf: queue.pending)
        }
        file.blobs += queue.blobs
        file.isClosing = file.isClosing || queue.isClosing
        file.isDurable = file.isDurable || queue.isDurable
        file.onClosed = file.onClosed ?? queue.onClosed
        if !file.isWaiting { waiting.append(id) }
        file.isWaiting = true
        files[id] = file
    }

    /// Writes what waits, one call for each log if the system takes it all. What fails goes on waiting.
    mutating func write() {
        let batch = waiting
        waiting = []
        for id in batch {
            guard var file = files[id] else { continue }
            file.isWaiting = false
            let error = writeBytes(&file)
            settle(id, file, error)
        }
    }

    /// Takes what happened since the last call. It is told when the committer knows: whoever hears that a log can be
    /// written again may write at once.
    mutating func takeEvents() -> [LogWriteEvent] {
        defer { events = [] }
        return events
    }

    /// Closes all descriptors, once everything that was to be forced to the disk is there.
    mutating func closeAll() {
        syncer.finish()
        for file in files.values {
            if file.descriptor >= 0 { settings.operations.close(file.descriptor) }
            file.onClosed?()
        }
        files = [:]
        openCount = 0
    }

    // MARK: - One log

    /// Draws the conclusions of one attempt that ended with this error number (0: all is written).
    private mutating func settle(_ id: LogFileID, _ file: File, _ error: Int32) {
        var file = file
        // What was written of a batch that does not fit is no record yet, and nobody has been told of it: it is taken back,
        // so that a kill leaves a log that ends with a whole batch.
        if error != 0, file.written > 0, file.descriptor >= 0,
            settings.operations.cut(file.descriptor, file.written) == 0
        {
            file.written = 0
        }
        if error == 0 {
            file.bytes = []
            file.written = 0
            failing[id] = nil
            if file.failure != nil { events.append(.recovered(path: file.path)) }
            file.failure = nil
            if file.isDurable, file.descriptor >= 0 {
                syncer.sync(id, descriptor: file.descriptor, path: file.path)
                file.isDurable = false
            }
            if file.isClosing {
                close(&file)
                file.onClosed?()
                files[id] = nil
            } else {
                files[id] = file
            }
            return
        }
        let waitingBytes = file.bytes.count - file.written
        let isNew = file.failure == nil
        let failure = LogWriteFailure(
            path: file.path, errnoValue: error, reason: SystemError.text(error),
            sinceMs: file.failure?.sinceMs ?? settings.clock(), waitingBytes: waitingBytes)
        file.failure = failure
        failing[id] = FailingLog(firstTicket: file.firstTicket, failure: failure)
        if file.opening == .create {
            // Whoever makes the thread is told; a half-made log would only be in the way of the next attempt.
            if file.descriptor >= 0 { settings.operations.unlink(file.path) }
            close(&file)
            file.onClosed?()
            files[id] = nil
        } else {
            if isNew { events.append(.failed(failure)) }
            file.isWaiting = true
            files[id] = file
            waiting.append(id)
        }
    }

    /// Writes the file's bytes. Returns 0 or the error number; `written` says how far it came.
    private mutating func writeBytes(_ file: inout File) -> Int32 {
        guard file.written < file.bytes.count else { return 0 }
        while let blob = file.blobs.first {
            let error = BlobFolder(ofLog: file.path).store(blob, settings.operations)
            guard error == 0 else { return error }
            file.blobs.removeFirst()
        }
        if file.descriptor < 0 {
            let error = open(&file)
            guard error == 0 else { return error }
        }
        uses += 1
        file.lastUse = uses
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

    private mutating func open(_ file: inout File) -> Int32 {
        if openCount >= Self.openLimit { closeLeastRecentlyUsed() }
        let descriptor: Int32
        switch file.opening {
        case .append:
            descriptor = settings.operations.open(file.path, O_WRONLY | O_APPEND)
        case .create:
            descriptor = create(file.path)
        }
        guard descriptor >= 0 else { return -descriptor }
        file.descriptor = descriptor
        openCount += 1
        return 0
    }

    /// Makes the file and, when it is the first of its kind, the folder.
    private func create(_ path: String) -> Int32 {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_EXCL
        let descriptor = settings.operations.open(path, flags)
        guard descriptor == -ENOENT, let slash = path.lastIndex(of: "/") else { return descriptor }
        let error = StorePaths.makeDirectory(String(path[..<slash]))
        return error == 0 ? settings.operations.open(path, flags) : -error
    }

    private mutating func close(_ file: inout File) {
        guard file.descriptor >= 0 else { return }
        settings.operations.close(file.descriptor)
        file.descriptor = -1
        openCount -= 1
    }

    private mutating func closeLeastRecentlyUsed() {
        let open = files.filter { _, file in file.descriptor >= 0 }
        guard let id = open.min(by: { left, right in left.value.lastUse < right.value.lastUse })?.key else { return }
        if var file = files[id] {
            close(&file)
            files[id] = file
        }
    }
}
