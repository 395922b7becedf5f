import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Ctrl-C as bytes in a pipe, so that it can be waited for together with everything else.
enum InterruptSignal {
    /// Where the handler writes. A handler can reach nothing but a global, and may touch only what needs no lock.
    private static let writeEnd = Atomic<Int32>(-1)

    /// From now on SIGINT ends nothing: each one becomes a byte on the descriptor that is returned. Nil when the system
    /// has no pipe left; then SIGINT ends the process as usual, and the server stops because its input does.
    static func install() -> Int32? {
        guard let pipe = Pipe() else { return nil }
        // A full pipe must not block the handler; one byte too few does not matter.
        _ = fcntl(pipe.writeEnd, F_SETFL, O_NONBLOCK)
        writeEnd.store(pipe.writeEnd, ordering: .sequentiallyConsistent)
        signal(SIGINT) { _ in
            let saved = errno
            var byte: UInt8 = 0
            #if canImport(Glibc)
                _ = Glibc.write(InterruptSignal.writeEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
            #else
                _ = Darwin.write(InterruptSignal.writeEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
            #endif
            errno = saved
        }
        return pipe.readEnd
    }
}
