import CPlatform

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One command's life, told by its thread: start, output, end, and the end of all it started.
struct CommandRun: Sendable {
    let spec: CommandSpec
    let controls: CommandControls
    /// Says what is to be executed. Placeholders that this needs are taken into the lease.
    let plan: @Sendable (Placeholders.Lease) throws(CommandSpawnError) -> LaunchPlan
    let onSpawn: @Sendable (pid_t) -> Void
    let onOutput: @Sendable (CommandOutputStream, UnsafeRawBufferPointer) -> Void

    private var lifeline: Lifeline { controls.lifeline }

    /// Runs the command, blocking the calling thread. `finish` is called exactly once. Afterwards the thread waits for
    /// the supervisor, which takes a moment, or seconds if it has not managed to kill everything yet.
    func live(finish: (Result<CommandOutcome, CommandSpawnError>) -> Void) {
        let clock = SuspendingClock()
        let start = clock.now
        guard !lifeline.isCut else {
            release()
            finish(.success(CommandOutcome(exit: .killed, durationMs: 0)))
            return
        }
        var spawned = heddle_spawned()
        let placeholders = Placeholders.Lease()
        do throws(CommandSpawnError) {
            try spec.check()
            let plan = try plan(placeholders)
            let failure = plan.spawn(spec.streams, &spawned)
            guard failure == 0 else { throw .preparing(spec, errno: failure) }
        } catch {
            release()
            placeholders.end()
            finish(.failure(error))
            return
        }
        lifeline.hold(spawned.lifeline)
        if case .terminal = spec.streams {
            controls.terminal.hold(spawned.output)
        }

        var progress = CommandProgress(start: start, timeoutMs: spec.timeoutMs)
        if spec.streams.opensInput {
            Self.blockBrokenPipeSignals()
        }
        let wakeUp = controls.input.hold(spawned.input)
        watch(spawned, wakeUp, &progress, clock)
        controls.terminal.release()
        controls.input.release()
        for descriptor in [spawned.output, spawned.errors, spawned.status, wakeUp] where descriptor >= 0 {
            close(descriptor)
        }
        placeholders.end()
        finish(progress.result(spec))
        while waitpid(spawned.supervisor, nil, 0) < 0 && errno == EINTR {}
        lifeline.release()
    }

    private func release() {
        lifeline.release()
        controls.input.release()
    }

    /// A command may close its stdin at any time. Writing to it must be an error then and no signal, whatever the
    /// process does with that signal elsewhere.
    private static func blockBrokenPipeSignals() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(Int32(SIG_BLOCK), &signals, nil)
    }

    // MARK: - Watching

    /// The places in the list of what is polled.
    private enum Polled {
        static let output = 0
        static let errors = 1
        static let status = 2
        static let lifeline = 3
        static let wakeUp = 4
        static let input = 5
    }

    /// Passes on output, input and status until everything has ended, or the kill has taken too long.
    private func watch(
        _ spawned: heddle_spawned, _ wakeUp: Int32, _ progress: inout CommandProgress, _ clock: SuspendingClock
    ) {
        withUnsafeTemporaryAllocation(byteCount: ExecutionLimits.readChunkBytes, alignment: 16) { chunk in
            let readable = Int16(POLLIN)
            var polled = [
                // Output waits until the start has been told.
                pollfd(fd: -1, events: readable, revents: 0),
                pollfd(fd: -1, events: readable, revents: 0),
                pollfd(fd: spawned.status, events: readable, revents: 0),
                pollfd(fd: spawned.lifeline, events: 0, revents: 0),
                pollfd(fd: wakeUp, events: readable, revents: 0),
                pollfd(fd: -1, events: Int16(POLLOUT), revents: 0),
            ]
            while !progress.isOver {
                let timeout = progress.millisecondsToDeadline(at: clock.now)
                guard poll(&polled, nfds_t(polled.count), timeout) >= 0 else { continue }

                if polled[Polled.output].revents != 0, !passOn(.output, spawned.output, chunk) {
                    polled[Polled.output].fd = -1
                }
                if polled[Polled.errors].revents != 0, !passOn(.errors, spawned.errors, chunk) {
                    polled[Polled.errors].fd = -1
                }
                if polled[Polled.status].revents != 0, readStatus(spawned.status, &progress, clock) {
                    polled[Polled.output].fd = spawned.output
                    polled[Polled.errors].fd = spawned.errors
                }
                if polled[Polled.lifeline].revents != 0 {
                    polled[Polled.lifeline].fd = -1
                    if lifeline.isCut {
                        progress.killRequested(at: clock.now)
                    }
                }
                if polled[Polled.wakeUp].revents != 0 || polled[Polled.input].revents != 0 {
                    if polled[Polled.wakeUp].revents != 0 {
                        // An end of the wake-ups means that the input has ended.
                        polled[Polled.wakeUp].fd = read(wakeUp, chunk.baseAddress, chunk.count) == 0 ? -1 : wakeUp
                    }
                    polled[Polled.input].fd = controls.input.advance()
                }
                switch progress.deadlinePassed(at: clock.now) {
                case .none: break
                case .timeOut: lifeline.cut()
                case .giveUp: return
                }
            }
            drain(.output, spawned.output, chunk)
            drain(.errors, spawned.errors, chunk)
        }
    }

    /// Hands one read of output to the caller. Whether there can be more.
    private func passOn(
        _ stream: CommandOutputStream, _ descriptor: Int32, _ chunk: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let count = read(descriptor, chunk.baseAddress, chunk.count)
        if count > 0 {
            onOutput(stream, UnsafeRawBufferPointer(rebasing: chunk[..<count]))
            return true
        }
        return count < 0 && (errno == EAGAIN || errno == EINTR)
    }

    /// What was written before the end is in the pipe when the end is reported; nothing of it may be lost.
    private func drain(
        _ stream: CommandOutputStream, _ descriptor: Int32, _ chunk: UnsafeMutableRawBufferPointer
    ) {
        guard descriptor >= 0 else { return }
        var drained = 0
        while drained < ExecutionLimits.finalDrainBytes {
            let count = read(descriptor, chunk.baseAddress, chunk.count)
            if count > 0 {
                onOutput(stream, UnsafeRawBufferPointer(rebasing: chunk[..<count]))
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
