internal import Synchronization

/// Which logs this process has open for appending. An id is taken before any file is touched, so that two callers can't
/// open the same log.
final class LogRegistry: Sendable {
    private enum Entry {
        /// Being made or read.
        case reserved
        case open(ThreadLog)
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Takes an id. Errors: `threadOpen`, `storeClosed`.
    func reserve(_ id: String) throws(ThreadStoreError) {
        let error = state.withLock { state -> ThreadStoreError? in
            if state.isClosed { return .closed }
            guard state.entries[id] == nil else {
                return ThreadStoreError(kind: .threadOpen, message: "the thread's log is open already: \(id)")
            }
            state.entries[id] = .reserved
            return nil
        }
        if let error { throw error }
    }

    /// Does something short while nobody has the log open and nobody can open it; nil, without a try, when somebody has.
    func whileFree<Value: Sendable>(
        _ id: String, _ body: () throws(ThreadStoreError) -> Value
    ) throws(ThreadStoreError) -> Value? {
        var result: Result<Value, ThreadStoreError>?
        state.withLock { state in
            guard !state.isClosed, state.entries[id] == nil else { return }
            do throws(ThreadStoreError) { result = .success(try body()) } catch { result = .failure(error) }
        }
        return try result?.get()
    }

    /// Enters the log of a taken id.
    func enter(_ log: ThreadLog) {
        state.withLock { state in state.entries[log.id] = .open(log) }
    }

    /// Gives an id back.
    func release(_ id: String) {
        state.withLock { state in state.entries[id] = nil }
    }

    /// The open log of an id.
    func log(_ id: String) -> ThreadLog? {
        state.withLock { state in
            guard case .open(let log)? = state.entries[id] else { return nil }
            return log
        }
    }

    /// Whether the store was closed.
    var isClosed: Bool { state.withLock { state in state.isClosed } }

    /// Refuses all ids from now on. Returns false when that was so before.
    func close() -> Bool {
        state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
    }
}
