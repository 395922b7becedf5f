internal import GRDB
internal import Logging
import Support
internal import Synchronization

/// What lists and searches show, made from the logs: summaries come in without blocking anyone and are written together,
/// on a thread that exists only while there is something to write. Messages are read from the logs by that thread.
final class ThreadIndex: Sendable {
    /// How long a summary may wait for others before it is written, in milliseconds. Several changes of a turn become
    /// one transaction; a list does not wait for it.
    static let delayMilliseconds = 200

    /// How long a stop may take to bring in the messages of the last turns, in milliseconds. Whatever is left then is the
    /// next process's, which would read it beside its first list.
    private static let lastMessagesMilliseconds = 200

    private struct State {
        /// Not yet written, the newest of each thread.
        var pending: [String: IndexRow] = [:]
        /// Threads whose logs may hold messages that are not in the index yet.
        var unread: Set<String> = []
        /// Threads that were noted in this process: what it says of them is newer than what a rebuild reads.
        var noted: Set<String> = []
        /// Whether taken rows are on their way into the database.
        var isWriting = false
        /// Whether a job that will write what is pending is in the pool.
        var isScheduled = false
        /// Whether that job is to start now.
        var isHurried = false
        var isClosed = false
        /// Whether a change could not be written and is not pending any more either.
        var hasLostChange = false
        /// The threads of which it was said that their rows can't be saved.
        var unsavable: Set<String> = []
        /// How it ended; nil until then.
        var wasComplete: Bool?
    }

    let paths: StorePaths
    private let waitMilliseconds: Int
    private let clock: @Sendable () -> Int
    private let logger: Logger
    private let state = Monitor(State())
    /// One thread: everything that opens or writes the database runs on it, but for the rebuild.
    private let worker = BlockingPool(name: "heddle-index", limit: 1)
    private let opened = Mutex<IndexDatabase?>(nil)

    /// - Parameter waitMilliseconds: how long those wait who need what is just being brought up to date.
    init(
        paths: StorePaths, waitMilliseconds: Int = IndexRebuild.waitMilliseconds,
        clock: @escaping @Sendable () -> Int, logger: Logger
    ) {
        self.waitMilliseconds = waitMilliseconds
        self.paths = paths
        self.clock = clock
        self.logger = logger
    }

    // MARK: - Changes

