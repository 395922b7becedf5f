import Synchronization

/// The start of a command that somebody waits for: told once, when the program runs or can't be run.
final class CommandStart: Sendable {
    private enum State {
        case unused
        case awaited(CheckedContinuation<Result<RunningCommand, CommandSpawnError>, Never>)
        case running(RunningCommand)
        case failed
    }

    private let controls: CommandControls
    private let state = Mutex(State.unused)

    init(_ controls: CommandControls) {
        self.controls = controls
    }

    /// Who waits. Comes before anything else.
    func await(_ continuation: CheckedContinuation<Result<RunningCommand, CommandSpawnError>, Never>) {
        state.withLock { $0 = .awaited(continuation) }
    }

    /// The program runs.
    func succeed(pid: Int32) {
        _ = begin(pid: pid)
    }

    /// The command is over, or was never started.
    func end(_ result: Result<CommandOutcome, CommandSpawnError>) {
        switch result {
        case .success(let outcome):
            // One that was killed first ends without having begun.
            begin(pid: 0)?.end(outcome)
        case .failure(let error):
            let continuation: CheckedContinuation<Result<RunningCommand, CommandSpawnError>, Never>? = state.withLock {
                guard case .awaited(let continuation) = $0 else { return nil }
                $0 = .failed
                return continuation
            }
            continuation?.resume(returning: .failure(error))
        }
    }

    private func begin(pid: Int32) -> RunningCommand? {
        typealias Begun = (RunningCommand?, CheckedContinuation<Result<RunningCommand, CommandSpawnError>, Never>?)
        let (command, continuation): Begun = state.withLock { state in
            switch state {
            case .awaited(let continuation):
                let command = RunningCommand(pid: pid, controls: controls)
                state = .running(command)
                return (command, continuation)
            case .running(let command): return (command, nil)
            case .unused, .failed: return (nil, nil)
            }
        }
        if let continuation, let command {
            continuation.resume(returning: .success(command))
        }
        return command
    }
}
