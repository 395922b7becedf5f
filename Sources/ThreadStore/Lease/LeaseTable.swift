internal import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The leases that this process holds: one writer for each thread, over all processes of a home.
///
/// A lease is a lock on one byte of `threads/.leases` (``LeaseSlot``). The kernel keeps it and frees it when the process
/// ends, however it ends, so that the next one takes over at once and nothing has to be cleaned up; one descriptor
/// serves any number of threads. The same byte of the process's own marker is locked too: a lock doesn't tell whose it
/// is, so whoever is refused looks for the marker with that byte locked and reads the owner's name from it.
///
/// Only the lock counts. What the marker says of host and process never decides, so that a process number that is used again
/// means nothing. A home that hosts share needs a network file system whose server
/// keeps locks (NFS 4 and SMB do, and free those of a host that they have lost); where locks don't work at all, threads
/// are not written, because two writers would mix two histories in one file.
///
/// The lease file is empty and never removed: with another file in its place, processes that have the old one open would
/// not see each other's locks.
final class LeaseTable: Sendable {
    /// How long, and in which steps, a lease is tried again that has no owner alive, in milliseconds. The owner shows no
    /// marker when it is between its two locks; and one that is dead may just have forked a child that has not closed its
    /// parent's descriptors yet.
    private static let remainsMilliseconds = 1000
    private static let lookMilliseconds = 5

    private struct State {
        /// Open for locking, from the first lease on.
        var descriptor: CInt?
        /// Open for looking only, in a process that has had no lease.
        var reader: CInt?
        /// How many leases share a slot.
        var holders: [LeaseSlot: Int] = [:]
        var isClosed = false
    }

    private enum Outcome {
        case taken
        case busy
        case failed(CInt)
        case closed
    }

    private let paths: StorePaths
    private let marker: WriterMarker
    private let state = Mutex(State())
    private let pause: @Sendable () async throws -> Void
    /// Looks for the owners of leases that can't be had. Long reads must not hold that up, hence a thread of its own;
    /// whoever waits for a lease does so elsewhere.
    private let pool = BlockingPool(name: "heddle-lease", limit: 1)

    /// - Parameter pause: the wait between two attempts at a lease. Throws when nobody wants the lease any more.
    init(
        paths: StorePaths, marker: WriterMarker,
        pause: @escaping @Sendable () async throws -> Void = {
            try await Task.sleep(for: .milliseconds(lookMilliseconds))
        }
    ) {
        self.paths = paths
        self.marker = marker
        self.pause = pause
    }

    /// Takes a thread's lease, with one quick system call when it is free. A process may take it more than once; its
    /// store's registry decides who may write.
    ///
    /// When somebody has it, that is told at once if its owner lives, and else tried again for a while, in which others
    /// are not held up. A task that is cancelled doesn't wait.
    ///
    /// Errors: `threadOwnedElsewhere` (with the owner), `storage`, `storeClosed`.
    func acquire(_ id: String) async throws(ThreadStoreError) -> ThreadLease {
        var attempt = 0
        while true {
            if let lease = try acquireIfFree(id) { return lease }
            let owner = try await owner(of: id)
            guard Self.mayComeFree(owner, attempt) else { throw .ownedElsewhere(id, by: owner) }
            do { try await pause() } catch { throw .ownedElsewhere(id, by: owner) }
            attempt += 1
        }
    }

    /// Takes a thread's lease. Blocks when somebody has it, for as long as it takes to see who. Errors: as above.
    func acquireBlocking(_ id: String) throws(ThreadStoreError) -> ThreadLease {
        var attempt = 0
        while true {
            if let lease = try acquireIfFree(id) { return lease }
            let owner = holder(of: id)
            guard Self.mayComeFree(owner, attempt) else { throw .ownedElsewhere(id, by: owner) }
            usleep(UInt32(Self.lookMilliseconds) * 1000)
            attempt += 1
        }
    }

    /// Whether a lease that can't be had is to be tried again.
    private static func mayComeFree(_ owner: LeaseOwner?, _ attempt: Int) -> Bool {
        (owner?.isGone ?? true) && attempt * lookMilliseconds < remainsMilliseconds
    }

    private func holder(of id: String) -> LeaseOwner? {
        WriterMarker.holder(of: LeaseSlot(id), in: paths, except: marker.path)
    }

    private func owner(of id: String) async throws(ThreadStoreError) -> LeaseOwner? {
        try await pool.run { () throws(ThreadStoreError) in self.holder(of: id) }
    }

