import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Empty directories that stand where protected entries of a writable root are missing, while a command runs: only over
/// something that is there can something read-only be mounted.
///
/// Every command that needs one holds a shared lock on it; who lets go of it last, in whatever process, removes it. One
/// that a killed server has left behind is known by its mode and taken over by the next command.
enum Placeholders {
    /// The sticky bit makes no difference to an empty directory, so nobody else sets it on one.
    private static let mark: mode_t = 0o1000
    private static let mode: mode_t = 0o1755
    private static let ordinaryMode: mode_t = 0o755

    /// Attempts to hold a directory that others keep removing.
    private static let attempts = 100

    /// Whether what stands at a path was put there by this.
    static func isPlaceholder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & mark != 0 && status.st_mode & S_IFMT == S_IFDIR
            && status.st_uid == geteuid()
    }

    /// The placeholders of one command.
    final class Lease: Sendable {
        private let held = Mutex<[(path: String, directory: Int32)]>([])

        init() {}

        /// Puts a placeholder at a path, or shares the one that is there. Returns 0 or an errno; also 0 if something else
        /// has come to be there, which then needs none.
        func take(_ path: String) -> Int32 {
            for _ in 0..<attempts {
                // Marked from its first moment, so that nobody takes it for somebody else's.
                if mkdir(path, mode) == 0 {
                    chmod(path, mode)
                } else if errno != EEXIST {
                    return errno
                } else if !isPlaceholder(path) {
                    return 0
                }
                let directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                guard directory >= 0 else { continue }
                if flock(directory, LOCK_SH) == 0, Placeholders.stands(directory, at: path) {
                    held.withLock { $0.append((path, directory)) }
                    return 0
                }
                close(directory)
            }
            return EBUSY
        }

        /// Puts placeholders at all paths, or refuses the command.
        func take(_ paths: [String]) throws(SandboxError) {
            for path in paths {
                let failure = take(path)
                guard failure == 0 else {
                    throw SandboxError(
                        kind: .systemRefused,
                        message: "`\(path)` can't be protected: \(CommandSpawnError.text(ofErrno: failure))")
                }
            }
        }

        /// Lets go of all, and removes those that nobody else holds.
        func end() {
            let held = held.withLock { held in
                defer { held = [] }
                return held
            }
            for (path, directory) in held {
                if flock(directory, LOCK_EX | LOCK_NB) == 0, Placeholders.stands(directory, at: path),
                    rmdir(path) != 0, errno == ENOTEMPTY
                {
                    // Somebody outside has made it theirs.
                    fchmod(directory, ordinaryMode)
                }
                close(directory)
            }
        }
    }

    /// Whether an open directory is still what a path names.
    private static func stands(_ directory: Int32, at path: String) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(directory, &opened) == 0 && lstat(path, &named) == 0 && opened.st_ino == named.st_ino
            && opened.st_dev == named.st_dev
    }
}
