#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What makes sure that one process at a time tidies a home up. The kernel frees it when the process is gone.
///
/// The file also says when the last pass began.
package final class MaintenanceLock: Sendable {
    /// The file's name, below the folder of the threads.
    static let fileName = ".maintenance"

    private let descriptor: CInt

    /// The lock of a home; nil when somebody else has it, or when the home can't be written.
    static func take(_ paths: StorePaths) -> MaintenanceLock? {
        let descriptor = open("\(paths.threads)/\(fileName)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return MaintenanceLock(locked: descriptor)
    }

    /// From a descriptor that has the lock. An initializer that could fail behind this point would run `deinit`, and so
    /// close the descriptor, besides what it does itself.
    private init(locked descriptor: CInt) {
        self.descriptor = descriptor
    }

    /// Whether somebody tidies the home up at the moment.
    static func isHeld(_ paths: StorePaths) -> Bool {
        let descriptor = open("\(paths.threads)/\(fileName)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
        flock(descriptor, LOCK_UN)
        return false
    }

    deinit {
        // A child that was just forked may still have the descriptor, and with it the lock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// When the last pass began, in milliseconds since the Unix epoch; nil before the first.
    package var lastPassMs: Int? {
        // More than any number takes.
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Int(String(decoding: bytes[..<count], as: UTF8.self)) : nil
    }

    /// Writes down that a pass begins.
    package func notePass(_ nowMs: Int) {
        let bytes = Array(String(nowMs).utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = pwrite(descriptor, bytes, bytes.count, 0)
    }
}
