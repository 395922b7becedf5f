internal import Support

/// The one thread that writes all logs of a store.
///
/// Appends from any thread push encoded lines under one lock. The thread takes everything that has come together,
/// writes it with one `write(2)` for each log (group commit), then publishes the commit. It sleeps on a condition
/// variable while there is nothing to do.
final class LogWriter: Sendable {
    /// How a log's file is opened first.
    enum Opening: Hashable, Sendable {
        /// Makes the file; it must not be there. If its first write fails, no file stays behind.
        case create
        /// Appends to a file that is there.
        case append
    }

    /// Lines of one log that wait for the writer.
    struct Queue {
        var path: String
        var opening: Opening
        var pending: [UInt8] = []
        var firstPending: UInt64 = 0
        /// What `pending` refers to and must be on the disk before it.
        var blobs: [PendingBlob] = []
        /// Bytes in the file once everything appended so far is written.
        var length: Int
        /// Whether something in `pending` is to be forced to the disk.
        var isDurable = false
        /// Told when everything so far is on the disk itself, or why it is not.
        var syncWaiters: [@Sendable (LogWriteFailure?) -> Void] = []
        /// Held until the file is closed for good.
        var lease: ThreadLease?
        var isClosing = false
        var isDirty = false
    }

    /// How many bytes may be kept for the disk, over all logs, before turns are ended: a disk that stays full must not
    /// become memory without end. Enough for the ends of whatever runs.
    static let backlogLimit = 64 << 20

    private struct State {
        /// The bytes in all queues.
        var pendingBytes = 0
        /// The bytes that the thread has taken, and that are not on the disk though they should be.
        var takenBytes = 0
        /// How syncs ended since the thread last looked.
        var outcomes: [LogSyncer.Outcome] = []
        var lastTicket: UInt64 = 0
        var lastFile: UInt32 = 0
        var queues: [LogFileID: Queue] = [:]
        /// The logs with something to do, in the order in which they got it.
        var dirty: [LogFileID] = []
        var writerSleeps = false
        var isStopping = false
        var hasStopped = false
    }

    /// What the thread does next.
    private struct Batch {
        var queues: [(LogFileID, Queue)] = []
        var outcomes: [LogSyncer.Outcome] = []
        var lastTicket: UInt64
        var isLast: Bool
    }

    let committer = LogCommitter()
    private let state = Monitor(State())
    private let settings: LogFileSet.Settings
    private let retryMilliseconds: Int
    private let backlogLimit: Int

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - operations: the system calls.
    ///   - retryMilliseconds: how often a failed write is tried again when nothing is appended. There are no wake-ups
    ///     unless something failed.
    ///   - backlogLimit: how many bytes may be kept for the disk before turns are ended.
    ///   - clock: milliseconds since the Unix epoch.
    ///   - report: told on the writer's thread when a log begins to fail and when it has recovered.
    init(
        operations: LogFileOperations = .system, retryMilliseconds: Int = 1000,
        backlogLimit: Int = LogWriter.backlogLimit, clock: @escaping @Sendable () -> Int,
        report: @escaping @Sendable (LogWriteEvent) -> Void
    ) {
        settings = LogFileSet.Settings(
            operations: operations, retryMilliseconds: retryMilliseconds, clock: clock, report: report)
        self.retryMilliseconds = retryMilliseconds
        self.backlogLimit = backlogLimit
        BlockingThread.start(name: "heddle-log", stackSize: 256 << 10) { self.run() }
    }

    /// Makes a log known. Nothing is opened before its first record. The lease is held until the file is closed.
    func add(path: String, opening: Opening, length: Int, lease: ThreadLease? = nil) -> LogFileID {
        state.withLock { state in
            state.lastFile += 1
            let file = LogFileID(rawValue: state.lastFile)
            state.queues[file] = Queue(path: path, opening: opening, length: length, lease: lease)
            return file
        }
    }

    /// Queues bytes (whole lines) behind everything appended so far. Never blocks on the disk. What is `durable` is forced
    /// to the disk itself right after it was written. `blobs` are stored before it.
    ///
    /// Nil when the log is closed or the writer stopped: the bytes are not taken.
    func append(
        _ bytes: [UInt8], to file: LogFileID, durable: Bool = false, after blobs: [PendingBlob] = []
    ) -> LogTicket? {
        let (ticket, wakes) = state.withLock { state -> (LogTicket?, Bool) in
            guard !state.isStopping, let index = state.queues.index(forKey: file),
                !state.queues.values[index].isClosing
            else { return (nil, false) }
            state.lastTicket += 1
            let ticket = state.lastTicket
            if state.queues.values[index].pending.isEmpty { state.queues.values[index].firstPending = ticket }
            state.queues.values[index].pending.append(contentsOf: bytes)
            if !blobs.isEmpty { state.queues.values[index].blobs += blobs }
            state.queues.values[index].length += bytes.count
            if durable { state.queues.values[index].isDurable = true }
            state.pendingBytes += bytes.count + blobs.reduce(0) { $0 + $1.bytes.count }
            return (LogTicket(number: ticket, file: file), Self.mark(file, at: index, in: &state))
        }
        if wakes { state.wakeAll() }
        return ticket
    }

