/// The files that make up one session's history, oldest part first. A fork and a reverted session don't repeat what was
/// before; their files name the file that has it. Blocking.
struct RolloutChain: Sendable {
    /// A file, or the beginning of one.
    struct Part: Hashable, Sendable {
        /// The file.
        var path: String
        /// The first record that doesn't count any more; nil when all do.
        var endOrdinal: Int?
        /// What its first record says.
        var meta: RolloutMeta
    }

    /// How many files one history may lie in: as many reverts and forks of forks.
    private static let partLimit = 1000

    /// The parts, oldest first; the last one is the session's own newest file.
    private(set) var parts: [Part] = []
    /// The session whose file is missing, so that the history begins later than it did.
    private(set) var missing: String?

    /// The history of the session of an id. Blocking. Errors: `storage` when a file is compressed or can't be read,
    /// `corrupt` when one doesn't begin as a session does.
    init(_ id: String, in sessions: [String: [RolloutFile]]) throws(ThreadStoreError) {
        var next = sessions[id]?.last
        var end: Int?
        while let file = next, parts.count < Self.partLimit {
            let meta = try Self.meta(of: file.path)
            parts.insert(Part(path: file.path, endOrdinal: end, meta: meta), at: 0)
            guard let base = meta.base else { return }
            end = min(end ?? .max, base.endOrdinal)
            next = Self.file(of: base, for: file, meta, in: sessions)
            // Without it the thread would be imported without its beginning, and never be completed.
            if next == nil, let packed = sessions[base.threadId]?.first(where: \.isCompressed) {
                throw .compressedSession(packed.path)
            }
            if next == nil { missing = base.threadId }
        }
    }

    /// The file of a base: of its session's files the newest one that is older than the file that builds on it, and that
    /// has records before the end.
    private static func file(
        of base: RolloutMeta.Base, for file: RolloutFile, _ meta: RolloutMeta, in sessions: [String: [RolloutFile]]
    ) -> RolloutFile? {
        for candidate in (sessions[base.threadId] ?? []).reversed() where !candidate.isCompressed {
            if candidate.threadId == file.threadId, (candidate.partId ?? "") >= (file.partId ?? "") { continue }
            // A file that can't be read is as good as missing: what stands behind it is worth having.
            guard let other = try? Self.meta(of: candidate.path), other.firstOrdinal < base.endOrdinal,
                other.header.createdAtMs <= meta.header.createdAtMs
            else {
                continue
            }
            return candidate
        }
        return nil
    }

    /// What the first record of a file says.
    private static func meta(of path: String) throws(ThreadStoreError) -> RolloutMeta {
        var meta: RolloutMeta?
        _ = try RolloutReader.records(path) { record in
            meta = RolloutMeta(record)
            return false
        }
        guard let meta else {
            if LogSurvey.fileLength(of: path) == 0 {
                throw ThreadStoreError(kind: .corrupt, message: "the file is empty", path: path)
            }
            throw ThreadStoreError(
                kind: .corrupt, message: "the file does not begin with a session's first record", path: path)
        }
        return meta
    }
}
