import CommandExecution
import Synchronization

/// A process that a client runs by itself. What the client wants of it before it runs happens when it does.
final class ClientProcess: Sendable {
    private enum Step {
        case write([UInt8])
        case endInput
        case resize(TerminalSize)
    }

    private enum State {
        case starting([Step], isKilled: Bool)
        case running(RunningCommand)
        case over
    }

    /// What its streams are.
    let streams: CommandStreams
    private let state = Mutex(State.starting([], isKilled: false))

    init(streams: CommandStreams) {
        self.streams = streams
    }

    /// It runs.
    func begin(_ running: RunningCommand) {
        let isKilled = state.withLock { state in
            guard case .starting(let steps, let isKilled) = state else { return true }
            // What fails now was promised before the process ran; it shows by its end.
            for step in steps { try? Self.take(step, running) }
            state = .running(running)
            return isKilled
        }
        if isKilled { running.kill() }
    }

    /// It is over, or could not be started.
    func end() {
        state.withLock { $0 = .over }
    }

    /// Ends it with all that it has started.
    func kill() {
        let running: RunningCommand? = state.withLock { state in
            switch state {
            case .starting(let steps, _):
                state = .starting(steps, isKilled: true)
                return nil
            case .running(let running):
                return running
            case .over:
                return nil
            }
        }
        running?.kill()
    }

    /// Writes to its input.
    func write(_ bytes: [UInt8]) throws(CommandInputError) { try take(.write(bytes)) }

    /// Ends its input.
    func endInput() throws(CommandInputError) { try take(.endInput) }

    /// Gives its terminal another size.
    func resize(_ size: TerminalSize) throws(CommandInputError) { try take(.resize(size)) }

    private func take(_ step: Step) throws(CommandInputError) {
        let result = state.withLock { state -> Result<Void, CommandInputError> in
            switch state {
            case .starting(let steps, let isKilled):
                state = .starting(steps + [step], isKilled: isKilled)
                return .success(())
            case .running(let running):
                return Result { () throws(CommandInputError) in try Self.take(step, running) }
            case .over:
                return .failure(.closed)
            }
        }
        try result.get()
    }

    private static func take(_ step: Step, _ running: RunningCommand) throws(CommandInputError) {
        switch step {
        case .write(let bytes): try running.write(bytes)
        case .endInput: try running.endInput()
        case .resize(let size): try running.resize(size)
        }
    }
}
