#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The system calls of the log writer, as closures so that tests can make them fail. A negative result is an error
/// number with its sign turned.
struct LogFileOperations: Sendable {
    /// Opens a file with these flags (permission bits 0600) and returns its descriptor.
    var open: @Sendable (_ path: String, _ flags: Int32) -> Int32
    /// Writes bytes and returns how many were taken.
    var write: @Sendable (_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int
    /// Closes a descriptor.
    var close: @Sendable (_ descriptor: Int32) -> Void
    /// Removes a file.
    var unlink: @Sendable (_ path: String) -> Void
    /// Takes the last bytes of a file away. Returns 0 or an error number.
    var cut: @Sendable (_ descriptor: Int32, _ count: Int) -> Int32
    /// Writes bytes of a file once more where they stand, so that a sync brings them to the disk. Returns 0 or an error
    /// number.
    var rewrite: @Sendable (_ descriptor: Int32, _ bytes: [UInt8], _ offset: Int) -> Int32
    /// Forces what was written to the disk itself. Returns 0 or an error number.
    var sync: @Sendable (_ descriptor: Int32) -> Int32
    /// Forces a folder's entries to the disk itself. Returns 0 or an error number.
    var syncFolder: @Sendable (_ path: String) -> Int32
    /// A second descriptor of the same open file.
    var duplicate: @Sendable (_ descriptor: Int32) -> Int32

    /// The system's own.
    static let system = LogFileOperations(
        open: { path, flags in
            let descriptor = Self.openFile(path, flags)
            return descriptor < 0 ? -errno : descriptor
        },
        write: { descriptor, bytes in
            let written = Self.writeBytes(descriptor, bytes)
            return written < 0 ? -Int(errno) : written
        },
        close: { descriptor in Self.closeFile(descriptor) },
        unlink: { path in Self.removeFile(path) },
        cut: { descriptor, count in
            let length = lseek(descriptor, 0, SEEK_END)
            guard length >= count else { return length < 0 ? errno : EIO }
            return Self.result { ftruncate(descriptor, length - off_t(count)) }
        },
        rewrite: { descriptor, bytes, offset in Self.rewriteBytes(descriptor, bytes, offset) },
        sync: { descriptor in Self.syncFile(descriptor) },
        syncFolder: { path in
            let descriptor = Self.openFile(path, O_RDONLY | O_DIRECTORY)
            guard descriptor >= 0 else { return errno }
            defer { Self.closeFile(descriptor) }
            // Entries are data of the folder that `fdatasync` may leave out.
            return Self.result { fsync(descriptor) }
        },
        duplicate: { descriptor in
            let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
            return copy < 0 ? -errno : copy
        }
    )

    // The members above hide the system's functions of the same names, hence these.

    private static func openFile(_ path: String, _ flags: Int32) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, flags | O_CLOEXEC, 0o600)
        #else
            Darwin.open(path, flags | O_CLOEXEC, 0o600)
        #endif
    }

    private static func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private static func closeFile(_ descriptor: Int32) {
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
    }

    private static func syncFile(_ descriptor: Int32) -> Int32 {
        #if canImport(Glibc)
            result { fdatasync(descriptor) }
        #else
            // Darwin's `fsync` stops at the drive's cache; some file systems know only that.
            fcntl(descriptor, F_FULLFSYNC) == 0 ? 0 : result { fsync(descriptor) }
        #endif
    }

    /// Repeats a sync that a signal broke off. Returns 0 or an error number. Files that can't be synced at all (devices,
    /// some file systems of users) are as durable as they will ever be. EROFS is none of these: a file system that was
    /// aborted after an error says so.
    private static func result(_ sync: () -> Int32) -> Int32 {
        while sync() != 0 {
            switch errno {
            case EINTR: continue
            case EINVAL, ENOTSUP: return 0
            case let error: return error
            }
        }
        return 0
    }

    /// A log is open for appending, where Linux puts every write at the end; hence the change of its mode meanwhile.
    private static func rewriteBytes(_ descriptor: Int32, _ bytes: [UInt8], _ offset: Int) -> Int32 {
        // Nothing is written where the bytes can't have stood.
        guard lseek(descriptor, 0, SEEK_END) >= off_t(offset + bytes.count) else { return EIO }
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags & ~O_APPEND) == 0 else { return errno }
        defer { _ = fcntl(descriptor, F_SETFL, flags) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { rest in
                pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + written))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count < 0 ? errno : EIO }
            written += count
        }
        return 0
    }

    private static func removeFile(_ path: String) {
        #if canImport(Glibc)
            _ = Glibc.unlink(path)
        #else
            _ = Darwin.unlink(path)
        #endif
    }
}
