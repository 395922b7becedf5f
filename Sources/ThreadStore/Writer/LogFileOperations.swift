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
    /// Forces what was written to the disk itself. Returns 0 or an error number.
    var sync: @Sendable (_ descriptor: Int32) -> Int32
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
            return length >= count && ftruncate(descriptor, length - off_t(count)) == 0 ? 0 : errno
        },
        sync: { descriptor in Self.syncFile(descriptor) == 0 ? 0 : errno },
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
            fdatasync(descriptor)
        #else
            fsync(descriptor)
        #endif
    }

    private static func removeFile(_ path: String) {
        #if canImport(Glibc)
            _ = Glibc.unlink(path)
        #else
            _ = Darwin.unlink(path)
        #endif
    }
}