    /// Takes the lease of a thread that nobody writes, in this process or in another; nil when somebody does.
    ///
    /// Errors: `storage`, `storeClosed`.
    func acquireUnused(_ id: String) throws(ThreadStoreError) -> ThreadLease? {
        let lease = try acquireIfFree(id)
        return state.withLock { state in state.holders[LeaseSlot(id)] == 1 } ? lease : nil
    }

    /// Takes a lease that nobody else has; nil when somebody has it.
    private func acquireIfFree(_ id: String) throws(ThreadStoreError) -> ThreadLease? {
        let slot = LeaseSlot(id)
        switch take(slot) {
        case .taken:
            return ThreadLease(slot: slot, table: self)
        case .busy:
            return nil
        case .failed(let error):
            throw .unwritable("the thread's lease can't be taken: \(id)", path: paths.leases, errno: error)
        case .closed:
            throw .closed
        }
    }

    private func take(_ slot: LeaseSlot) -> Outcome {
        state.withLock { state in
            if state.isClosed { return .closed }
            if let count = state.holders[slot] {
                state.holders[slot] = count + 1
                return .taken
            }
            let error = marker.set()
            guard error == 0 else { return .failed(error) }
            if state.descriptor == nil {
                let file = open(paths.leases, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
                guard file >= 0 else { return .failed(errno) }
                state.descriptor = file
            }
            guard let descriptor = state.descriptor, let marked = marker.descriptor else { return .closed }
            switch ByteLock.take(descriptor, at: slot.offset) {
            case 0: break
            case EAGAIN: return .busy
            case let error: return .failed(error)
            }
            // Second, so that the mark is never seen on a process that doesn't hold the lease.
            _ = ByteLock.take(marked, at: slot.offset)
            state.holders[slot] = 1
            return .taken
        }
    }

    /// Gives back one lease on a slot.
    func release(_ slot: LeaseSlot) {
        state.withLock { state in
            guard let count = state.holders[slot], let descriptor = state.descriptor else { return }
            guard count == 1 else {
                state.holders[slot] = count - 1
                return
            }
            state.holders[slot] = nil
            if let marked = marker.descriptor { ByteLock.drop(marked, at: slot.offset) }
            ByteLock.drop(descriptor, at: slot.offset)
        }
    }

    // MARK: - The leases of others

    /// Whether this process or another writes the thread at the moment.
    func isTaken(_ id: String) -> Bool {
        state.withLock { state in state.holders[LeaseSlot(id)] != nil } || isHeldElsewhere(id)
    }

    /// Whether another process, or another store of this one, writes the thread at the moment. One quick system call on
    /// a local file system.
    func isHeldElsewhere(_ id: String) -> Bool {
        let slot = LeaseSlot(id)
        return state.withLock { state in
            guard !state.isClosed else { return false }
            if let descriptor = state.descriptor { return ByteLock.isTaken(descriptor, at: slot.offset) }
            if state.reader == nil {
                let file = open(paths.leases, O_RDONLY | O_CLOEXEC)
                if file >= 0 { state.reader = file }
            }
            return state.reader.map { ByteLock.isTaken($0, at: slot.offset) } ?? false
        }
    }

    /// Refuses a thread that another process writes. Errors: `threadOwnedElsewhere`, with the owner.
    func check(_ id: String) async throws(ThreadStoreError) {
        guard isHeldElsewhere(id) else { return }
        throw .ownedElsewhere(id, by: try await owner(of: id))
    }

    /// Reads a log in the light of its lease. `body` is told whether someone appends to the log meanwhile: what stands
    /// behind its last line feed is a record on its way then, and a running turn runs. A log that gets its writer while
    /// it is read is read again. Blocking.
    func read<Value>(
        _ place: ThreadStore.Place, _ body: (_ isBeingWritten: Bool) throws(ThreadStoreError) -> Value
    ) throws(ThreadStoreError) -> Value {
        if place.isBeingWritten { return try body(true) }
        let value = try body(false)
        return isHeldElsewhere(place.id) ? try body(true) : value
    }

    // MARK: - End

    /// Gives back all leases, and removes the marker unless the index may lack something.
    func close(leavingMarker: Bool = false) {
        state.withLock { state in
            state.isClosed = true
            state.holders = [:]
            for file in [state.descriptor, state.reader] {
                guard let file else { continue }
                // A child that was just forked may still have the descriptor, and with it the locks.
                ByteLock.dropAll(file)
                _ = Self.closeFile(file)
            }
            state.descriptor = nil
            state.reader = nil
        }
        if leavingMarker { marker.leave() } else { marker.clear() }
    }

    /// The system's `close`, which this type's own hides.
    private static func closeFile(_ descriptor: CInt) -> CInt {
        #if canImport(Glibc)
            Glibc.close(descriptor)
        #else
            Darwin.close(descriptor)
        #endif
    }
}
