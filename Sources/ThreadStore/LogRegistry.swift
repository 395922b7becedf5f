internal import Synchronization

/// Which logs this process has open for appending. An id is taken before any file is touched, so that two callers can't
/// open the same log.
final class LogRegistry: Sendable {
    private enum Entry {
        /// Being made or read.
        case reserved
        case open(ThreadLog)
        /// Being tidied up, which is short: those who want the log wait for its end.
        case tidied(waiters: [CheckedContinuation<Void, Never>])
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Takes an id. Errors: `threadOpen`, `storeClosed`.
    func reserve(_ id: String) async throws(ThreadStoreError) {
        while true {
            let isTidied = try state.withLock { state throws(ThreadStoreError) in
                if state.isClosed { throw .closed }
                switch state.entries[id] {
                case nil: state.entries[id] = .reserved
                case .tidied?: return true
                default:
                    throw ThreadStoreError(kind: .threadOpen, message: "the thread's log is open already: \(id)")
                }
                return false
            }
            guard isTidied else { return }
            await tidying(id)
        }
    }

    private func tidying(_ id: String) async {
        await withCheckedContinuation { continuation in
            let waits = state.withLock { state in
                guard case .tidied(let waiters)? = state.entries[id] else { return false }
                state.entries[id] = .tidied(waiters: waiters + [continuation])
                return true
            }
            if !waits { continuation.resume() }
        }
    }

    /// Does something short while nobody has the log open; whoever wants it meanwhile waits. Nil, without a try, when
    /// somebody has it. Blocking, as far as `body` is.
    func whileFree<Value: Sendable>(
        _ id: String, _ body: () throws(ThreadStoreError) -> Value
    ) throws(ThreadStoreError) -> Value? {
        let isFree = state.withLock { state in
            guard !state.isClosed, state.entries[id] == nil else { return false }
            state.entries[id] = .tidied(waiters: [])
            return true
        }
        guard isFree else { return nil }
        defer {
            let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
                guard case .tidied(let waiters)? = state.entries.removeValue(forKey: id) else { return [] }
                return waiters
            }
            for waiter in waiters { waiter.resume() }
        }
        return try body()
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
