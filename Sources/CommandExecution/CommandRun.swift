import CPlatform

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One command's life, told by its thread: start, output, end, and the end of all it started.
struct CommandRun: Sendable {
    let spec: CommandSpec
    let lifeline: Lifeline
    let onSpawn: @Sendable (pid_t) -> Void
    let onOutput: @Sendable (UnsafeRawBufferPointer) -> Void

    /// Runs the command, blocking the calling thread. `finish` is called exactly once. Afterwards the thread waits for
    /// the supervisor, which takes a moment, or seconds if it has not managed to kill everything yet.
    func live(finish: (Result<CommandOutcome, CommandSpawnError>) -> Void) {
        let clock = SuspendingClock()
        let start = clock.now
        guard !lifeline.isCut else {
            lifeline.release()
            finish(.success(CommandOutcome(exit: .killed, durationMs: 0)))
            return
        }
        var spawned = heddle_spawned()
        do throws(CommandSpawnError) {
            let failure = try SpawnStrings(spec).spawn(&spawned)
            guard failure == 0 else { throw .preparing(spec, errno: failure) }
        } catch {
            lifeline.release()
            finish(.failure(error))
            return
        }
        lifeline.hold(spawned.lifeline)

        var progress = CommandProgress(start: start, timeoutMs: spec.timeoutMs)
        watch(spawned, &progress, clock)
        close(spawned.output)
        close(spawned.status)
        finish(progress.result(spec))
        while waitpid(spawned.supervisor, nil, 0) < 0 && errno == EINTR {}
        lifeline.release()
    }

    // MARK: - Watching

    /// Passes on output and status until everything has ended, or the kill has taken too long.
    private func watch(_ spawned: heddle_spawned, _ progress: inout CommandProgress, _ clock: SuspendingClock) {
        withUnsafeTemporaryAllocation(byteCount: ExecutionLimits.readChunkBytes, alignment: 16) { chunk in
            var polled = [
                // Output waits until the start has been told.
                pollfd(fd: -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: spawned.status, events: Int16(POLLIN), revents: 0),
                pollfd(fd: spawned.lifeline, events: 0, revents: 0),
            ]
            while !progress.isOver {
                let timeout = progress.millisecondsToDeadline(at: clock.now)
                guard poll(&polled, nfds_t(polled.count), timeout) >= 0 else { continue }

                if polled[0].revents != 0, !passOn(spawned.output, chunk) {
                    polled[0].fd = -1
                }
                if polled[1].revents != 0, readStatus(spawned.status, &progress, clock) {
                    polled[0].fd = spawned.output
                }
                if polled[2].revents != 0 {
                    polled[2].fd = -1
                    if lifeline.isCut {
                        progress.killRequested(at: clock.now)
                    }
                }
                switch progress.deadlinePassed(at: clock.now) {
                case .none: break
                case .timeOut: lifeline.cut()
                case .giveUp: return
                }
            }
            drain(spawned.output, chunk)
        }
    }

    /// Hands one read of output to the caller. Whether there can be more.
    private func passOn(_ output: Int32, _ chunk: UnsafeMutableRawBufferPointer) -> Bool {
        let count = read(output, chunk.baseAddress, chunk.count)
        if count > 0 {
            onOutput(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
            return true
        }
        return count < 0 && (errno == EAGAIN || errno == EINTR)
    }

    /// What was written before the end is in the pipe when the end is reported; nothing of it may be lost.
    private func drain(_ output: Int32, _ chunk: UnsafeMutableRawBufferPointer) {
        var drained = 0
        while drained < ExecutionLimits.finalDrainBytes {
            let count = read(output, chunk.baseAddress, chunk.count)
            if count > 0 {
                onOutput(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
                drained += count
            } else if count == 0 || errno != EINTR {
                return
            }
        }
    }

    /// Reads one record and returns whether it says that the program runs. Records are shorter than what a pipe writes
    /// in one piece, so they come whole.
    private func readStatus(_ status: Int32, _ progress: inout CommandProgress, _ clock: SuspendingClock) -> Bool {
        var record = heddle_status_record()
        let count = read(status, &record, MemoryLayout<heddle_status_record>.size)
        if count == MemoryLayout<heddle_status_record>.size {
            progress.receive(record, at: clock.now)
            if record.kind == HEDDLE_COMMAND_STARTED.rawValue, let pid = progress.pid {
                onSpawn(pid)
                return true
            }
        } else if count >= 0 || errno != EINTR {
            progress.statusEnded(at: clock.now)
            if let orphan = progress.commandWithoutSupervisor {
                // The supervisor itself was killed. The system has killed the command with it; this is for the rest.
                kill(-orphan, SIGKILL)
            }
        }
        return false
    }
}
