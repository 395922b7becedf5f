/// A log that can't be written, or not forced to the disk, at the moment. Its records are kept in memory and tried again
/// in order, once a second; unwritten ones also with the next append to any log.
package struct LogWriteFailure: Hashable, Sendable {
    /// The log's file.
    package var path: String
    /// The system's error number (`ENOSPC`, …).
    package var errnoValue: Int32
    /// The system's words for it.
    package var reason: String
    /// When it began, in milliseconds since the Unix epoch.
    package var sinceMs: Int
    /// How many bytes are kept in memory until they are on the disk.
    package var waitingBytes: Int

    /// Whether the place can't be written at all, until somebody changes that.
    package var isRefusal: Bool { HomeAccess.refusals.contains(errnoValue) }
}

/// A change in what the writer can do, reported from its thread.
package enum LogWriteEvent: Hashable, Sendable {
    /// Writing this log failed; before, it worked.
    case failed(LogWriteFailure)
    /// What was written to this log could not be forced to the disk itself; before, it could. It is readable, and
    /// outlives this process, but maybe not a loss of power.
    case syncFailed(LogWriteFailure)
    /// Everything that waited for this log is on disk.
    case recovered(path: String)
}

/// What the committer knows of a log with records that are not written, or not on the disk itself.
struct FailingLog: Hashable, Sendable {
    /// The first ticket that isn't written; beyond all of them when only the sync fails.
    var firstTicket: UInt64
    /// Why.
    var failure: LogWriteFailure
}
