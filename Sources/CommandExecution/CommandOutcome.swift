#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How a command ended.
package enum CommandExit: Sendable, Hashable {
    /// By itself, with an exit code.
    case exited(Int32)

    /// By a signal that was not ours.
    case signaled(Int32)

    /// Killed because its time was over.
    case timedOut

    /// Killed because its task was cancelled or the process table shut down.
    case killed
}

/// What is known of a command when it is over.
package struct CommandOutcome: Sendable, Hashable {
    /// How it ended.
    package var exit: CommandExit

    /// Milliseconds from the start to the end of the command itself, without the processes it left behind.
    package var durationMs: Int

    /// The end as shells number it: the exit code, 128 plus a signal's number, 124 after a time-out, 137 when killed.
    package var exitCode: Int32 {
        switch exit {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        case .timedOut: 124
        case .killed: 128 + SIGKILL
        }
    }

    package init(exit: CommandExit, durationMs: Int) {
        self.exit = exit
        self.durationMs = durationMs
    }
}
