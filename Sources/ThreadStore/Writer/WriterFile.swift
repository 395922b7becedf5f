/// A log as the writer's thread has it: what waits to be written, and what is written but not yet forced to the disk.
struct WriterFile {
    /// Someone who waits until everything up to a place in the file is on the disk itself. Told why not.
    struct Waiter: Sendable {
        var end: Int
        var tell: @Sendable (LogWriteFailure?) -> Void
    }

    let path: String
    var opening: LogWriter.Opening
    var descriptor: Int32 = -1
    var lastUse = 0
    /// Held until the file is closed for good, so that nobody else writes before the last record is there.
    let lease: ThreadLease?
    var isClosing = false
    /// Whether the set has it among those to be looked at.
    var isWaiting = false

    // MARK: To be written

    /// Bytes to be written; on a failure they stay.
    var bytes: [UInt8] = []
    /// How many of them are in the file and could not be taken back.
    var written = 0
    /// What they refer to, on the disk before they are.
    var blobs: [PendingBlob] = []
    /// Where `bytes` begin in the file.
    var start: Int
    /// The ticket of the first line in `bytes`.
    var firstTicket: UInt64 = 0
    var writeFailure: LogWriteFailure?

    // MARK: To be forced to the disk

    /// What stands before `start` and is not known to be on the disk. It is kept because of failing syncs: the system
    /// forgets which pages it could not write and calls the next sync a success, so that only bytes that are written
    /// anew are known to be there.
    var unsynced: [UInt8] = []
    /// Folders whose entries are new with the file.
    var newFolders: [String] = []
    /// Whether what is written is to be forced to the disk.
    var wantsSync = false
    /// Whether the syncer is at it.
    var isSyncing = false
    var syncFailure: LogWriteFailure?
    /// When a failed sync may be tried again, by the monotonic clock.
    var retryAtMs = 0
    var waiters: [Waiter] = []

    init(_ queue: LogWriter.Queue) {
        path = queue.path
        opening = queue.opening
        lease = queue.lease
        start = queue.length - queue.pending.count
    }

    /// Why the log is not as it should be; nil when it is.
    var failure: LogWriteFailure? { writeFailure ?? syncFailure }

    /// Where the file ends once all bytes are written.
    var end: Int { start + bytes.count }

    /// How many bytes are kept in memory because the disk doesn't take them.
    var backlog: Int {
        bytes.count + blobs.reduce(0) { $0 + $1.bytes.count } + (isSyncing || syncFailure != nil ? unsynced.count : 0)
    }

    /// Adds what was appended.
    mutating func take(_ queue: LogWriter.Queue) {
        if bytes.isEmpty {
            bytes = queue.pending
            firstTicket = queue.firstPending
        } else {
            bytes.append(contentsOf: queue.pending)
        }
        blobs += queue.blobs
        isClosing = isClosing || queue.isClosing
        wantsSync = wantsSync || queue.isDurable
        for waiter in queue.syncWaiters {
            waiters.append(Waiter(end: end, tell: waiter))
            wantsSync = true
        }
    }

    /// Everything is in the file.
    mutating func noteWritten() {
        start += bytes.count
        if unsynced.isEmpty { unsynced = bytes } else { unsynced.append(contentsOf: bytes) }
        bytes = []
        blobs = []
        written = 0
    }

    /// Everything up to here is on the disk.
    mutating func noteSynced(upTo end: Int) {
        let rest = min(max(start - end, 0), unsynced.count)
        unsynced = rest == 0 ? [] : Array(unsynced.suffix(rest))
        newFolders = []
    }

    /// Tells those who wait for what is on the disk now, or all of them of a failure.
    mutating func tellWaiters(upTo end: Int, _ failure: LogWriteFailure?) {
        guard !waiters.isEmpty else { return }
        let due = waiters.filter { waiter in waiter.end <= end }
        waiters.removeAll { waiter in waiter.end <= end }
        for waiter in due { waiter.tell(failure) }
    }
}
