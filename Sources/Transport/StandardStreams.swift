#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The two descriptors of a stdio connection, moved away from 0 and 1.
///
/// Whatever else in the process reads standard input or prints to standard output (a library, a child process) must
/// neither eat requests nor break the protocol's lines, so descriptor 0 becomes `/dev/null` and 1 becomes 2.
package struct StandardStreams: Sendable {
    /// Where requests come from.
    package let input: CInt
    /// Where answers and events go to.
    package let output: CInt

    /// Why the streams could not be moved.
    package struct GuardError: Error, CustomStringConvertible {
        /// What happened, with the system's reason.
        package let description: String
    }

    /// Streams over descriptors that are already private.
    package init(input: CInt, output: CInt) {
        self.input = input
        self.output = output
    }

    /// Moves the process's standard streams away. Call it once, before anything else runs.
    package static func guarded() throws(GuardError) -> StandardStreams {
        let input = fcntl(0, F_DUPFD_CLOEXEC, 3)
        let output = fcntl(1, F_DUPFD_CLOEXEC, 3)
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard input >= 0, output >= 0, null >= 0, dup2(null, 0) == 0, dup2(2, 1) == 1 else {
            throw GuardError(
                description: "cannot set up the standard streams: \(String(cString: strerror(errno))); "
                    + "start the server with open descriptors 0, 1 and 2")
        }
        close(null)
        return StandardStreams(input: input, output: output)
    }
}