    /// Queues a summary. `logLength` is how long the log is with everything that the summary tells; 0 for as long as its
    /// file is. One that is not urgent is written with the next that is, with the next list, or at the end.
    func note(_ summary: ThreadSummary, logLength: Int, isUrgent: Bool = true) {
        let row = IndexRow(summary: summary, path: StorePaths.relativeLog(summary.id), logLength: logLength)
        let schedules = state.withLock { state in
            guard !state.isClosed else { return false }
            state.pending[summary.id] = row
            state.unread.insert(summary.id)
            state.noted.insert(summary.id)
            guard isUrgent else { return false }
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if schedules { worker.submit { self.writeSoon() } }
    }

    /// Takes a thread out of the index. Its log must be gone already.
    func remove(_ id: String) async throws(ThreadStoreError) {
        state.withLock { state in
            state.pending[id] = nil
            state.unread.remove(id)
        }
        // Without a file there is nothing to take out.
        guard opened.withLock({ $0 }) != nil || StorePaths.exists(paths.index) else { return }
        try await worker.run { () throws(ThreadStoreError) in
            let database = try self.prepare(for: .writing)
            do {
                try database.writer.write { db in
                    try database.markInUse(db)
                    try IndexRow.delete(id, db)
                }
            } catch {
                self.state.withLock { state in state.hasLostChange = true }
                self.logger.warning("the index can't be written", metadata: ["error": "\(error)"])
            }
        }
    }

    // MARK: - Queries

    /// Opens the index in the background, if there is one. Whatever is wrong with it, the first who uses it is told.
    func openAhead() {
        guard StorePaths.exists(paths.index) else { return }
        worker.submit {
            guard !self.state.withLock(\.isClosed) else { return }
            _ = try? self.openIfNeeded()
        }
    }

    /// What must be in the index before it is used.
    enum Need {
        /// All summaries noted before.
        case writing
        /// Also the newest threads, if the index is just being brought up to date.
        case lists
        /// Also the messages.
        case searches
    }

    /// How often a reading is begun: the file may turn out to be damaged, and so may what another process makes of it
    /// meanwhile.
    private static let attempts = 4

    /// Reads something. A file that turns out to be damaged is put aside, and the new one is tried.
    func read<Value: Sendable>(
        _ need: Need, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(ThreadStoreError) -> Value {
        for _ in 0..<Self.attempts {
            if let value = try await attempt(need, body) { return value }
        }
        throw ThreadStoreError(kind: .storage, message: "the index can't be read", path: paths.index)
    }

    /// The value; nil when the file is damaged, which has then been put aside.
    private func attempt<Value: Sendable>(
        _ need: Need, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(ThreadStoreError) -> Value? {
        let (database, result) = try await look(need, body)
        let failure: any Error
        switch result {
        case .success(let value): return value
        case .failure(let error): failure = error
        }
        // Somebody else may have found it damaged and closed it while we were about to read.
        guard opened.withLock({ $0?.connections === database.connections }) else { return nil }
        guard IndexDatabase.isDamage(failure) else {
            throw ThreadStoreError(
                kind: .storage, message: "the index can't be read", path: paths.index, reason: "\(failure)")
        }
        try await worker.run { () throws(ThreadStoreError) in
            if self.opened.withLock({ $0?.connections === database.connections }) { self.discard() }
        }
        return nil
    }

    /// Reads: beside the worker when everything that is needed is there, else on its thread once it has seen to that.
    private func look<Value: Sendable>(
        _ need: Need, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(ThreadStoreError) -> (IndexDatabase, Result<Value, any Error>) {
        if let database = readyDatabase(for: need), let reader = database.reader {
            do {
                // What lists need is one statement, which sees one state without a transaction around it.
                let value = need == .lists ? try await reader.unsafeRead(body) : try await reader.read(body)
                return (database, .success(value))
            } catch {
                return (database, .failure(error))
            }
        }
        return try await worker.run { () throws(ThreadStoreError) in
            let database = try self.prepare(for: need)
            let reader = database.reading()
            return (database, Result { need == .lists ? try reader.unsafeRead(body) : try reader.read(body) })
        }
    }

    /// The database, if everything that is needed is in it.
    private func readyDatabase(for need: Need) -> IndexDatabase? {
        let isBehind = state.withLock { state in
            if state.isScheduled { state.isHurried = true }
            return state.isScheduled || state.isWriting || !state.pending.isEmpty
                || (need == .searches && !state.unread.isEmpty)
        }
        if isBehind {
            state.wakeAll()
            return nil
        }
        guard let database = opened.withLock({ $0 }), isReady(database.rebuild, for: need), database.isInPlace(paths)
        else { return nil }
        return database
    }

    /// Brings in what is needed, on the worker's thread.
    private func prepare(for need: Need) throws(ThreadStoreError) -> IndexDatabase {
        _ = try openIfNeeded()
        writePending()
        // Writing may have found the file damaged and put it aside.
        let database = try openIfNeeded()
        switch need {
        case .writing: break
        case .lists: database.rebuild?.waitForFirstPage()
        case .searches:
            database.rebuild?.waitForAll()
            bringInMessages(isStopped: { self.state.withLock(\.isClosed) })
        }
        return try openIfNeeded()
    }

    private func isReady(_ rebuild: IndexRebuild?, for need: Need) -> Bool {
        guard let rebuild else { return true }
        return switch need {
        case .writing: true
        case .lists: rebuild.hasFirstPage
        case .searches: rebuild.hasEnded
        }
    }

    /// Whether the index is open and there is nothing left to bring up to date.
    var isUpToDate: Bool {
        opened.withLock { database in database.map { $0.rebuild?.hasEnded ?? true } ?? false }
    }

    // MARK: - End

    /// Writes what waits, marks the index as complete and closes it. Blocking. Returns whether its file, if there is one,
    /// has been told everything.
    func close() -> Bool {
        state.withLock { state in state.isClosed = true }
        state.wakeAll()
        worker.submit {
            let isComplete = self.end()
            self.state.withLock { state in state.wasComplete = isComplete }
            self.state.wakeAll()
        }
        return state.wait { state in state.wasComplete }
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
        worker.submit {
            // A list that came in meanwhile does not wait for the messages.
            self.bringInMessages(isStopped: { self.state.withLock { $0.isHurried || $0.isClosed } })
        }
    }

    private func openIfNeeded() throws(ThreadStoreError) -> IndexDatabase {
        if let database = opened.withLock({ $0 }) {
            if database.isInPlace(paths) { return database }
            logger.notice("the index was deleted while it was in use and is made anew")
            opened.withLock { $0 = nil }
            database.close(isUpToDate: false)
        }
        let database = try IndexDatabase.open(
            paths, waitMilliseconds: waitMilliseconds, clock: clock, logger: logger)
        opened.withLock { $0 = database }
        // What an earlier index was told is not in this one.
        state.withLock { state in state.noted = Set(state.pending.keys) }
        database.rebuild?.start(
            isNewer: { id in self.state.withLock { $0.noted.contains(id) } },
            onDamage: {
                self.worker.submit {
                    guard self.opened.withLock({ $0?.connections === database.connections }) else { return }
                    self.discard()
                }
            })
        return database
    }

    /// Writes the pending rows in one transaction. Rows that can't be written wait for the next one, but for those that
    /// never can: they are left out, and the next process compares its index with the logs.
    private func writePending() {
        let rows = state.withLock { state in
            defer { state.pending = [:] }
            state.isWriting = true
            return Array(state.pending.values)
        }
        defer { state.withLock { state in state.isWriting = false } }
        guard !rows.isEmpty, let database = opened.withLock({ $0 }) else { return }
        do {
            let failures = try RowSaving.save(rows, database.writer, begin: database.markInUse) { db, row in
                var row = row
                if row.logLength == 0 { row.logLength = LogSource.length(of: paths.log(row.summary.id)) ?? 0 }
                try row.save(db)
            }
            for (row, reason) in failures { leaveOut(row.summary.id, reason) }
        } catch {
            logger.warning("the index can't be written", metadata: ["error": "\(error)"])
            // The index that replaces a damaged one is made from the logs, which say all that the rows do.
            if IndexDatabase.isDamage(error) { return discard() }
            state.withLock { state in
                for row in rows where state.pending[row.summary.id] == nil { state.pending[row.summary.id] = row }
            }
        }
    }

    /// Says, once for each thread, that its row can't be saved.
    private func leaveOut(_ id: String, _ reason: any Error) {
        let isNew = state.withLock { state in
            state.hasLostChange = true
            return state.unsavable.insert(id).inserted
        }
        guard isNew else { return }
        logger.warning(
            "a thread can't be brought into the index: lists don't show it as it is",
            metadata: ["thread": "\(id)", "error": "\(reason)"])
    }

    /// Brings in the messages of the threads that were noted, as far as their logs have reached the disk.
    private func bringInMessages(isStopped: () -> Bool) {
        guard let database = opened.withLock({ $0 }) else { return }
        guard let writer = try? database.writer else { return }
        let feed = MessageFeed(paths: paths, writer: writer)
        for id in state.withLock(\.unread) {
            if isStopped() { return }
            // Taken out before the log is read: what is noted from here on counts again.
            state.withLock { state in _ = state.unread.remove(id) }
            do {
                if try !feed.bringIn(id, isStopped: isStopped) {
                    state.withLock { state in _ = state.unread.insert(id) }
                }
            } catch {
                logger.warning("messages can't be brought into the index", metadata: ["error": "\(error)"])
                if IndexDatabase.isDamage(error) { return discard() }
                state.withLock { state in _ = state.unread.insert(id) }
            }
        }
    }

    /// Puts a damaged index aside. The next use opens a new one, made from the logs.
    private func discard() {
        guard let database = opened.withLock({ $0 }) else { return }
        opened.withLock { $0 = nil }
        database.close(isUpToDate: false)
        if !database.isTemporary { IndexDatabase.putAside(paths, nowMs: clock(), logger) }
    }

    private func end() -> Bool {
        let hasPending = state.withLock { state in !state.pending.isEmpty }
        // Without a file the next process makes the index anyway, so that a stop needs none of its own.
        if hasPending, opened.withLock({ $0 }) != nil || StorePaths.exists(paths.index) {
            do throws(ThreadStoreError) {
                _ = try openIfNeeded()
                writePending()
            } catch {
                logger.error("the index can't be opened", metadata: ["error": "\(error)"])
            }
        }
        let deadline = ContinuousClock.now + .milliseconds(Self.lastMessagesMilliseconds)
        bringInMessages(isStopped: { ContinuousClock.now >= deadline })
        let isComplete = state.withLock { state in state.pending.isEmpty && !state.hasLostChange }
        let database = opened.withLock { opened in
            defer { opened = nil }
            return opened
        }
        database?.close(isUpToDate: isComplete)
        return isComplete && database?.isTemporary != true || !StorePaths.exists(paths.index)
    }
}