    /// How many bytes the log has once everything appended so far is written; 0 for an unknown log.
    func length(of file: LogFileID) -> Int {
        state.withLock { state in state.queues[file]?.length ?? 0 }
    }

    /// Whether too many bytes are kept for the disk, over all logs.
    var isBacklogFull: Bool { heldBytes > backlogLimit }

    /// How many bytes are kept for the disk, over all logs, images included.
    var heldBytes: Int {
        state.withLock { state in state.pendingBytes + state.takenBytes }
    }

    /// Forces everything appended so far to the disk itself and waits for it. Returns why that failed; nil when it is
    /// there, or when the log is closed.
    func sync(_ file: LogFileID) async -> LogWriteFailure? {
        await withCheckedContinuation { (continuation: CheckedContinuation<LogWriteFailure?, Never>) in
            let wakes = state.withLock { state -> Bool? in
                guard !state.isStopping, let index = state.queues.index(forKey: file),
                    !state.queues.values[index].isClosing
                else { return nil }
                state.queues.values[index].syncWaiters.append { failure in continuation.resume(returning: failure) }
                return Self.mark(file, at: index, in: &state)
            }
            guard let wakes else { return continuation.resume(returning: nil) }
            if wakes { state.wakeAll() }
        }
    }

    /// Ends a log: no more appends; its file is closed once its records are written. Returns at once.
    func close(_ file: LogFileID) {
        let wakes = state.withLock { state in
            guard !state.hasStopped, let index = state.queues.index(forKey: file) else { return false }
            state.queues.values[index].isClosing = true
            return Self.mark(file, at: index, in: &state)
        }
        if wakes { state.wakeAll() }
    }

    /// A ticket that is settled when everything appended so far is.
    func barrier() -> LogTicket {
        state.withLock { state in LogTicket(number: state.lastTicket, file: LogFileID(rawValue: 0)) }
    }

    /// Writes everything that waits, closes all files, ends the thread and returns then. What can't be written in one
    /// last attempt is reported and lost with the process. What was to be synced is.
    func stop() {
        state.withLock { state in state.isStopping = true }
        state.wakeAll()
        _ = state.wait { state in state.hasStopped ? true : nil }
    }

    /// Notes that a log has work; whether the thread must be woken for it.
    private static func mark(
        _ file: LogFileID, at index: Dictionary<LogFileID, Queue>.Index, in state: inout State
    ) -> Bool {
        if !state.queues.values[index].isDirty {
            state.queues.values[index].isDirty = true
            state.dirty.append(file)
        }
        defer { state.writerSleeps = false }
        return state.writerSleeps
    }

    // MARK: - The thread

    private func run() {
        let syncer = LogSyncer(settings.operations) { [self] outcome in
            let wakes = state.withLock { state in
                state.outcomes.append(outcome)
                defer { state.writerSleeps = false }
                return state.writerSleeps
            }
            if wakes { state.wakeAll() }
        }
        var files = LogFileSet(settings, syncer: syncer)
        while true {
            let batch = nextBatch(&files)
            for outcome in batch.outcomes { files.take(outcome) }
            for (file, queue) in batch.queues { files.take(queue, of: file) }
            files.write()
            committer.settle(upTo: batch.lastTicket, failing: files.failing)
            for event in files.takeEvents() { settings.report(event) }
            if batch.isLast { break }
        }
        while !files.syncing.isEmpty {
            syncer.finish()
            for outcome in takeOutcomes() { files.take(outcome) }
            for event in files.takeEvents() { settings.report(event) }
        }
        files.closeAll()
        state.withLock { state in
            state.hasStopped = true
            state.queues = [:]
            state.takenBytes = 0
        }
        state.wakeAll()
    }

    /// Sleeps until there is work, or until failed writes are due again.
    private func nextBatch(_ files: inout LogFileSet) -> Batch {
        let backlog = files.backlogBytes
        let batch = state.wait(milliseconds: files.hasFailures ? retryMilliseconds : nil) { state -> Batch? in
            state.takenBytes = backlog
            guard !state.dirty.isEmpty || !state.outcomes.isEmpty || state.isStopping else {
                state.writerSleeps = true
                return nil
            }
            return Self.takeBatch(&state)
        }
        return batch ?? state.withLock { state in Self.takeBatch(&state) }
    }

    private func takeOutcomes() -> [LogSyncer.Outcome] {
        state.withLock { state in
            defer { state.outcomes = [] }
            return state.outcomes
        }
    }

    private static func takeBatch(_ state: inout State) -> Batch {
        state.writerSleeps = false
        state.takenBytes += state.pendingBytes
        state.pendingBytes = 0
        var batch = Batch(outcomes: state.outcomes, lastTicket: state.lastTicket, isLast: state.isStopping)
        state.outcomes = []
        batch.queues.reserveCapacity(state.dirty.count)
        for file in state.dirty {
            guard let index = state.queues.index(forKey: file) else { continue }
            batch.queues.append((file, state.queues.values[index]))
            state.queues.values[index].pending = []
            state.queues.values[index].blobs = []
            state.queues.values[index].isDurable = false
            state.queues.values[index].syncWaiters = []
            state.queues.values[index].isDirty = false
            state.queues.values[index].opening = .append
            if state.queues.values[index].isClosing { state.queues.remove(at: index) }
        }
        state.dirty.removeAll(keepingCapacity: true)
        return batch
    }
}
