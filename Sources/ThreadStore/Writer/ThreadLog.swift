internal import Logging
internal import Synchronization

/// A thread's log, open for appending in this process.
///
/// `append` may be called from any thread; callers that need an order among their own appends make it themselves (the
/// thread's feed does, under its lock).
package final class ThreadLog: Sendable {
    /// How much a log grows between two checkpoints, in bytes: what opening it reads at least, and a few milliseconds
    /// of work. A checkpoint takes a few KiB.
    static let checkpointInterval = 256 << 10

    /// How many times its own length a checkpoint waits at least for the next one. A thread with large attachments or a
    /// long queue has large checkpoints; they are to stay the smaller part of its log.
    static let checkpointSpacing = 4

    /// How much must have been written since the last checkpoint for a log to end with one, in bytes. A thread with a
    /// single short turn is read as fast without.
    static let finalCheckpointInterval = 16 << 10

    /// The thread's id.
    package let id: String
    /// The log's file.
    package let path: String

    let file: LogFileID
    private let writer: LogWriter
    private let logger: Logger
    private let redaction: Redaction
    private let state: Mutex<State>
    /// Told what the thread is at last and how long its log.
    private let onClose: @Sendable (ThreadDigest, Int, ThreadSummary) -> Void

    private struct State {
        var digest: ThreadDigest
        /// How long the file is once everything appended so far is written.
        var length: Int
        /// How long it was after the last checkpoint.
        var checkpointLength: Int
        /// How much the log grows until the next checkpoint is due.
        var checkpointDistance = ThreadLog.checkpointInterval
        var appendedBytes = 0
        var outputs = RecentOutputs()
        /// What the index was last told of the thread.
        var noted: ThreadSummary
        var isClosed = false
    }

    init(
        id: String, path: String, file: LogFileID, writer: LogWriter, logger: Logger, redaction: Redaction,
        digest: ThreadDigest, length: Int, checkpointLength: Int,
        onClose: @escaping @Sendable (ThreadDigest, Int, ThreadSummary) -> Void
    ) {
        self.id = id
        self.path = path
        self.file = file
        self.writer = writer
        self.logger = logger
        self.redaction = redaction
        state = Mutex(
            State(
                digest: digest, length: length, checkpointLength: checkpointLength, noted: digest.summary))
        self.onClose = onClose
    }

    /// Everything but the history, with all that was appended so far.
    package var digest: ThreadDigest { state.withLock(\.digest) }

    /// How long the file is once everything appended so far is written, in bytes.
    package var length: Int { state.withLock(\.length) }

    /// What the index was last told of the thread; what it was when the log was opened, until then.
    var noted: ThreadSummary {
        get { state.withLock(\.noted) }
        set { state.withLock { $0.noted = newValue } }
    }

    /// How many bytes were appended since the log was opened, with what is stored elsewhere: what is held in memory until
    /// it is written.
    var appendedBytes: Int { state.withLock(\.appendedBytes) }

    /// Encodes the line now and queues it for the writer's thread. Never blocks on the disk, never fails: what the disk
    /// says is known to the store's committer.
    ///
    /// A line for a closed log is not taken; that is a fault of the caller and logged as one.
    @discardableResult
    package func append(_ line: LogLine) -> LogTicket { append([line]) }

    /// The same for lines that belong together: they are written at once, so that a process that dies does not leave the
    /// first ones alone.
    @discardableResult
    package func append(_ lines: [LogLine]) -> LogTicket {
        append(lines.compactMap { line in encode(line).map { (line, $0) } })
    }

    /// Queues a line whose bytes, with the line feed, are known: those of another log, which may hold more than this
    /// version can read.
    @discardableResult
    func append(_ line: LogLine, encoded bytes: [UInt8]) -> LogTicket {
        append([(line, bytes)])
    }

    private func append(_ lines: [(line: LogLine, bytes: [UInt8])]) -> LogTicket {
        guard let last = lines.last?.line else { return writer.barrier() }
        // The digest takes in what the log says, so that no checkpoint and no list says more.
        let lines = lines.map { redaction.redact($0.bytes).map { ($0.line, $0.bytes) } ?? $0 }
        let images = lines.map { InlineImages.find(in: $0.1) }
        let ticket = state.withLock { state -> LogTicket? in
            let shortened = zip(lines, images).map { line, images in
                var pieces = images.map { (range: $0.range, source: LineCut.Source.blob(hash: $0.blob.hash)) }
                if pieces.isEmpty { pieces = state.outputs.pieces(of: line.0.record, in: line.1) }
                return LineCut.shorten(line.1, pieces)
            }
            let ticket = writer.append(
                shortened.count == 1 ? shortened[0] : Array(shortened.joined()), to: file,
                durable: lines.contains { $0.0.record.isDurable }, after: images.flatMap { $0.map(\.blob) })
            guard let ticket else { return nil }
            for (line, bytes) in zip(lines, shortened) {
                state.appendedBytes += line.1.count
                state.digest.apply(line.0, at: state.length)
                state.outputs.take(line.0.record, bytes, at: state.length)
                state.length += bytes.count
            }
            guard state.length - state.checkpointLength >= state.checkpointDistance else { return ticket }
            return checkpoint(last.atMs, &state) ?? ticket
        }
        if let ticket { return ticket }
        logger.critical("a record came after the log was closed and is not in it", metadata: ["thread": "\(id)"])
        return writer.barrier()
    }

    private func checkpoint(_ atMs: Int, _ state: inout State) -> LogTicket? {
        guard let record = try? CheckpointRecord(state.digest, at: state.length),
            let bytes = encode(LogLine(seq: nil, atMs: atMs, record: .checkpoint(record))),
            let ticket = writer.append(bytes, to: file)
        else { return nil }
        state.length += bytes.count
        state.checkpointLength = state.length
        state.checkpointDistance = max(Self.checkpointInterval, Self.checkpointSpacing * bytes.count)
        return ticket
    }

    private func encode(_ line: LogLine) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        do {
            try line.encode(into: &bytes)
            return bytes
        } catch {
            logger.critical(
                "a record can't be encoded and is not in the log", metadata: ["thread": "\(id)", "error": "\(error)"])
            return nil
        }
    }

    /// Forces everything appended so far to the disk itself and waits for it. Returns why it is not there; nil when it is.
    package func sync() async -> LogWriteFailure? {
        await writer.sync(file)
    }

    /// Ends the appending. Returns at once; the file is closed once its records are written. The thread can then be
    /// opened again. Closing twice does no harm.
    package func close() {
        let last = state.withLock { state -> (digest: ThreadDigest, length: Int)? in
            defer { state.isClosed = true }
            guard !state.isClosed else { return nil }
            if state.length - state.checkpointLength >= Self.finalCheckpointInterval {
                _ = checkpoint(state.digest.lastAtMs ?? 0, &state)
            }
            return (state.digest, state.length)
        }
        guard let last else { return }
        writer.close(file)
        onClose(last.digest, last.length, noted)
    }
}

extension LogRecord {
    /// Whether the record is forced to the disk itself: a turn's end, and what a user would be surprised to find undone.
    fileprivate var isDurable: Bool {
        switch self {
        case .thread, .turnCompleted, .archived, .reverted: true
        default: false
        }
    }
}
