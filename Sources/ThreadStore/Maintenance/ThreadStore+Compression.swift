internal import Logging

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Making logs smaller that nobody has written to for long.
extension ThreadStore {
    /// How long a log must not have been written to before it is compressed, in milliseconds: 30 days. Whoever goes on with
    /// the thread waits until it is unpacked, so threads in use are left alone. Archived threads are not waited for.
    package static let compressionAgeMs = 30 * 24 * 3_600_000

    /// The shortest log that is compressed, in bytes: less takes no less room on a disk.
    static let compressionMinimumBytes = 8 << 10

    /// How many bytes one pass compresses at most before it leaves the rest to the next: half a minute of one core.
    static let compressionPassBytes = 1 << 30

    /// What a pass did.
    package struct CompressionResult: Hashable, Sendable {
        /// How many logs are compressed that were not before.
        package var threads = 0
        /// How many bytes they took.
        package var plainBytes = 0
        /// How many bytes they take.
        package var packedBytes = 0
    }

    /// Takes the right to tidy up; nil when another process is at it.
    package func maintenanceLock() async -> MaintenanceLock? {
        let paths = paths
        return try? await packers.run { MaintenanceLock.take(paths) }
    }

    /// Compresses the logs that were not written to for ``compressionAgeMs``, and those of archived threads, the oldest
    /// first. Nobody who reads or writes threads waits for it.
    ///
    /// Errors: `storage`, `storeClosed`.
    @discardableResult
    package func compressOldLogs(
        nowMs: Int, under lock: MaintenanceLock
    ) async throws(ThreadStoreError) -> CompressionResult {
        if registry.isClosed { throw .closed }
        let archived = Set(try await index.archivedIDs())
        let paths = paths
        let candidates = try await packers.run { Self.candidates(paths, archived: archived, nowMs: nowMs) }
        var result = CompressionResult()
        for candidate in candidates where result.plainBytes < Self.compressionPassBytes {
            if registry.isClosed { break }
            do throws(ThreadStoreError) {
                guard try await compress(candidate.id) else { continue }
            } catch {
                logger.warning(
                    "a log can't be compressed", metadata: ["thread": "\(candidate.id)", "error": "\(error)"])
                // On a full disk the others would fare no better.
                if error.kind == .storage { break }
                continue
            }
            result.threads += 1
            result.plainBytes += candidate.length
            result.packedBytes += LogSurvey.fileLength(of: StorePaths.packed(paths.log(candidate.id))) ?? 0
        }
        if result.threads > 0 {
            logger.notice(
                "logs were compressed",
                metadata: [
                    "threads": "\(result.threads)", "before": "\(result.plainBytes)", "after": "\(result.packedBytes)",
                ])
        }
        return result
    }

    private struct Candidate: Sendable {
        var id: String
        var length: Int
        var changedAtNs: Int
    }

    private static func candidates(_ paths: StorePaths, archived: Set<String>, nowMs: Int) -> [Candidate] {
        let limitNs = (nowMs - compressionAgeMs) * 1_000_000
        var candidates: [Candidate] = []
        for folder in StorePaths.names(in: paths.threads) where folder.utf8.count == 2 {
            for name in StorePaths.names(in: "\(paths.threads)/\(folder)") {
                guard let id = StorePaths.id(ofLogNamed: name), id.hasSuffix(folder) else { continue }
                var status = stat()
                guard stat(paths.log(id), &status) == 0, Int(status.st_size) >= compressionMinimumBytes else {
                    continue
                }
                let changedAtNs = LogSurvey.changedAtNs(status)
                guard changedAtNs < limitNs || archived.contains(id) else { continue }
                candidates.append(Candidate(id: id, length: Int(status.st_size), changedAtNs: changedAtNs))
            }
        }
        return candidates.sorted { $0.changedAtNs < $1.changedAtNs }
    }

    /// Compresses one log, unless somebody writes it. Returns whether it is compressed now.
    ///
    /// The work is done on the side, from a log that others may open meanwhile; whether it still is the same is asked under
    /// the lease before each step that counts.
    ///
    /// Errors: `threadNotFound`, `storage`.
    func compress(_ id: String) async throws(ThreadStoreError) -> Bool {
        let packing = LogPacking(paths, id: id)
        return try await packers.run { [registry, leases] () throws(ThreadStoreError) in
            guard let plain = packing.plainStamp, !leases.isTaken(id) else { return false }
            defer { packing.giveUp() }
            do throws(ThreadStoreError) {
                try packing.writePacked()
                try packing.checkPacked()
            } catch {
                // Somebody writes it, or has deleted it: it is left alone, whatever that looked like from here.
                guard packing.plainStamp == plain else { return false }
                throw error
            }
            func underLease<Value: Sendable>(
                _ body: () throws(ThreadStoreError) -> Value
            ) throws(ThreadStoreError) -> Value? {
                let answer = try registry.whileFree(id) { () throws(ThreadStoreError) -> Value? in
                    guard let lease = try leases.acquireUnused(id) else { return nil }
                    defer { withExtendedLifetime(lease) {} }
                    return try body()
                }
                return answer ?? nil
            }
            let published = try underLease { () throws(ThreadStoreError) -> LogPacking.Stamp? in
                packing.plainStamp == plain ? try packing.publishPacked() : nil
            }
            guard case let packed?? = published else { return false }
            try packing.syncFolder()
            return try underLease { packing.removePlain(plain, packed: packed) } ?? false
        }
    }
}
