#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Forcing logs to the disk itself.
///
/// **When a sync fails**, the system says so once and forgets which pages it could not write; the next sync would succeed
/// without them. So what stands in the file since the last good sync is kept in memory, is written once more at its place
/// before the next attempt, and counts as on the disk only after a sync that followed. Until then the log is one that
/// can't be written: an event says so, turns end as failed, and no new one begins.
extension LogFileSet {
    /// How much may be written to a log without being synced, in bytes: what is kept in memory for a sync that fails.
    static let syncInterval = 4 << 20

    /// The same for all logs together, but for those that are being synced or whose syncs fail: a quarter of what a
    /// server with any number of threads may take. A few turns at a time never come to it.
    static let syncBudget = 16 << 20

    /// Asks the syncer for what is wanted of a log whose bytes are all written, one sync at a time.
    mutating func sync(_ id: LogFileID, _ file: inout WriterFile) {
        if file.unsynced.count >= Self.syncInterval { file.wantsSync = true }
        guard !file.isSyncing else { return }
        guard file.syncFailure == nil else { return resync(id, &file) }
        guard file.wantsSync else { return }
        guard !file.unsynced.isEmpty || !file.newFolders.isEmpty else {
            file.wantsSync = false
            return file.tellWaiters(upTo: file.start, nil)
        }
        request(id, &file)
    }

    /// Has the logs synced that keep most, until the others are within the budget.
    mutating func syncBeyondBudget() {
        guard unsyncedBytes > Self.syncBudget else { return }
        // Logs that fail are tried again in their own time.
        let idle = files.filter { _, file in !file.isSyncing && file.failure == nil && !file.unsynced.isEmpty }
        var rest = idle.values.reduce(0) { sum, file in sum + file.unsynced.count }
        for (id, _) in idle.sorted(by: { $0.value.unsynced.count > $1.value.unsynced.count }) {
            guard rest > Self.syncBudget, var file = takeOut(id) else { return }
            rest -= file.unsynced.count
            request(id, &file)
            keep(id, &file, hadFailed: false)
        }
    }

    /// Writes once more what a failed sync may have lost, and asks for the next one.
    private mutating func resync(_ id: LogFileID, _ file: inout WriterFile) {
        guard now() >= file.retryAtMs else { return wait(for: id, &file) }
        var error = openIfNeeded(&file)
        if error == 0 {
            error = settings.operations.rewrite(file.descriptor, file.unsynced, file.start - file.unsynced.count)
        }
        guard error == 0 else { return noteFailure(id, &file, error) }
        request(id, &file)
    }

    private mutating func request(_ id: LogFileID, _ file: inout WriterFile) {
        file.wantsSync = false
        let error = openIfNeeded(&file)
        guard error == 0 else { return noteFailure(id, &file, error) }
        let copy = settings.operations.duplicate(file.descriptor)
        file.isSyncing = true
        syncing.insert(id)
        // Out of descriptors, the file's own does: it is not closed while it is being synced.
        syncer.request(
            LogSyncer.Request(
                file: id, descriptor: copy >= 0 ? copy : file.descriptor, ownsDescriptor: copy >= 0, end: file.start,
                newFolders: file.newFolders))
    }

    /// Takes over how a sync ended.
    mutating func take(_ outcome: LogSyncer.Outcome) {
        syncing.remove(outcome.file)
        guard var file = takeOut(outcome.file) else { return }
        let hadFailed = file.failure != nil
        file.isSyncing = false
        if outcome.error == 0 {
            file.noteSynced(upTo: outcome.end)
            file.syncFailure = nil
            file.tellWaiters(upTo: outcome.end, nil)
            if file.bytes.isEmpty { sync(outcome.file, &file) }
        } else {
            noteFailure(outcome.file, &file, outcome.error)
        }
        keep(outcome.file, &file, hadFailed: hadFailed)
    }

    private mutating func noteFailure(_ id: LogFileID, _ file: inout WriterFile, _ error: Int32) {
        let failure = LogWriteFailure(
            path: file.path, errnoValue: error, reason: SystemError.text(error),
            sinceMs: file.syncFailure?.sinceMs ?? settings.clock(), waitingBytes: file.unsynced.count)
        if file.syncFailure == nil { events.append(.syncFailed(failure)) }
        file.syncFailure = failure
        file.retryAtMs = now() + settings.retryMilliseconds
        file.tellWaiters(upTo: .max, failure)
        wait(for: id, &file)
    }

    /// Milliseconds that no clock change touches.
    private func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
    }
}
