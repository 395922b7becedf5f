internal import Support

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Forces logs to the disk itself, on a thread of its own, so that no answer waits for it: what was written outlives the
/// process from the moment it is written, and a loss of power a moment later.
///
/// The thread exists only while there is something to do. Requests for one file that come while it is being synced
/// become one.
final class LogSyncer: Sendable {
    private struct State {
        /// Descriptors of our own, the newest request of each file.
        var waiting: [LogFileID: (descriptor: Int32, path: String)] = [:]
        var isRunning = false
    }

    private let operations: LogFileOperations
    private let report: @Sendable (LogWriteEvent) -> Void
    private let clock: @Sendable () -> Int
    private let state = Monitor(State())

    init(_ settings: LogFileSet.Settings) {
        operations = settings.operations
        report = settings.report
        clock = settings.clock
    }

    /// Asks for what was written to a file to be forced to the disk. The descriptor may be closed right afterwards.
    func sync(_ file: LogFileID, descriptor: Int32, path: String) {
        let copy = operations.duplicate(descriptor)
        guard copy >= 0 else { return fail(path, -copy) }
        let (old, starts) = state.withLock { state -> (Int32?, Bool) in
            let old = state.waiting.updateValue((copy, path), forKey: file)?.descriptor
            defer { state.isRunning = true }
            return (old, !state.isRunning)
        }
        if let old { operations.close(old) }
        if starts { BlockingThread.start(name: "heddle-sync", stackSize: 128 << 10) { self.run() } }
    }

    /// Returns when nothing waits any more. Blocking.
    func finish() {
        _ = state.wait { state in state.isRunning ? nil : true }
    }

    private func run() {
        while let (_, file) = next() {
            let error = operations.sync(file.descriptor)
            operations.close(file.descriptor)
            if error != 0 { fail(file.path, error) }
        }
        state.wakeAll()
    }

    private func next() -> (LogFileID, (descriptor: Int32, path: String))? {
        state.withLock { state in
            guard let first = state.waiting.first else {
                state.isRunning = false
                return nil
            }
            state.waiting[first.key] = nil
            return (first.key, first.value)
        }
    }

    /// A failed sync is told once and not repeated: the system has forgotten by then which pages it could not write.
    private func fail(_ path: String, _ error: Int32) {
        report(
            .failed(
                LogWriteFailure(
                    path: path, errnoValue: error, reason: SystemError.text(error), sinceMs: clock(), waitingBytes: 0)))
    }
}
