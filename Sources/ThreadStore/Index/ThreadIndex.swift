internal import AppServerProtocol
internal import GRDB
internal import Logging
import Support
internal import Synchronization

/// What lists show, made from the logs: summaries come in without blocking anyone and are written together, on a thread
/// that exists only while there is something to write.
final class ThreadIndex: Sendable {
    /// How long a summary may wait for others before it is written, in milliseconds. Several changes of a turn become
    /// one transaction; a list does not wait for it.
    static let delayMilliseconds = 200

    private struct State {
        /// Not yet written, the newest of each thread.
        var pending: [String: IndexRow] = [:]
        /// Whether taken rows are on their way into the database.
        var isWriting = false
        /// Whether a job that will write what is pending is in the pool.
        var isScheduled = false
        /// Whether that job is to start now.
        var isHurried = false
        var isClosed = false
        var hasEnded = false
    }

    private let paths: StorePaths
    private let clock: @Sendable () -> Int
    private let logger: Logger
    private let state = Monitor(State())
    /// One thread: everything that opens or writes the database runs on it.
    private let worker = BlockingPool(name: "heddle-index", limit: 1)
    private let opened = Mutex<IndexDatabase?>(nil)

    init(paths: StorePaths, clock: @escaping @Sendable () -> Int, logger: Logger) {
        self.paths = paths
        self.clock = clock
        self.logger = logger
    }

