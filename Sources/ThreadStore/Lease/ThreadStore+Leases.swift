/// Who may write a thread, and whether the disk lets anybody.
extension ThreadStore {
    /// Takes a thread's lease for more than one step (deleting, for one), for as long as someone refers to the result.
    /// Also possible while this process has the log open.
    ///
    /// Errors: `invalidThreadId`, `threadOwnedElsewhere`, `storage`, `storeClosed`.
    package func lease(_ id: String) async throws(ThreadStoreError) -> ThreadLease {
        try await leases.acquire(try ThreadID.canonical(id))
    }

    /// Refuses to write a thread that another process writes, without taking its lease.
    ///
    /// Errors: `invalidThreadId`, `threadOwnedElsewhere`.
    package func checkWriter(_ id: String) async throws(ThreadStoreError) {
        try await leases.check(try ThreadID.canonical(id))
    }

    // MARK: - The disk

    /// Why a thread's records can't be brought to the disk at the moment; nil when they can. No new turn is to begin
    /// while this says something; what happens nonetheless is kept in memory and written in order when the disk takes it.
    package func writeFailure(_ id: String) -> LogWriteFailure? {
        committer.failure(path: paths.log(id))
    }

    /// Waits until everything that was appended so far has been tried to be written. Returns why a thread's records are
    /// not in its log then; nil when they are.
    package func settledWriteFailure(_ id: String) async -> LogWriteFailure? {
        await committer.committed(writer.barrier())
        return writeFailure(id)
    }

    /// Whether so much waits for the disk, over all threads, that no turn of any thread should go on.
    package var isBacklogFull: Bool { writer.isBacklogFull }
}
