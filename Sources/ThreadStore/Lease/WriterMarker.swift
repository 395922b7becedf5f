import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that says that a process may be writing logs, and which: it holds the ``LeaseOwner``.
///
/// Its first byte is locked for as long as the process lives. The index hears of a change a moment after the log does; a
/// process that dies in between leaves its marker without the lock, and whoever opens the index next looks at the logs
/// instead of trusting it. The bytes of the threads that the process holds are locked as well (``LeaseTable``), so that
/// others can tell whose a thread is.
final class WriterMarker: Sendable {
    private static let prefix = ".writer-"
    /// What a marker is called until it is locked, so that nobody ever takes a new one for one left behind.
    private static let newPrefix = ".new-writer-"
    /// The byte that is locked while the process lives.
    private static let lifeOffset: Int64 = 0
    /// More than any marker holds.
    private static let contentLimit = 4096

    private struct File {
        var descriptor: CInt
        var path: String
    }

    private let paths: StorePaths
    private let owner: LeaseOwner
    private let file = Mutex<File?>(nil)

    init(paths: StorePaths, owner: LeaseOwner) {
        self.paths = paths
        self.owner = owner
    }

    /// The open marker, once it is set.
    var descriptor: CInt? { file.withLock { file in file?.descriptor } }
    /// Where the marker is, once it is set.
    var path: String? { file.withLock { file in file?.path } }

    /// Makes the marker, once. Returns 0 or an error number: without it (a folder that can't be written) logs can't be
    /// written either.
    @discardableResult
    func set() -> CInt {
        file.withLock { file in
            guard file == nil else { return 0 }
            let error = StorePaths.makeDirectory(paths.writers)
            guard error == 0 else { return error }
            // The pid is for people; the rest keeps apart processes of several hosts and stores of one process.
            let name = "\(owner.pid)-\(String(UInt64.random(in: 0 ... .max), radix: 16))"
            let new = "\(paths.writers)/\(Self.newPrefix)\(name)"
            let path = "\(paths.writers)/\(Self.prefix)\(name)"
            let descriptor = open(new, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { return errno }
            let failure = ByteLock.take(descriptor, at: Self.lifeOffset)
            // On a full disk the content is missing: the locks still work, only the owner's name is unknown then.
            _ = owner.encoded.withUnsafeBytes { bytes in write(descriptor, bytes.baseAddress, bytes.count) }
            guard failure == 0, rename(new, path) == 0 else {
                let error = failure == 0 ? errno : failure
                unlink(new)
                close(descriptor)
                return error
            }
            file = File(descriptor: descriptor, path: path)
            return 0
        }
    }

    /// Removes the marker: the index knows everything.
    func clear() {
        file.withLock { file in
            guard let marker = file else { return }
            unlink(marker.path)
            // A child that was just forked may still have the descriptor, and with it the locks.
            ByteLock.dropAll(marker.descriptor)
            close(marker.descriptor)
            file = nil
        }
    }

    /// Leaves the marker to whoever opens the index next: the index may lack something.
    func leave() {
        file.withLock { file in
            guard let marker = file else { return }
            ByteLock.dropAll(marker.descriptor)
            close(marker.descriptor)
            file = nil
        }
    }

    /// Whether a process that is not to be seen any more has a marker whose lock is still held: by a child that it had
    /// just forked, or by the process itself, which is in another container.
    static func mayHaveDied(in paths: StorePaths) -> Bool {
        all(in: paths).contains { path in
            withFile(path) { descriptor in LeaseOwner(parsing: content(descriptor))?.isGone ?? true } ?? false
        }
    }

    /// The markers of processes that died without clearing them.
    static func left(in paths: StorePaths) -> [String] {
        all(in: paths).filter { path in
            withFile(path) { descriptor in !ByteLock.isTaken(descriptor, at: lifeOffset) } ?? false
        }
    }

    /// Who, but for the process whose marker is at `own`, holds a slot. Blocking.
    static func holder(of slot: LeaseSlot, in paths: StorePaths, except own: String?) -> LeaseOwner? {
        for path in all(in: paths) where path != own {
            let owner = withFile(path) { descriptor -> LeaseOwner? in
                guard ByteLock.isTaken(descriptor, at: slot.offset) else { return nil }
                return LeaseOwner(parsing: content(descriptor))
            }
            if let owner = owner ?? nil { return owner }
        }
        return nil
    }

    /// Whether a file in their folder is a marker, or is becoming one.
    static func isName(_ name: String) -> Bool {
        name.hasPrefix(prefix) || name.hasPrefix(newPrefix)
    }

    private static func all(in paths: StorePaths) -> [String] {
        StorePaths.names(in: paths.writers).filter { $0.hasPrefix(prefix) }.map { paths.writers + "/" + $0 }
    }

    private static func withFile<Value>(_ path: String, _ body: (CInt) -> Value) -> Value? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return body(descriptor)
    }

    private static func content(_ descriptor: CInt) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: contentLimit) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, contentLimit))
        }
    }
}