    /// Queues a summary. `logLength` is how long the log is with everything that the summary tells.
    func note(_ summary: ThreadSummary, logLength: Int) {
        let row = IndexRow(summary: summary, path: StorePaths.relativeLog(summary.id), logLength: logLength)
        let schedules = state.withLock { state in
            guard !state.isClosed else { return false }
            state.pending[summary.id] = row
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if schedules { worker.submit { self.writeSoon() } }
    }

    /// The threads that a thread's agent made, and theirs; the deepest generation first.
    func descendants(of id: String) async throws(ThreadStoreError) -> [String] {
        let database = try await database()
        do {
            return try await database.writer.read { db in
                try String.fetchAll(
                    db,
                    sql: """
                        WITH RECURSIVE family (id, depth) AS (
                            SELECT id, 1 FROM thread WHERE parent = ?
                            UNION SELECT thread.id, depth + 1 FROM thread JOIN family ON thread.parent = family.id
                        ) SELECT id FROM family ORDER BY depth DESC, id
                        """, arguments: [id])
            }
        } catch {
            throw ThreadStoreError(
                kind: .storage, message: "the index can't be read", path: paths.index, reason: "\(error)")
        }
    }

    /// Takes a thread out of the index.
    func remove(_ id: String) async throws(ThreadStoreError) {
        _ = state.withLock { state in state.pending.removeValue(forKey: id) }
        // Without a file there is nothing to take out.
        guard opened.withLock({ $0 }) != nil || StorePaths.exists(paths.index) else { return }
        let database = try await database()
        do {
            try await database.writer.write { db in
                try db.execute(sql: "DELETE FROM thread WHERE id = ?", arguments: [id])
            }
        } catch {
            logger.warning("the index can't be written", metadata: ["error": "\(error)"])
        }
    }

    /// A page of a list. Everything noted before is in it.
    func list(_ query: ThreadListQuery) async throws(ThreadStoreError) -> ThreadListPage {
        let sql = try IndexQuery(query)
        let page = try await attempt(sql)
        if let page { return page }
        // The file turned out to be damaged; it has been put aside, and the new one is tried once.
        if let page = try await attempt(sql) { return page }
        throw ThreadStoreError(kind: .storage, message: "the index can't be read", path: paths.index)
    }

    /// The page; nil when the file is damaged, which has then been put aside.
    private func attempt(_ sql: IndexQuery) async throws(ThreadStoreError) -> ThreadListPage? {
        let database = try await database()
        let home = paths.home
        let failure: any Error
        do {
            return try await database.writer.read { db in try sql.page(db, home: home) }
        } catch {
            failure = error
        }
        guard IndexDatabase.isDamage(failure) else {
            throw ThreadStoreError(
                kind: .storage, message: "the index can't be read", path: paths.index, reason: "\(failure)")
        }
        try await worker.run { () throws(ThreadStoreError) in self.discard() }
        return nil
    }

    /// The database with everything written that was noted before.
    private func database() async throws(ThreadStoreError) -> IndexDatabase {
        let isBehind = state.withLock { state in
            if state.isScheduled { state.isHurried = true }
            return state.isScheduled || state.isWriting || !state.pending.isEmpty
        }
        if isBehind {
            state.wakeAll()
        } else if let database = opened.withLock({ $0 }) {
            return database
        }
        return try await worker.run { () throws(ThreadStoreError) in
            _ = try self.openIfNeeded()
            self.writePending()
            // Writing may have found the file damaged and put it aside.
            return try self.openIfNeeded()
        }
    }

    /// Writes what waits, marks the index as complete and closes it. Blocking.
    func close() {
        state.withLock { state in state.isClosed = true }
        state.wakeAll()
        worker.submit {
            self.end()
            self.state.withLock { state in state.hasEnded = true }
            self.state.wakeAll()
        }
        _ = state.wait { state in state.hasEnded ? true : nil }
    }

    // MARK: - On the worker's thread

    private func writeSoon() {
        _ = state.wait(milliseconds: Self.delayMilliseconds) { state in
            state.isHurried || state.isClosed ? true : nil
        }
        let isClosed = state.withLock { state in
            // What is noted from here on gets a job of its own.
            state.isHurried = false
            state.isScheduled = false
            return state.isClosed
        }
        guard !isClosed else { return }
        do throws(ThreadStoreError) {
            _ = try openIfNeeded()
            writePending()
        } catch {
            logger.error("the index can't be opened", metadata: ["error": "\(error)"])
        }
    }

    private func openIfNeeded() throws(ThreadStoreError) -> IndexDatabase {
        if let database = opened.withLock({ $0 }) { return database }
        let database = try IndexDatabase.open(paths, clock: clock, logger: logger)
        opened.withLock { $0 = database }
        return database
    }

    /// Writes the pending rows in one transaction. Rows that can't be written wait for the next one.
    private func writePending() {
        let rows = state.withLock { state in
            defer { state.pending = [:] }
            state.isWriting = true
            return Array(state.pending.values)
        }
        defer { state.withLock { state in state.isWriting = false } }
        guard !rows.isEmpty, let database = opened.withLock({ $0 }) else { return }
        do {
            try database.writer.write { db in
                for row in rows { try row.save(db) }
            }
        } catch {
            logger.warning("the index can't be written", metadata: ["error": "\(error)"])
            // The index that replaces a damaged one is made from the logs, which say all that the rows do.
            if IndexDatabase.isDamage(error) { return discard() }
            state.withLock { state in
                for row in rows where state.pending[row.summary.id] == nil { state.pending[row.summary.id] = row }
            }
        }
    }

    /// Puts a damaged index aside. The next use opens a new one, made from the logs.
    private func discard() {
        guard let database = opened.withLock({ $0 }) else { return }
        opened.withLock { $0 = nil }
        database.close(isUpToDate: false)
        if !database.isInMemory { IndexDatabase.putAside(paths, nowMs: clock(), logger) }
    }

    private func end() {
        let hasPending = state.withLock { state in !state.pending.isEmpty }
        // Without a file the next process reads all logs anyway, so that a stop needs no index of its own.
        if hasPending, opened.withLock({ $0 }) != nil || StorePaths.exists(paths.index) {
            do throws(ThreadStoreError) {
                _ = try openIfNeeded()
                writePending()
            } catch {
                logger.error("the index can't be opened", metadata: ["error": "\(error)"])
            }
        }
        guard let database = opened.withLock({ $0 }) else { return }
        opened.withLock { $0 = nil }
        database.close(isUpToDate: state.withLock { state in state.pending.isEmpty })
    }
}
