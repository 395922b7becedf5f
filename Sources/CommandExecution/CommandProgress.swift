import CPlatform

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What is known of a running command, and what follows from it. A value: the thread feeds it and acts on its answers.
struct CommandProgress {
    /// What to do because a deadline has passed.
    enum Overdue: Equatable {
        /// The command has used up its time: kill it.
        case timeOut
        /// The kill has taken too long: tell the caller now.
        case giveUp
    }

    private let start: SuspendingClock.Instant
    private var timeOut: SuspendingClock.Instant?
    private var giveUp: SuspendingClock.Instant?
    private var killReason: CommandExit?
    private var failure: (stage: Int32, errno: Int32)?
    private var end: (status: Int32, at: SuspendingClock.Instant)?
    private var lastInstant: SuspendingClock.Instant

    /// The command's process id, as soon as it has one.
    private(set) var pid: pid_t?

    /// Whether the supervisor has nothing more to say, because nothing of the command is alive, or is dead itself.
    private(set) var isOver = false

    init(start: SuspendingClock.Instant, timeoutMs: Int?) {
        self.start = start
        lastInstant = start
        timeOut = timeoutMs.map { start + .milliseconds($0) }
    }

    // MARK: - Events

    /// The supervisor reports.
    mutating func receive(_ record: heddle_status_record, at now: SuspendingClock.Instant) {
        switch record.kind {
        case HEDDLE_COMMAND_FORKED.rawValue:
            pid = pid_t(record.value)
        case HEDDLE_COMMAND_STARTED.rawValue:
            break
        case HEDDLE_COMMAND_FAILED.rawValue:
            failure = (record.value, record.detail)
            isOver = true
        case HEDDLE_COMMAND_ENDED.rawValue:
            end = (record.value, now)
            // Time limits are for the command; what it leaves behind has the supervisor's grace.
            timeOut = nil
        default:
            isOver = true
        }
        lastInstant = now
    }

    /// The supervisor's reports have ended though it had not said that everything is over.
    mutating func statusEnded(at now: SuspendingClock.Instant) {
        isOver = true
        lastInstant = now
    }

    /// The lifeline has been cut, by whomever.
    mutating func killRequested(at now: SuspendingClock.Instant) {
        guard giveUp == nil else { return }
        killReason = killReason ?? .killed
        timeOut = nil
        giveUp = now + .milliseconds(ExecutionLimits.killWaitMs)
    }

    /// What is overdue. A time-out is told once; whoever asked has to cut the lifeline.
    mutating func deadlinePassed(at now: SuspendingClock.Instant) -> Overdue? {
        if let giveUp, now >= giveUp {
            lastInstant = now
            return .giveUp
        }
        if let timeOut, now >= timeOut {
            killReason = .timedOut
            killRequested(at: now)
            return .timeOut
        }
        return nil
    }

    // MARK: - Answers

    /// Milliseconds until the next deadline, rounded up, in the form that `poll(2)` takes; -1 if there is none.
    func millisecondsToDeadline(at now: SuspendingClock.Instant) -> Int32 {
        guard let deadline = giveUp ?? timeOut else { return -1 }
        guard now < deadline else { return 0 }
        return Int32(clamping: Self.milliseconds(now.duration(to: deadline)) + 1)
    }

    /// The command whose supervisor vanished without a word about its end, if that is what happened.
    var commandWithoutSupervisor: pid_t? {
        isOver && end == nil && killReason == nil && failure == nil ? pid : nil
    }

    /// How it all ended.
    func result(_ spec: CommandSpec) -> Result<CommandOutcome, CommandSpawnError> {
        if let failure {
            return .failure(Self.error(spec, failure.stage, failure.errno))
        }
        if let end {
            return .success(CommandOutcome(exit: exit(end.status), durationMs: duration(to: end.at)))
        }
        // Killed before its end could be seen, or its supervisor was killed, and the command with it.
        let exit = killReason ?? .signaled(SIGKILL)
        return .success(CommandOutcome(exit: exit, durationMs: duration(to: lastInstant)))
    }

    private func exit(_ status: Int32) -> CommandExit {
        var code: Int32 = 0
        let signal = heddle_exit_signal(status, &code)
        guard signal != 0 else { return .exited(code) }
        if signal == SIGKILL, let killReason {
            return killReason
        }
        return .signaled(signal)
    }

    private func duration(to end: SuspendingClock.Instant) -> Int {
        Int(Self.milliseconds(start.duration(to: end)))
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    private static func error(_ spec: CommandSpec, _ stage: Int32, _ number: Int32) -> CommandSpawnError {
        switch stage {
        case HEDDLE_STAGE_CHANGE_DIRECTORY.rawValue: .enteringDirectory(spec, errno: number)
        case HEDDLE_STAGE_CONFINE.rawValue: .confining(spec, errno: number)
        case HEDDLE_STAGE_EXECUTE.rawValue: .executing(spec, errno: number)
        default: .preparing(spec, errno: number)
        }
    }
}
