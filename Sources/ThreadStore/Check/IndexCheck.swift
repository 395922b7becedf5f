internal import AppServerProtocol
internal import GRDB
internal import Logging

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The index: whether it opens, is whole, and says what the logs say.
struct IndexCheck: StoreCheck {
    /// How many faults of the database are told one by one, and how many rows. The remedy is the same for all.
    static let faultLimit = 20

    /// How long a rebuild may take before it goes on in the next server instead, in milliseconds: some minutes are
    /// enough for millions of threads.
    private static let rebuildMilliseconds = 30 * 60 * 1000

    var title: String { "index" }

    func check(_ run: CheckRun) {
        let path = run.paths.index
        run.rows.close()
        var findings: [CheckFinding] = []
        if StorePaths.exists(path + "/.") {
            findings = [Self.damage("corruptIndex", path, "a folder lies in the place of the index")]
        } else if StorePaths.exists(path) {
            do {
                findings = try look(run)
            } catch {
                findings = [Self.failure(error, run)].compactMap { $0 }
            }
        } else if !run.knownLogs.isEmpty {
            run.note(
                CheckFinding("missingIndex", .note, path: path, "there is no index; it is made when it is first needed")
            )
        }
        if findings.contains(where: { $0.severity == .damage }) {
            run.note(findings) { () throws(ThreadStoreError) in
                for suffix in ["-wal", "-shm", ""] where StorePaths.exists(path + suffix) {
                    try run.copies.takeAway(path + suffix)
                }
                try bringUpToDate(run)
            }
            return
        }
        let isStale = !findings.isEmpty || (!run.changedThreads.isEmpty && StorePaths.exists(path))
        guard isStale else { return }
        run.note(findings) { () throws(ThreadStoreError) in try bringUpToDate(run) }
        guard findings.isEmpty else { return }
        let followUp = CheckFinding(
            "changedLogs", .unfinished, path: path, "the logs that were mended are read again",
            remedy: "bring the index up to date")
        run.note([followUp]) { () throws(ThreadStoreError) in try bringUpToDate(run) }
    }

    /// The hash of what a row says, equal for equal rows in this process.
    static func hash(_ summary: ThreadSummary) -> Int {
        var summary = summary
        // Rows have neither.
        summary.attachments = []
        summary.isHeaderLost = false
        if summary.gitInfo == GitInfo() { summary.gitInfo = nil }
        return summary.hashValue
    }

    // MARK: - Looking

    /// Reads the index without changing it.
    private func look(_ run: CheckRun) throws -> [CheckFinding] {
        let path = run.paths.index
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.unsafeRead { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            guard version <= IndexSchema.version else {
                return [Self.damage("newerIndex", path, "made by a later version of Heddle (schema \(version))")]
            }
            let faults = try String.fetchAll(db, sql: "PRAGMA integrity_check(\(Self.faultLimit))").filter {
                $0 != "ok"
            }
            guard faults.isEmpty else { return faults.map { Self.damage("corruptIndex", path, $0) } }
            guard version == IndexSchema.version else {
                return [Self.behind(path, "made by an earlier version (schema \(version))")]
            }
            return try rows(db, run)
        }
    }

