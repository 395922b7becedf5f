internal import Support

/// The thread that forces logs to the disk itself, so that nothing else waits for it: what was written outlives the
/// process from the moment it is written, and a loss of power a moment later.
///
/// The thread exists only while there is something to do. ``LogFileSet`` asks for one sync of a log at a time.
final class LogSyncer: Sendable {
    /// A log to be synced.
    struct Request: Sendable {
        var file: LogFileID
        /// The open file. The syncer closes it if it `ownsDescriptor`.
        var descriptor: Int32
        var ownsDescriptor: Bool
        /// Up to where the file is on the disk if the sync succeeds.
        var end: Int
        /// Folders that have new entries, the log's own first.
        var newFolders: [String]
    }

    /// How a sync ended.
    struct Outcome: Sendable {
        var file: LogFileID
        var end: Int
        /// The error number; 0 for success.
        var error: Int32
    }

    private struct State {
        var waiting: [Request] = []
        var isRunning = false
    }

    private let operations: LogFileOperations
    /// Told on the syncer's thread.
    private let ended: @Sendable (Outcome) -> Void
    private let state = Monitor(State())

    init(_ operations: LogFileOperations, ended: @escaping @Sendable (Outcome) -> Void) {
        self.operations = operations
        self.ended = ended
    }

    /// Syncs a log soon.
    func request(_ request: Request) {
        let starts = state.withLock { state in
            state.waiting.append(request)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard starts else { return }
        do throws(BlockingThreadError) {
            try BlockingThread.startIfPossible(name: "heddle-sync", stackSize: 128 << 10) { self.run() }
        } catch {
            // Out of threads: then it takes its time here.
            run()
        }
    }

    /// Returns when nothing waits any more. Blocking.
    func finish() {
        _ = state.wait { state in state.isRunning ? nil : true }
    }

    private func run() {
        while let request = next() {
            ended(Outcome(file: request.file, end: request.end, error: sync(request)))
        }
        state.wakeAll()
    }

    private func next() -> Request? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isRunning = false
                return nil
            }
            return state.waiting.removeFirst()
        }
    }

    private func sync(_ request: Request) -> Int32 {
        defer { if request.ownsDescriptor { operations.close(request.descriptor) } }
        let error = operations.sync(request.descriptor)
        guard error == 0 else { return error }
        for folder in request.newFolders {
            let error = operations.syncFolder(folder)
            guard error == 0 else { return error }
        }
        return 0
    }
}
