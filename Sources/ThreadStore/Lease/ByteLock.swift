#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Locks on single bytes of a file that belong to the open file, not to the process ("open file description locks").
///
/// They end with the last descriptor of the open file, so also with `kill -9`, and other openings of the same file, be it
/// in the same process, neither share nor end them. On a network file system the server keeps them; it frees those of a
/// host that it has lost.
enum ByteLock {
    // Neither system's Swift module shows these commands; the numbers are part of the kernels' interfaces.
    #if canImport(Glibc)
        private static let get: CInt = 36
        private static let set: CInt = 37
    #else
        private static let get: CInt = 92
        private static let set: CInt = 90
    #endif

    /// Locks a byte against all other openings. Returns 0, EAGAIN when another one has it, or the error number.
    /// The descriptor must be open for writing.
    static func take(_ descriptor: CInt, at offset: Int64) -> CInt {
        var request = range(F_WRLCK, at: offset)
        while fcntl(descriptor, set, &request) != 0 {
            if errno == EINTR { continue }
            return errno == EACCES ? EAGAIN : errno
        }
        return 0
    }

    /// Frees a byte.
    static func drop(_ descriptor: CInt, at offset: Int64) {
        var request = range(F_UNLCK, at: offset)
        _ = fcntl(descriptor, set, &request)
    }

    /// Frees all bytes.
    static func dropAll(_ descriptor: CInt) {
        var request = range(F_UNLCK, at: 0)
        request.l_len = 0
        _ = fcntl(descriptor, set, &request)
    }

    /// Whether another opening has the byte.
    static func isTaken(_ descriptor: CInt, at offset: Int64) -> Bool {
        var request = range(F_WRLCK, at: offset)
        return fcntl(descriptor, get, &request) == 0 && request.l_type != Int16(F_UNLCK)
    }

    private static func range(_ type: CInt, at offset: Int64) -> flock {
        var request = flock()
        request.l_type = Int16(type)
        request.l_whence = Int16(SEEK_SET)
        request.l_start = off_t(offset)
        request.l_len = 1
        return request
    }
}
