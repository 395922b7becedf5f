internal import AppServerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension ThreadStore {
    /// How many bytes of an imported thread are handed to the writer before the next ones wait for the disk.
    private static let importChunkBytes = 4 << 20

    /// Makes a thread with all its history at once: it appears complete, or not at all. The log is written beside its
    /// place, forced to the disk, and moved there then.
    ///
    /// Errors: `invalidThreadId`, `threadExists`, `threadOpen`, `threadOwnedElsewhere`, `storage`, `storeClosed`. After an
    /// error there is nothing that wasn't there before.
    func importThread(_ header: ThreadHeader, lines: [LogLine]) async throws(ThreadStoreError) {
        var header = header
        header.id = try ThreadID.canonical(header.id)
        let id = header.id
        try await registry.reserve(id)
        defer { registry.release(id) }
        let lease = try await leases.acquire(id)
        defer { withExtendedLifetime(lease) {} }
        let path = paths.log(id)
        guard !paths.hasLog(id) else { throw .threadExists(id, path: path) }
        let draft = paths.importDraft(id)
        // A process that died may have left one; nobody else can be writing it.
        unlink(draft)
        let (digest, length) = try await write(header, lines, to: draft)
        try await readers.run { () throws(ThreadStoreError) in
            do throws(ThreadStoreError) {
                try Self.publish(draft, at: path)
            } catch {
                unlink(draft)
                throw error
            }
        }
        index.note(digest.summary, logLength: length)
    }

    private func write(
        _ header: ThreadHeader, _ lines: [LogLine], to path: String
    ) async throws(ThreadStoreError) -> (digest: ThreadDigest, length: Int) {
        let file = writer.add(path: path, opening: .create, length: 0)
        let log = ThreadLog(
            id: header.id, path: path, file: file, writer: writer, logger: logger, redaction: redaction,
            digest: ThreadDigest(id: header.id), length: 0, checkpointLength: 0
        ) { _, _, _ in }
        var ticket = log.append(LogLine(seq: nil, atMs: header.createdAtMs, record: .thread(header)))
        var failure: LogWriteFailure?
        var waited = 0
        for line in lines where failure == nil {
            ticket = log.append(line)
            guard log.appendedBytes - waited >= Self.importChunkBytes else { continue }
            waited = log.appendedBytes
            if await !committer.committed(ticket) { failure = committer.failure(for: ticket) }
        }
        if failure == nil { failure = await log.sync() }
        log.close()
        // Closing may have added a checkpoint, which must not come after the file has moved.
        await committer.committed(writer.barrier())
        failure = failure ?? committer.failure(path: path)
        guard failure == nil else {
            unlink(path)
            throw .storage("the thread's log can't be written", path: path, errno: failure?.errnoValue ?? EIO)
        }
        return (log.digest, log.length)
    }

    /// Forces a whole log to the disk and moves it to its place. Blocking.
    private static func publish(_ draft: String, at path: String) throws(ThreadStoreError) {
        try force(draft)
        guard rename(draft, path) == 0 else {
            throw .storage("the thread's log can't be moved to its place", path: path, errno: errno)
        }
        guard let slash = path.lastIndex(of: "/") else { return }
        try force(String(path[..<slash]))
    }

    private static func force(_ path: String) throws(ThreadStoreError) {
        let system = LogFileOperations.system
        let descriptor = system.open(path, O_RDONLY)
        guard descriptor >= 0 else { throw .storage("the file can't be opened", path: path, errno: -descriptor) }
        defer { system.close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw .storage("the file can't be forced to the disk", path: path, errno: errno)
        }
    }
}
