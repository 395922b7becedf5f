internal import Synchronization
internal import WireJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Which threads this process may write. A thread has one writer at a time, whatever process it is in.
///
/// A lease is a lock on one byte of a file that all threads share, at a place made from the thread's id. The kernel frees
/// it when its process is gone, also after `kill -9`, so that a take-over waits for nothing; and one descriptor serves
/// any number of threads. Locks of open file descriptions (Linux 3.15, macOS) are used because those of processes would
/// vanish with any other descriptor of the same file. On network file systems the file server keeps the locks, so that
/// they hold between hosts wherever it supports locks at all.
///
/// Two threads share a byte with a probability of 1 in 2^62; they could then not be written by two processes at once.
///
/// Who holds a lease stands in a small file beside the log, for people and for error messages; the lock alone decides.
final class LeaseTable: Sendable {
    private let paths: StorePaths
    private let clock: @Sendable () -> Int
    private let state = Mutex(State())

    private struct State {
        var descriptor: CInt?
        /// How often each lease was taken; a log may be opened again while its last records are still being written.
        var counts: [String: Int] = [:]
    }

    init(paths: StorePaths, clock: @escaping @Sendable () -> Int) {
        self.paths = paths
        self.clock = clock
    }

    /// Takes the lease of a thread. Blocking, but for microseconds.
    ///
    /// Errors: `threadOwnedElsewhere`, `storage`.
    func take(_ id: String) throws(ThreadStoreError) {
        let failure = state.withLock { state -> ThreadStoreError? in
            if let count = state.counts[id] {
                state.counts[id] = count + 1
                return nil
            }
            do throws(ThreadStoreError) {
                try lock(id, &state)
                state.counts[id] = 1
                writeOwner(of: id)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    /// Takes the lease of a thread that nobody writes, in this process or in another. Returns whether that was so.
    func takeUnused(_ id: String) -> Bool {
        state.withLock { state in
            guard state.counts[id] == nil, (try? lock(id, &state)) != nil else { return false }
            state.counts[id] = 1
            return true
        }
    }

    /// Gives a lease back.
    func giveBack(_ id: String) {
        state.withLock { state in
            guard let count = state.counts[id], let descriptor = state.descriptor else { return }
            state.counts[id] = count > 1 ? count - 1 : nil
            guard count == 1 else { return }
            unlink(paths.owner(id))
            var range = Self.range(of: id, type: F_UNLCK)
            _ = fcntl(descriptor, Self.setLock, &range)
        }
    }

    /// Whether this process or another writes the thread at the moment.
    func isTaken(_ id: String) -> Bool {
        state.withLock { $0.counts[id] != nil } || isHeldElsewhere(id)
    }

    /// Whether another process writes the thread at the moment.
    func isHeldElsewhere(_ id: String) -> Bool {
        state.withLock { state in
            guard state.counts[id] == nil else { return false }
            let descriptor = state.descriptor ?? open(paths.leases, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { return false }
            defer { if state.descriptor == nil { Self.closeDescriptor(descriptor) } }
            var range = Self.range(of: id, type: F_WRLCK)
            return fcntl(descriptor, Self.getLock, &range) == 0 && range.l_type != Int16(F_UNLCK)
        }
    }

    /// Gives all leases back.
    func close() {
        state.withLock { state in
            for id in state.counts.keys { unlink(paths.owner(id)) }
            state.counts = [:]
            if let descriptor = state.descriptor {
                // A child that was just forked may still have the descriptor, and with it the locks.
                var all = flock()
                all.l_type = Int16(F_UNLCK)
                all.l_whence = Int16(SEEK_SET)
                _ = fcntl(descriptor, Self.setLock, &all)
                Self.closeDescriptor(descriptor)
            }
            state.descriptor = nil
        }
    }

    // MARK: - The lock

    #if canImport(Glibc)
        // F_OFD_GETLK and F_OFD_SETLK of the Linux kernel's interface, the same on every architecture.
        private static let getLock: CInt = 36
        private static let setLock: CInt = 37
    #else
        // Of Darwin's <sys/fcntl.h>.
        private static let getLock: CInt = 92
        private static let setLock: CInt = 90
    #endif

    private func lock(_ id: String, _ state: inout State) throws(ThreadStoreError) {
        let descriptor: CInt
        if let known = state.descriptor {
            descriptor = known
        } else {
            let error = StorePaths.makeDirectory(paths.threads)
            guard error == 0 else {
                throw .unwritable("the folder of the threads can't be made", path: paths.threads, errno: error)
            }
            descriptor = open(paths.leases, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw .unwritable("the file of the leases can't be opened", path: paths.leases, errno: errno)
            }
            state.descriptor = descriptor
        }
        var waited = 0
        while true {
            var range = Self.range(of: id, type: F_WRLCK)
            guard fcntl(descriptor, Self.setLock, &range) != 0 else { return }
            let error = errno
            guard error == EAGAIN || error == EACCES else {
                throw .storage("the thread's lease can't be taken", path: paths.leases, errno: error)
            }
            let owner = LeaseOwner(path: paths.owner(id))
            guard let owner, isDead(owner), waited < Self.remainsMilliseconds else {
                throw .ownedElsewhere(id, by: owner)
            }
            usleep(UInt32(Self.lookMilliseconds) * 1000)
            waited += Self.lookMilliseconds
        }
    }

    /// How long the lease of a process that died may still be held, in milliseconds: by a child that it had just forked
    /// and that has not closed its parent's descriptors yet.
    private static let remainsMilliseconds = 1_000
    private static let lookMilliseconds = 5

    /// Whether the process of an owner is gone. Of other hosts that can't be told.
    private func isDead(_ owner: LeaseOwner) -> Bool {
        owner.host == Self.host && kill(pid_t(truncatingIfNeeded: owner.pid), 0) != 0 && errno == ESRCH
    }

    private static func range(of id: String, type: CInt) -> flock {
        var range = flock()
        range.l_type = Int16(type)
        range.l_whence = Int16(SEEK_SET)
        range.l_start = off_t(place(of: id))
        range.l_len = 1
        return range
    }

    /// A place made from the id: FNV-1a, the same in every process, cut to what an offset can be.
    private static func place(of id: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return hash >> 2
    }

    private static func closeDescriptor(_ descriptor: CInt) {
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
    }

    // MARK: - The owner's name

    /// Writes down who we are. That it fails does no harm: the lock counts.
    private func writeOwner(of id: String) {
        guard let bytes = try? WireCoder.encode(LeaseOwner(pid: Int(getpid()), host: Self.host, sinceMs: clock()))
        else { return }
        let path = paths.owner(id)
        _ = StorePaths.makeDirectory(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        Self.closeDescriptor(descriptor)
    }

    private static let host: String = {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }()
}

/// Who writes a thread.
package struct LeaseOwner: Codable, Hashable, Sendable {
    /// The process's number, in its own namespace.
    package var pid: Int
    /// The name of its host.
    package var host: String
    /// Since when, in milliseconds since the Unix epoch.
    package var sinceMs: Int

    init(pid: Int, host: String, sinceMs: Int) {
        self.pid = pid
        self.host = host
        self.sinceMs = sinceMs
    }

    /// Reads what an owner wrote down; nil when it is not there.
    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // More than any host's name takes.
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0, let owner = try? WireCoder.decode(LeaseOwner.self, from: Array(bytes[..<count])) else {
            return nil
        }
        self = owner
    }
}
