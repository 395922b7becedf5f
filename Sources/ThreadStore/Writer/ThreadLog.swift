internal import Logging

/// A thread's log, open for appending in this process.
///
/// `append` may be called from any thread; callers that need an order among their own appends make it themselves (the
/// thread's feed does, under its lock).
package final class ThreadLog: Sendable {
    /// The thread's id.
    package let id: String
    /// The log's file.
    package let path: String

    let file: LogFileID
    private let writer: LogWriter
    private let logger: Logger
    private let onClose: @Sendable () -> Void

    init(
        id: String, path: String, file: LogFileID, writer: LogWriter, logger: Logger,
        onClose: @escaping @Sendable () -> Void
    ) {
        self.id = id
        self.path = path
        self.file = file
        self.writer = writer
        self.logger = logger
        self.onClose = onClose
    }

    /// Encodes the line now and queues it for the writer's thread. Never blocks on the disk, never fails: what the disk
    /// says is known to the store's committer.
    ///
    /// A line for a closed log is not taken; that is a fault of the caller and logged as one.
    @discardableResult
    package func append(_ line: LogLine) -> LogTicket {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        do {
            try line.encode(into: &bytes)
        } catch {
            logger.critical(
                "a record can't be encoded and is not in the log", metadata: ["thread": "\(id)", "error": "\(error)"])
            return writer.barrier()
        }
        return append(encoded: bytes)
    }

    /// Queues whole lines that are encoded already.
    @discardableResult
    func append(encoded bytes: [UInt8]) -> LogTicket {
        if let ticket = writer.append(bytes, to: file) { return ticket }
        logger.critical("a record came after the log was closed and is not in it", metadata: ["thread": "\(id)"])
        return writer.barrier()
    }

    /// How long the file is once everything appended so far is written, in bytes.
    var length: Int { writer.length(of: file) }

    /// Ends the appending. Returns at once; the file is closed once its records are written. The thread can then be
    /// opened again. Closing twice does no harm.
    package func close() {
        writer.close(file)
        onClose()
    }
}
