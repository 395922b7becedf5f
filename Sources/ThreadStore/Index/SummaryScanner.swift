/// Reads of a log only what lists show.
enum SummaryScanner {
    /// The summary of a log and the log's length; nil for a log that can't be read or holds no record. Blocking.
    static func summary(of path: String, id: String) -> (summary: ThreadSummary, logLength: Int)? {
        guard let loaded = try? LogLoader.load(path, id: id, isBeingWritten: false) else { return nil }
        return (loaded.digest.summary, loaded.fileLength)
    }
}
