internal import GRDB
internal import Logging
import Support

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Brings the index up to date with the logs, on a thread of its own, while lists and searches go on.
///
/// First the rows, those first that the first pages of lists need, then the messages, the newest threads first. All of
/// it can be stopped at any time, or be cut off by a crash: what is written stays, and the next process goes on.
final class IndexRebuild: Sendable {
    /// How many of the newest threads, by creation and by last change, come before all others: more than the largest
    /// page.
    private static let pageThreads = 200
    /// How many logs are read between two transactions.
    private static let batchThreads = 200
    /// How long, from the beginning, those wait who need the newest threads (or all), in milliseconds. Reading the newest
    /// takes a tenth of it; whoever asks for the rest of a large home gets what there is.
    static let waitMilliseconds = 500

    private struct State {
        var isStopped = false
        var hasFirstPage = false
        /// Whether all rows are as the logs say.
        var hasRows = false
        /// Whether some row can't be saved. All others are there then, and the next process looks again.
        var hasUnsavable = false
        var hasEnded = false
    }

    private let paths: StorePaths
    private let writer: any DatabaseWriter
    private let logger: Logger
    /// What processes that died have left; nil when the rows are known to be up to date.
    private let markers: [String]?
    private let state: Monitor<State>
    private let waitMilliseconds: Int
    private let startedAt = ContinuousClock.now

    /// - Parameters:
    ///   - markers: the markers of processes that died, to be removed when all logs have been looked at; nil when
    ///     only messages are missing.
    ///   - waitMilliseconds: see ``waitMilliseconds``.
    init(
        paths: StorePaths, writer: any DatabaseWriter, markers: [String]?, waitMilliseconds: Int, logger: Logger
    ) {
        self.waitMilliseconds = waitMilliseconds
        self.paths = paths
        self.writer = writer
        self.markers = markers
        self.logger = logger
        state = Monitor(State(hasFirstPage: markers == nil, hasRows: markers == nil))
    }

    /// Starts. `isNewer` tells whether what this process knows of a thread is newer than its log; `onDamage` is called
    /// when the index turns out to be unusable.
    func start(isNewer: @escaping @Sendable (String) -> Bool, onDamage: @escaping @Sendable () -> Void) {
        BlockingThread.start(name: "heddle-rebuild", stackSize: 4 << 20) {
            var isDamaged = false
            do {
                try self.run(isNewer)
            } catch {
                self.logger.warning("the index can't be brought up to date", metadata: ["error": "\(error)"])
                isDamaged = IndexDatabase.isDamage(error)
            }
            self.change { state in
                state.hasFirstPage = true
                state.hasEnded = true
            }
            if isDamaged { onDamage() }
        }
    }

    /// Stops and waits until nothing is written any more. Blocking.
    func stop() {
        change { state in state.isStopped = true }
        state.wait { state in state.hasEnded ? () : nil }
    }

    /// Whether all rows are as the logs say.
    var hasRows: Bool { state.withLock(\.hasRows) }

    /// Whether there is nothing left to do.
    var hasEnded: Bool { state.withLock(\.hasEnded) }

    /// Whether lists need not wait any more.
    var hasFirstPage: Bool { state.withLock(\.hasFirstPage) }

    /// Waits, not for long, for the threads that the first pages of lists show. Blocking.
    func waitForFirstPage() {
        wait { state in state.hasFirstPage }
    }

    /// Waits, not for long, for everything. Blocking.
    func waitForAll() {
        wait { state in state.hasEnded }
    }

    private func wait(_ isReached: (State) -> Bool) {
        let rest = waitMilliseconds - Int((ContinuousClock.now - startedAt) / .milliseconds(1))
        _ = state.wait(milliseconds: max(rest, 0)) { state in isReached(state) ? () : nil }
    }

    private func change(_ body: (inout State) -> Void) {
        state.withLock { state in body(&state) }
        state.wakeAll()
    }

    // MARK: - On its thread

    private var isStopped: Bool { state.withLock(\.isStopped) }

