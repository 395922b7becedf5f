/// A log that can't be written at the moment. Its records wait in memory and are tried again, in order, with the next
/// append to any log and once a second.
package struct LogWriteFailure: Hashable, Sendable {
    /// The log's file.
    package var path: String
    /// The system's error number (`ENOSPC`, …).
    package var errnoValue: Int32
    /// The system's words for it.
    package var reason: String
    /// When it began, in milliseconds since the Unix epoch.
    package var sinceMs: Int
    /// How many bytes wait in memory.
    package var waitingBytes: Int

    /// Whether the place can't be written at all, until somebody changes that.
    package var isRefusal: Bool { HomeAccess.refusals.contains(errnoValue) }
}

/// A change in what the writer can do, reported from its thread.
package enum LogWriteEvent: Hashable, Sendable {
    /// Writing this log failed; before, it worked.
    case failed(LogWriteFailure)
    /// Everything that waited for this log is on disk.
    case recovered(path: String)
}

/// What the committer knows of a log with unwritten records.
struct FailingLog: Hashable, Sendable {
    /// The first ticket that isn't on disk.
    var firstTicket: UInt64
    /// Why.
    var failure: LogWriteFailure
}
