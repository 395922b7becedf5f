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
