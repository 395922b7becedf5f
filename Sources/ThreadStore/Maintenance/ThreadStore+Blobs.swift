internal import Logging

extension ThreadStore {
    /// Removes the images that no thread has any more. See ``BlobCollector`` for the rule.
    ///
    /// Errors: when some log can't be read; nothing is removed then.
    @discardableResult
    package func collectBlobs(nowMs: Int, under lock: MaintenanceLock) async throws(ThreadStoreError) -> Int {
        if registry.isClosed { throw .closed }
        // What is on its way into a log is to be found in it.
        await committer.committed(writer.barrier())
        let removed = try await packers.run { [paths, registry] () throws(ThreadStoreError) in
            try BlobCollector(paths, nowMs: nowMs).collect(isStopped: { registry.isClosed })
        }
        if removed > 0 { logger.notice("unused images were removed", metadata: ["images": "\(removed)"]) }
        return removed
    }
}
