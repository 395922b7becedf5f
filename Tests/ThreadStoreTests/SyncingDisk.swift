import Foundation
import Synchronization

@testable import ThreadStore

/// A disk whose syncs a test counts, holds up and lets fail.
final class SyncingDisk: Sendable {
    private struct State {
        var files = 0
        var folders: [String] = []
        var rewrites: [(offset: Int, count: Int)] = []
        var fileResult: Int32 = 0
        var folderResult: Int32 = 0
        var hasDescriptors = true
    }

    private let state = Mutex(State())
    /// Each sync waits for a signal, if there is a gate.
    private let gate: DispatchSemaphore?
    private let began = DispatchSemaphore(value: 0)

    init(gate: DispatchSemaphore? = nil) {
        self.gate = gate
    }

    /// How often files were synced.
    var files: Int { state.withLock(\.files) }
    /// The folders that were synced, in order.
    var folders: [String] { state.withLock(\.folders) }
    /// What was written a second time.
    var rewrites: [(offset: Int, count: Int)] { state.withLock(\.rewrites) }

    /// What the sync of a file returns from now on.
    func setResult(_ error: Int32) { state.withLock { $0.fileResult = error } }
    /// What the sync of a folder returns from now on.
    func setFolderResult(_ error: Int32) { state.withLock { $0.folderResult = error } }
    /// From now on no descriptor can be had twice.
    func runOutOfDescriptors() { state.withLock { $0.hasDescriptors = false } }

    /// Returns when one more sync has begun.
    func awaitSync() async {
        await withCheckedContinuation { continuation in
            // A thread of its own: the tasks of all tests share the others.
            Thread.detachNewThread { [began] in
                began.wait()
                continuation.resume()
            }
        }
    }

    var operations: LogFileOperations {
        var operations = LogFileOperations.system
        operations.duplicate = { [self] descriptor in
            state.withLock(\.hasDescriptors) ? LogFileOperations.system.duplicate(descriptor) : -EMFILE
        }
        operations.sync = { [self] _ in
            state.withLock { $0.files += 1 }
            began.signal()
            gate?.wait()
            return state.withLock(\.fileResult)
        }
        operations.syncFolder = { [self] path in
            state.withLock { state in
                state.folders.append(path)
                return state.folderResult
            }
        }
        operations.rewrite = { [self] descriptor, bytes, offset in
            state.withLock { $0.rewrites.append((offset, bytes.count)) }
            return LogFileOperations.system.rewrite(descriptor, bytes, offset)
        }
        return operations
    }
}

/// What a writer has reported, to be awaited.
final class WriteEvents: Sendable {
    private let stream: AsyncStream<LogWriteEvent>
    private let source: AsyncStream<LogWriteEvent>.Continuation

    init() {
        (stream, source) = AsyncStream.makeStream()
    }

    /// To be given to a store or a writer.
    var report: @Sendable (LogWriteEvent) -> Void {
        { [source] event in source.yield(event) }
    }

    /// The next event.
    func next() async -> LogWriteEvent? {
        for await event in stream { return event }
        return nil
    }

    /// Everything that has not been asked for yet.
    func rest() async -> [LogWriteEvent] {
        source.finish()
        return await stream.reduce(into: []) { events, event in events.append(event) }
    }
}
