/// The limits of running commands, each with its reason.
package enum ExecutionLimits {
    /// Bytes that one read of a command's output takes at most: what a pipe holds, so a full pipe is emptied by one call.
    static let readChunkBytes = 64 * 1024

    /// Bytes still read after everything of a command has ended. More than any pipe holds (Linux allows users 1 MiB);
    /// the bound only matters when a process that could not be killed goes on writing.
    static let finalDrainBytes = 4 * 1024 * 1024

    /// Milliseconds from the request to kill a command until its caller is told so even if something of it is still
    /// alive: a process of another user, or one stuck in the kernel, must not hold up an interrupt.
    static let killWaitMs = 3000

    /// Milliseconds that `ProcessTable.shutdown()` waits for all trees to be dead. The supervisors go on killing
    /// afterwards, with or without the server.
    static let shutdownWaitMs = 2000

    /// Stack of a command's thread. The output handler runs on it: framing, encoding and queueing of deltas.
    static let threadStackBytes = 512 * 1024

    /// Bytes that wait for a command to read them at most: more than one message of a client brings, and little enough
    /// to hold for every command that never reads.
    static let waitingInputBytes = 16 * 1024 * 1024

    /// Bytes of output kept for one command: what the model may be shown, and what a thread's history can carry.
    package static let keptOutputBytes = 1024 * 1024
}
