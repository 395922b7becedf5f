#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Two connected descriptors that no child inherits by accident.
struct Pipe {
    let readEnd: Int32
    let writeEnd: Int32

    /// Nil when the process has no descriptor left.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        readEnd = ends[0]
        writeEnd = ends[1]
    }
}