    private func run(_ isNewer: (String) -> Bool) throws {
        if let markers {
            guard try makeRows(isNewer) else { return }
            if !state.withLock(\.hasUnsavable) {
                for marker in markers { unlink(marker) }
                change { state in state.hasRows = true }
            }
        }
        try bringInMessages()
        // The write-ahead log has become long, and nothing else shortens it.
        if !isStopped { try? writer.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) } }
    }

    /// Returns whether it came to the end.
    private func makeRows(_ isNewer: (String) -> Bool) throws -> Bool {
        guard
            let survey = try LogSurvey(
                paths, writer, pageThreads: Self.pageThreads, isStopped: { self.isStopped })
        else { return false }
        let gone = survey.gone.filter { id in !isNewer(id) }
        if !gone.isEmpty {
            try writer.write { db in
                for id in gone { try IndexRow.delete(id, db) }
            }
        }
        var position = 0
        while position < survey.findings.count {
            if isStopped { return false }
            if position >= survey.firstPageCount { change { state in state.hasFirstPage = true } }
            let next = position + Self.batchThreads
            guard let rows = rows(of: survey.findings[position..<min(next, survey.findings.count)], isNewer) else {
                return false
            }
            try write(rows)
            position = next
        }
        change { state in state.hasFirstPage = true }
        let changes = survey.findings.count + gone.count
        if changes > 0 {
            logger.notice("the index was brought up to date with the logs", metadata: ["threads": "\(changes)"])
        }
        return true
    }

    /// The rows of some logs; nil when it was stopped before it had them all.
    private func rows(
        of findings: ArraySlice<LogSurvey.Finding>, _ isNewer: (String) -> Bool
    ) -> [(row: IndexRow, knownLength: Int)]? {
        var rows: [(row: IndexRow, knownLength: Int)] = []
        for finding in findings where !isNewer(finding.id) {
            if isStopped { return nil }
            guard let (summary, length) = SummaryScanner.summary(of: paths.log(finding.id), id: finding.id) else {
                continue
            }
            let row = IndexRow(summary: summary, path: StorePaths.relativeLog(finding.id), logLength: length)
            rows.append((row, finding.knownLength))
        }
        return rows
    }

    private func write(_ rows: [(row: IndexRow, knownLength: Int)]) throws {
        guard !rows.isEmpty else { return }
        let failures = try RowSaving.save(rows, writer) { db, found in
            // A thread that was deleted since it was read is not to come back.
            guard paths.hasLog(found.row.summary.id) else { return }
            try found.row.save(db, replacing: found.knownLength)
            if found.row.logLength < found.knownLength { try IndexRow.forgetMessages(of: found.row.summary.id, db) }
        }
        for (found, reason) in failures {
            change { state in state.hasUnsavable = true }
            logger.warning(
                "a thread can't be brought into the index: lists don't show it as it is",
                metadata: ["thread": "\(found.row.summary.id)", "error": "\(reason)"])
        }
    }

    private func bringInMessages() throws {
        let feed = MessageFeed(paths: paths, writer: writer)
        var last: MessageFeed.Place?
        while true {
            let places = try feed.behind(after: last, limit: Self.batchThreads)
            guard !places.isEmpty else { return }
            last = places.last
            var parts: [(place: MessageFeed.Place, chunk: MessageChunk)] = []
            var bytes = 0
            for place in places {
                if isStopped { break }
                guard let chunk = feed.read(place) else { continue }
                parts.append((place, chunk))
                bytes += chunk.end - chunk.start
                if bytes >= MessageChunk.byteLimit {
                    try feed.write(parts)
                    parts = []
                    bytes = 0
                }
                if !chunk.isLast { _ = try bringInRest(of: place, feed, &parts) }
            }
            try feed.write(parts)
            if isStopped { return }
        }
    }

    private func bringInRest(
        of place: MessageFeed.Place, _ feed: MessageFeed,
        _ parts: inout [(place: MessageFeed.Place, chunk: MessageChunk)]
    ) throws -> Bool {
        try feed.write(parts)
        parts = []
        return try feed.bringIn(place.id, isStopped: { isStopped })
    }
}