    /// Compares the rows with the logs.
    private func rows(_ db: Database, _ run: CheckRun) throws -> [CheckFinding] {
        let path = run.paths.index
        // A server that runs has news that are not in the index yet, and one that died may have had.
        let state = try String.fetchOne(db, sql: "SELECT value FROM state WHERE key = 'clean'")
        let isComplete = state == "1" && WriterMarker.left(in: run.paths).isEmpty && run.ownedThreads.isEmpty
        var missing = run.knownLogs
        var wrong: [CheckFinding] = []
        var wrongCount = 0
        var behind = 0
        func fault(_ id: String, _ message: String) {
            wrongCount += 1
            if wrong.count < Self.faultLimit { wrong.append(Self.damage("wrongRow", path, message, id)) }
        }
        let cursor = try Row.fetchCursor(db, sql: IndexRow.select)
        while let found = try cursor.next() {
            let row = try IndexRow(found)
            let id = row.summary.id
            guard let log = missing.removeValue(forKey: id) else {
                let isLeft = run.ownedThreads.contains(id) || run.changedThreads.contains(id)
                if !isLeft, !run.paths.hasLog(id) {
                    if isComplete { fault(id, "the row of a thread that has no log") } else { behind += 1 }
                }
                continue
            }
            if run.changedThreads.contains(id) { continue }
            // The last record of a log that is closed says nothing that a row has, so that a row may be of a log that was
            // a little shorter; never of a longer one.
            if row.logLength > log.length {
                fault(id, "the row is of a log of \(row.logLength) bytes, the log has \(log.length)")
            } else if try row.listing != row.foundListing {
                fault(id, "the row's text says something else than its columns")
            } else if Self.hash(row.summary) != log.rowHash {
                if isComplete || row.logLength == log.length {
                    fault(id, "the row says something else than the log")
                } else {
                    behind += 1
                }
            }
        }
        let unknown = missing.keys.filter { !run.changedThreads.contains($0) }.sorted()
        if isComplete {
            for id in unknown { fault(id, "the log has no row") }
        } else {
            behind += unknown.count
        }
        if wrongCount > wrong.count {
            wrong.append(Self.damage("wrongRow", path, "wrong rows beside these: \(wrongCount - wrong.count)"))
        }
        if behind > 0 { wrong.append(Self.behind(path, "the index lacks news of \(CountText.of(behind, "thread"))")) }
        return wrong
    }

    private static func damage(_ kind: String, _ path: String, _ message: String, _ id: String? = nil) -> CheckFinding {
        CheckFinding(kind, .damage, path: path, threadId: id, message, remedy: "make the index anew from the logs")
    }

    private static func behind(_ path: String, _ message: String) -> CheckFinding {
        CheckFinding(
            "staleIndex", .unfinished, path: path, "\(message); it is brought up to date when it is next used",
            remedy: "bring it up to date")
    }

    /// What an index that can't be read means.
    private static func failure(_ error: any Error, _ run: CheckRun) -> CheckFinding? {
        let path = run.paths.index
        if IndexDatabase.isDamage(error) { return damage("corruptIndex", path, "\(error)") }
        // An index can't be looked at where its lock files can't be made; the server then makes a temporary one.
        run.note(CheckFinding("uncheckedIndex", .note, path: path, "the index can't be looked at: \(error)"))
        return nil
    }

    // MARK: - Mending

    /// Reads what the index lacks from the logs, or makes one where there is none.
    private func bringUpToDate(_ run: CheckRun) throws(ThreadStoreError) {
        let logger = Logger(label: "heddle-fsck") { _ in SwiftLogNoOpLogHandler() }
        // Rows are compared by length alone, and a mended log may be as long as it was.
        if StorePaths.exists(run.paths.index) { try Self.forget(run.changedThreads, run) }
        let database = try IndexDatabase.open(
            run.paths, waitMilliseconds: Self.rebuildMilliseconds, clock: run.clock, logger: logger)
        guard !database.isTemporary else {
            database.close(isUpToDate: false)
            throw ThreadStoreError(kind: .storage, message: "the index can't be written", path: run.paths.index)
        }
        database.rebuild?.start(isNewer: { _ in false }, onDamage: {})
        database.rebuild?.waitForAll()
        let isDone = database.rebuild?.hasRows ?? true
        database.close(isUpToDate: isDone)
        guard isDone else {
            throw ThreadStoreError(
                kind: .storage, message: "the index can't be brought up to date", path: run.paths.index)
        }
    }

    /// Takes a thread out of the index, if that works now: at the end of the run it must.
    static func forget(_ id: String, _ run: CheckRun) {
        guard StorePaths.exists(run.paths.index) else { return }
        try? forget([id], run)
    }

    private static func forget(_ ids: Set<String>, _ run: CheckRun) throws(ThreadStoreError) {
        do {
            let connections = try IndexConnections(path: run.paths.index)
            defer { connections.close() }
            try IndexSchema.bring(connections)
            try connections.writer.write { db in
                try db.execute(sql: "INSERT OR REPLACE INTO state (key, value) VALUES ('clean', '0')")
                for id in ids { try IndexRow.delete(id, db) }
            }
        } catch {
            throw ThreadStoreError(
                kind: .storage, message: "the index can't be written", path: run.paths.index, reason: "\(error)")
        }
    }
}
