import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that says that a process may be writing logs, locked for as long as the process lives.
///
/// The index hears of a change a moment after the log does. A process that dies in between leaves its marker without a
/// lock, and whoever opens the index next looks at the logs instead of trusting it.
final class WriterMarker: Sendable {
    /// How the names of all markers begin.
    static let prefix = ".writer-"

    private let paths: StorePaths
    private let descriptor = Mutex<CInt?>(nil)
    /// Process numbers alone will not do: in containers every server has the same one.
    private let name = "\(prefix)\(getpid())-\(String(UInt64.random(in: 0 ... .max), radix: 16))"

    init(paths: StorePaths) {
        self.paths = paths
    }

    private var path: String { "\(paths.threads)/\(name)" }

    /// Makes the marker, once. Without it (a folder that can't be written) logs can't be written either.
    func set() {
        descriptor.withLock { descriptor in
            guard descriptor == nil, StorePaths.makeDirectory(paths.threads) == 0 else { return }
            let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard file >= 0 else { return }
            flock(file, LOCK_EX | LOCK_NB)
            descriptor = file
        }
    }

    /// Removes the marker: the index knows everything.
    func clear() {
        descriptor.withLock { descriptor in
            guard let file = descriptor else { return }
            unlink(path)
            close(file)
            descriptor = nil
        }
    }

    /// Leaves the marker to whoever opens the index next: the index may lack something.
    func leave() {
        descriptor.withLock { descriptor in
            guard let file = descriptor else { return }
            flock(file, LOCK_UN)
            close(file)
            descriptor = nil
        }
    }

    /// Whether a process that is not to be seen any more has a marker whose lock is still held: by a child that it had
    /// just forked, or by the process itself, which is in another container.
    static func mayHaveDied(in paths: StorePaths) -> Bool {
        StorePaths.names(in: paths.threads).contains { name in
            guard name.hasPrefix(prefix), let number = name.dropFirst(prefix.count).split(separator: "-").first,
                let pid = pid_t(number)
            else { return false }
            return kill(pid, 0) != 0 && errno == ESRCH
        }
    }

    /// The markers of processes that died without clearing them.
    static func left(in paths: StorePaths) -> [String] {
        let names = StorePaths.names(in: paths.threads)
        return names.filter { $0.hasPrefix(prefix) }.map { paths.threads + "/" + $0 }.filter { path in
            let file = open(path, O_WRONLY | O_CLOEXEC)
            guard file >= 0 else { return false }
            defer { close(file) }
            return flock(file, LOCK_EX | LOCK_NB) == 0
        }
    }
}
